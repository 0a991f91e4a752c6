"""What an operation is: a path, its parameters, what it answers; and one request to it, read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import Response

from tvet_skos.terms import IRI
from tvet_skos.web.problems import Fault, Problem
from tvet_skos.web.site import view_of
from tvet_skos.web.view import View

Value: TypeAlias = str | int | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an address.

    ``kind`` is ``string``, ``integer``, ``boolean`` or ``language``; a parameter that ``repeats``
    may stand several times.
    """

    name: str
    about: str
    kind: str = "string"
    required: bool = False
    repeats: bool = False
    default: str | int | bool | None = None
    least: int = 0
    most: int = 0
    choices: tuple[str, ...] = ()
    example: str = ""
    in_path: bool = False

    def read(self, texts: list[str]) -> Value:
        """What stands for it in an address.

        :raises ValueError: that is no value for it; the error says why
        """
        filled = [text for text in texts if text.strip()]
        if self.required and not filled:
            raise ValueError("it is missing")
        if self.repeats:
            return tuple(filled)
        return _READERS[self.kind](self, filled[-1]) if filled else self.default


def _string(parameter: Parameter, text: str) -> str:
    if parameter.choices and text not in parameter.choices:
        raise ValueError(f"it is one of {', '.join(parameter.choices)}")
    if len(text) > LONGEST:
        raise ValueError(f"it has at most {LONGEST} characters")
    return text


LONGEST = 1000
"""So many characters a parameter has at most; a longer one is nobody's term."""

_INTEGER = re.compile(r"-?\d{1,9}")


def _integer(parameter: Parameter, text: str) -> int:
    if not _INTEGER.fullmatch(text) or not text.isascii():
        raise ValueError("it is a whole number")
    number = int(text)
    if number < parameter.least or (parameter.most and number > parameter.most):
        most = f" to {parameter.most}" if parameter.most else " or more"
        raise ValueError(f"it is {parameter.least}{most}")
    return number


_TRUE, _FALSE = ("true", "1", "on", "yes"), ("false", "0", "off", "no")


def _boolean(parameter: Parameter, text: str) -> bool:
    if text.lower() not in (*_TRUE, *_FALSE):
        raise ValueError("it is true or false")
    return text.lower() in _TRUE


LANGUAGE = r"^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,5}$"
"""What a language tag looks like."""


def _language(parameter: Parameter, text: str) -> str:
    if not re.fullmatch(LANGUAGE, text) or not text.isascii():
        raise ValueError("it is a language tag such as en or pt-BR")
    return text


_READERS: Mapping[str, Callable[[Parameter, str], Value]] = {
    "string": _string,
    "integer": _integer,
    "boolean": _boolean,
    "language": _language,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes: a media type to the name of a schema, or to nothing where JSON schema ends."""

    about: str
    content: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Operation:
    """What can be asked at a path; ``answer`` makes the answer, in a thread of its own.

    ``problems`` are the kinds of problems that it may answer with, beside those of all.
    """

    name: str
    path: str
    about: str
    answer: Callable[[Asked], Response] | None
    answers: tuple[Answer, ...]
    parameters: tuple[Parameter, ...] = ()
    problems: tuple[int, ...] = ()
    method: str = "GET"
    tag: str = "vocabulary"
    body: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """A request with its parameters read."""

    request: Request
    operation: Operation
    values: Mapping[str, Value]

    @property
    def view(self) -> View:
        """The vocabulary as this request sees it."""
        return view_of(self.request)

    def text(self, name: str) -> str:
        """A text; empty where it was not given."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int:
        """A whole number; 0 where it was not given and has no default."""
        value = self.values.get(name)
        return value if isinstance(value, int) else 0

    def flag(self, name: str) -> bool:
        """Yes or no."""
        return self.values.get(name) is True

    def texts(self, name: str) -> tuple[str, ...]:
        """All values of a parameter that may stand several times."""
        value = self.values.get(name)
        return value if isinstance(value, tuple) else ()

    def iri(self, name: str = "uri") -> IRI:
        """An IRI, as it was given."""
        return IRI(self.text(name).strip().strip("<>"))


def read(request: Request, operation: Operation) -> Asked:
    """A request as an operation takes it.

    :raises Problem: parameters are missing or wrong; the answer lists all of them
    """
    values: dict[str, Value] = {}
    faults = []
    for parameter in operation.parameters:
        texts = (
            [str(request.path_params[parameter.name])]
            if parameter.in_path
            else request.query_params.getlist(parameter.name)
        )
        try:
            values[parameter.name] = parameter.read(texts)
        except ValueError as error:
            faults.append(Fault(str(error), pointer=parameter.name))
    if faults:
        raise _wrong(operation, faults)
    return Asked(request, operation, values)


def _wrong(operation: Operation, faults: list[Fault]) -> Problem:
    told = "; ".join(f"{fault.pointer}: {fault.detail}" for fault in faults)
    names = (p.name + ("" if p.required else "?") for p in operation.parameters if not p.in_path)
    return Problem("bad-parameter", told, hint=f"takes {' '.join(names)}", errors=faults)


def bad_parameter(name: str, detail: str, hint: str = "") -> Problem:
    """The problem of a parameter that only its operation can judge."""
    fault = Fault(detail, pointer=name)
    return Problem("bad-parameter", f"{name}: {detail}", hint=hint, errors=[fault])


def members(content: Mapping[str, Any]) -> dict[str, Any]:
    """An object without the members that have nothing to say.

    >>> members({"a": "", "b": 0, "c": None, "d": []})
    {'b': 0}
    """
    return {name: value for name, value in content.items() if value not in ("", None, [], {}, ())}
