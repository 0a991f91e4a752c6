"""An attribute that is looked up when first asked for, by whichever thread comes first."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar

_T = TypeVar("_T")


class once(Generic[_T]):  # noqa: N801 - a decorator, as cached_property is one
    """Like ``functools.cached_property``; threads wait for each other at this attribute only.

    Up to Python 3.11 ``cached_property`` has one lock for all objects of a class, and from 3.12 on
    none at all.
    """

    def __init__(self, function: Callable[[Any], _T]) -> None:
        self._function = function
        self.__doc__ = function.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: type | None = None) -> _T:
        kept = instance.__dict__
        # ``setdefault`` is one step: no two threads get different locks.
        with kept.setdefault(f"_{self._name}_lock", Lock()):
            if self._name not in kept:
                kept[self._name] = self._function(instance)
        found: _T = kept[self._name]
        return found
