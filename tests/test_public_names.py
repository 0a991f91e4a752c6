from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import tvet_skos


def test_every_public_name_can_be_used_and_has_a_docstring() -> None:
    for name in tvet_skos.__all__:
        member = getattr(tvet_skos, name)
        assert callable(member), name
        assert member.__doc__, name


def test_every_public_function_has_an_example_that_runs() -> None:
    for name in tvet_skos.__all__:
        member = getattr(tvet_skos, name)
        if inspect.isfunction(member):
            assert ">>>" in (member.__doc__ or ""), name


def test_a_name_means_the_same_whatever_was_imported_before() -> None:
    from tvet_skos.checks.run import check
    from tvet_skos.lookup.compare import compare

    assert tvet_skos.check is check
    assert tvet_skos.compare is compare


def test_dir_lists_the_public_names_and_unknown_ones_are_refused() -> None:
    assert set(tvet_skos.__all__) <= set(dir(tvet_skos))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        tvet_skos.nonsense  # noqa: B018


def test_importing_the_package_imports_nothing_else_of_it() -> None:
    code = (
        "import sys, tvet_skos; print(sorted(m for m in sys.modules if m.startswith('tvet_skos.')))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
