"""The wheel carries the data folders, whole and unchanged."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

FOLDERS = ("vocab", "shapes", "queries")


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sdist as an index would get it."""
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(root)],
        check=True,
        capture_output=True,
    )
    (built,) = out.glob("*.whl")
    return built


def test_the_wheel_holds_every_data_file_byte_for_byte(root: Path, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        shipped = {
            name.removeprefix("tvet_skos/_data/"): archive.read(name)
            for name in archive.namelist()
            if name.startswith("tvet_skos/_data/")
        }
    expected = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in FOLDERS
        for path in (root / folder).rglob("*")
        if path.is_file()
    }
    assert shipped == expected


def test_the_wheel_holds_templates_rulesets_and_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert any(name.endswith("publish/templates/compare.html") for name in names)
    assert any(name.endswith("checks/rulesets/glossary.toml") for name in names)
    assert {Path(n).name for n in names if "/licenses/" in n} == {"LICENSE", "LICENSE-vocab"}
    assert not [name for name in names if name.startswith("tests/")]


def test_the_package_works_from_the_zipped_wheel(wheel: Path, tmp_path: Path) -> None:
    code = (
        "import tvet_skos, sys; assert 'whl' in tvet_skos.__file__; "
        "from tvet_skos.checks import rules; from tvet_skos.lookup.queries import named_queries; "
        "from tvet_skos.rdf.jsonld import load_context; "
        "print(len(rules()), len(named_queries()), bool(load_context().document))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path, env={"PYTHONPATH": str(wheel)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert result.stdout.split()[-1] == "True"


def test_the_version_is_said_once(root: Path) -> None:
    import tvet_skos

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == tvet_skos.__version__


def test_the_lock_names_no_index_and_pins_every_package_with_hashes(root: Path) -> None:
    lines = (root / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if "://" in line or line.startswith(("-i", "--"))]
    pinned = [line for line in lines if line and line[0].isalnum()]
    assert len(pinned) > 20
    assert all("==" in line and line.endswith("\\") for line in pinned)
