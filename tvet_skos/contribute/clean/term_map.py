"""Other vocabularies in SKOS's terms: what to make of their classes and properties.

A map is a TOML file. ``[namespaces]`` gives prefixes beside the usual ones; ``[types]``,
``[literals]`` and ``[relations]`` say what a class, a property with a text as value and a property
with a node as value become::

    [types]
    "owl:Class" = "skos:Concept"

    [literals]
    "rdfs:label" = "skos:prefLabel"

    [relations]
    "rdfs:subClassOf" = "skos:broader"
    "ex:hasPart" = ["ex:hasPart", "^skos:broader"]

A list stands for several, ``^`` for the inverse, an empty text for none: such statements are
dropped, and instances of such a class with all that is said of them. A key that begins with ``*``
is the end of a local name in whatever namespace.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from tvet_skos.errors import SettingsError
from tvet_skos.namespaces import PREFIXES, SKOSXL
from tvet_skos.terms import IRI, is_iri


@dataclass(frozen=True, slots=True)
class Target:
    """What a statement becomes: a class or property, subject and value exchanged or not."""

    iri: IRI
    inverse: bool = False


Targets = tuple[Target, ...]
Section = Mapping[str, Targets]
"""IRI, or ``*`` and the end of a local name, to what it becomes."""


@dataclass(frozen=True, slots=True)
class TermMap:
    """What to make of classes, of properties of texts and of properties of nodes."""

    types: Section
    literals: Section
    relations: Section


_PREFIXES = {**PREFIXES, "dct": PREFIXES["dcterms"], "skosxl": SKOSXL.iri}
_SECTIONS = ("types", "literals", "relations")


def map_names() -> tuple[str, ...]:
    """The maps that ship with the package, sorted."""
    return tuple(sorted(f.name[:-5] for f in _folder().iterdir() if f.name.endswith(".toml")))


def load_map(name: str) -> TermMap:
    """A map that ships with the package, or one in a file.

    :param name: a name out of ``map_names``, or a path
    :raises SettingsError: there is none, or it says what cannot be followed

    >>> load_map("owl").types["http://www.w3.org/2002/07/owl#Class"]
    (Target(iri=IRI('http://www.w3.org/2004/02/skos/core#Concept'), inverse=False),)
    """
    path = _folder().joinpath(f"{name}.toml") if name in map_names() else Path(name)
    try:
        return _read(tomllib.loads(path.read_text(encoding="utf-8")), name)
    except FileNotFoundError as error:
        raise SettingsError(
            "there is no such map",
            file=name,
            hint=f"name a TOML file, or one of {', '.join(map_names())}",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"cannot be read: {error}", file=name) from error


def _folder() -> Any:
    return files("tvet_skos.contribute.clean").joinpath("maps")


def _read(content: Mapping[str, Any], file: str) -> TermMap:
    known = ("summary", "namespaces", *_SECTIONS)
    for key, value in content.items():
        if key not in known or not isinstance(value, str if key == "summary" else dict):
            raise SettingsError(
                f"{key!r} is no part of a map", file=file, hint=f"known: {', '.join(known)}"
            )
    prefixes = _PREFIXES | dict(content.get("namespaces", {}))
    sections = (_section(name, content.get(name, {}), prefixes, file) for name in _SECTIONS)
    return TermMap(*sections)


def _section(
    name: str, table: Mapping[str, Any], prefixes: Mapping[str, str], file: str
) -> Section:
    section: dict[str, Targets] = {}
    for key, value in table.items():
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
            raise SettingsError(f"{name}.{key} must be a text or a list of texts", file=file)
        targets = [_target(each, prefixes, file) for each in names if each]
        if name != "relations" and any(target.inverse for target in targets):
            raise SettingsError(f"{name}.{key}: only relations have an inverse (^)", file=file)
        section[key if key.startswith("*") else _iri(key, prefixes, file)] = tuple(targets)
    return section


def _target(name: str, prefixes: Mapping[str, str], file: str) -> Target:
    return Target(_iri(name.removeprefix("^"), prefixes, file), name.startswith("^"))


def _iri(name: str, prefixes: Mapping[str, str], file: str) -> IRI:
    prefix, colon, local = name.partition(":")
    if colon and isinstance(prefixes.get(prefix), str) and is_iri(prefixes[prefix] + local):
        return IRI(prefixes[prefix] + local)
    if "//" in local and is_iri(name):
        return IRI(name)
    raise SettingsError(
        f"{name!r} has no prefix that is known",
        file=file,
        hint="declare it under [namespaces], or write the IRI in full",
    )
