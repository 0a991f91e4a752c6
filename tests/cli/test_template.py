"""``tvet-skos template``: a file to fill in, or the reason why not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tvet_skos.cli.template import FORMATS, command
from tvet_skos.errors import SettingsError, WriteError
from tvet_skos.publish.template import TEMPLATES, write_template


def run(*args: str) -> Result:
    return CliRunner().invoke(command, args)


def test_the_command_line_offers_what_the_library_writes() -> None:
    assert tuple(TEMPLATES) == FORMATS


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_suffix_of_the_file_tells_the_format(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"contribution.{suffix.upper()}"
    result = run("-o", str(file))
    assert (result.exit_code, result.stdout) == (0, "")
    assert file.read_bytes() == write_template(suffix)
    assert str(file) in result.stderr and "row 2" in result.stderr


def test_the_format_that_is_asked_for_counts_before_the_suffix(tmp_path: Path) -> None:
    file = tmp_path / "contribution.txt"
    assert run("--format", "csv", "-o", str(file)).exit_code == 0
    assert file.read_bytes() == write_template("csv")


@pytest.mark.parametrize(
    ("args", "name"), [((), "xlsx"), (("--format", "csv"), "csv"), (("-o", "-"), "xlsx")]
)
def test_without_a_file_it_goes_to_standard_output(args: tuple[str, ...], name: str) -> None:
    result = run(*args)
    assert (result.stdout_bytes, result.stderr) == (write_template(name), "")


def test_a_workbook_is_not_poured_onto_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    from tvet_skos.cli import template

    class Terminal:
        def isatty(self) -> bool:
            return True

    class System:
        stdout = Terminal()

    monkeypatch.setattr(template, "sys", System)
    assert sys.stdout is not System.stdout
    error = run().exception
    assert isinstance(error, SettingsError) and "--output contribution.xlsx" in (error.hint or "")


def test_a_suffix_that_tells_no_format_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    error = run("-o", str(tmp_path / "contribution.doc")).exception
    assert isinstance(error, SettingsError) and ".xlsx or .csv" in (error.hint or "")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    assert isinstance(run("-o", str(tmp_path / "folder.csv")).exception, WriteError)
