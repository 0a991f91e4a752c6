from __future__ import annotations

import inspect

from tvet_skos import errors
from tvet_skos.errors import InputError, TvetSkosError


def test_every_error_has_one_root_and_stands_in_the_tree_of_the_docstring() -> None:
    classes = [
        c for _, c in inspect.getmembers(errors, inspect.isclass) if c.__module__ == errors.__name__
    ]
    assert len(classes) > 10
    for cls in classes:
        assert issubclass(cls, TvetSkosError)
        assert cls.__name__ in (errors.__doc__ or "")


def test_an_error_reads_as_place_and_message() -> None:
    assert str(InputError("is empty", file="a.txt", line=3, column=5)) == "a.txt:3:5: is empty"
    assert str(InputError("is empty", file="a.txt")) == "a.txt: is empty"
    assert str(InputError("is empty", line=3)) == "line 3: is empty"
    assert str(InputError("is empty")) == "is empty"
