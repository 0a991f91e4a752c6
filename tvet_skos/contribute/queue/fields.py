"""What the forms of proposals hold, and what of it cannot be taken as it is.

Nothing here knows a vocabulary: this is about characters, lengths and the shape of values.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from tvet_skos.checks.rules.languages import tag_fault
from tvet_skos.terms import is_iri
from tvet_skos.text import bcp47, nfc, squash

KINDS = ("definition", "spelling", "translation", "relation")
"""What can be proposed for a term."""

SPELLINGS = ("alternative", "hidden")
TRANSLATED = ("label", "definition")
SOURCES = ("register", "new", "unknown")
"""How the source of a definition is given: one of the register, a new one, or not known."""
RELATIONS = ("broader", "narrower", "related")
MAPPINGS = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with one field: the ``code`` names a text, ``values`` fill its gaps."""

    field: str
    code: str
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)


_Judge = Callable[[str], Iterator[tuple[str, dict[str, str]]]]


def _anything(_: str) -> Iterator[tuple[str, dict[str, str]]]:
    yield from ()


def _choice(*choices: str) -> _Judge:
    def judge(value: str) -> Iterator[tuple[str, dict[str, str]]]:
        if value not in choices:
            yield "choice", {"choices": ", ".join(choices)}

    return judge


def _language(value: str) -> Iterator[tuple[str, dict[str, str]]]:
    fault, hint = tag_fault(value)
    if fault:
        yield "language", {"value": value, "hint": hint}


_YEAR = re.compile(r"(?:1[4-9]|20)\d\d(?:-(?:0[1-9]|1[0-2]))?")


def _year(value: str) -> Iterator[tuple[str, dict[str, str]]]:
    if not _YEAR.fullmatch(value):
        yield "year", {"value": value}


def _address(value: str) -> Iterator[tuple[str, dict[str, str]]]:
    if not is_web_address(value):
        yield "address", {}


def is_web_address(value: str) -> bool:
    """Whether a text is the address of a page, without anybody's name or password in it.

    >>> is_web_address("https://example.org/a"), is_web_address("javascript:alert(1)")
    (True, False)
    """
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    is_web = parts.scheme in ("http", "https") and "." in host.strip(".")
    return is_web and "@" not in parts.netloc and is_iri(value)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form; ``needed`` says, of the other values, whether it must be filled."""

    name: str
    longest: int
    judge: _Judge = _anything
    needed: Callable[[Mapping[str, str]], bool] = lambda _: True
    lines: bool = False


def _never(_: Mapping[str, str]) -> bool:
    return False


def _when(name: str, value: str) -> Callable[[Mapping[str, str]], bool]:
    return lambda values: values.get(name) == value


_TEXT = Field("text", 4000, lines=True)
_LABEL = Field("text", 150)
_LANGUAGE = Field("language", 35, _language)
_ABOUT = (
    Field("comment", 1000, needed=_never, lines=True),
    Field("name", 100, needed=_never),
)

FIELDS: Mapping[str, tuple[Field, ...]] = {
    "definition": (
        _TEXT,
        _LANGUAGE,
        Field("source", 10, _choice(*SOURCES)),
        Field("register", 500, needed=_when("source", "register")),
        Field("citation", 500, needed=_when("source", "new")),
        Field("year", 7, _year, _never),
        Field("url", 500, _address, _never),
        Field("locator", 100, needed=_never),
        *_ABOUT,
    ),
    "spelling": (
        _LABEL,
        _LANGUAGE,
        Field("spelling", 12, _choice(*SPELLINGS)),
        *_ABOUT,
    ),
    "translation": (
        Field("of", 10, _choice(*TRANSLATED)),
        Field("original", 500, needed=_when("of", "definition")),
        _TEXT,
        _LANGUAGE,
        *_ABOUT,
    ),
    "relation": (
        Field("relation", 12, _choice(*RELATIONS, *MAPPINGS)),
        Field("target", 500),
        *_ABOUT,
    ),
}
"""Kind of proposal to the fields of its form, in their order."""

SINGLE_LINE_LABEL = _LABEL.longest


def cleaned(kind: str, given: Mapping[str, str]) -> tuple[dict[str, str], tuple[Mistake, ...]]:
    """The values of a form as they are meant, and what is wrong with them, by field.

    White space at the ends goes, texts are in NFC, language tags in their usual case. Fields that
    the form has not are left out, and those of a choice that was not made are empty.

    :param kind: one of ``KINDS``

    >>> cleaned("spelling", {"text": " micro credential ", "language": "EN"})[0]["text"]
    'micro credential'
    >>> [(m.field, m.code) for m in cleaned("spelling", {"text": "x", "language": "xx"})[1]]
    [('language', 'language'), ('spelling', 'missing')]
    """
    values = {each.name: _tidy(given.get(each.name, ""), each.lines) for each in FIELDS[kind]}
    if "language" in values:
        values["language"] = bcp47(values["language"]) if values["language"] else ""
    if kind == "definition" and values["source"] in SOURCES:
        for name in _UNUSED[values["source"]]:
            values[name] = ""
    if kind == "translation" and values["of"] == "label":
        values["original"] = ""
    return values, tuple(_mistakes(kind, values))


_UNUSED = {
    "register": ("citation", "year", "url"),
    "new": ("register",),
    "unknown": ("register", "citation", "year", "url", "locator"),
}
"""How a source is given, to the fields that are about another way."""


def _tidy(value: str, lines: bool) -> str:
    if not lines:
        # Controls are no white space to get rid of: they are told.
        return nfc(value).strip(" \t\r\n") if acting(value) else squash(value)
    text = nfc(value).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip(" \t") for line in text.split("\n")).strip("\n ")


def _mistakes(kind: str, values: Mapping[str, str]) -> Iterator[Mistake]:
    for each in FIELDS[kind]:
        value = values[each.name]
        if not value:
            if each.needed(values):
                yield Mistake(each.name, "missing")
            continue
        found = next(_of_any(each, value), None) or next(each.judge(value), None)
        if found:
            yield Mistake(each.name, *found)
    is_label = kind == "translation" and values["of"] == "label"
    if is_label and ("\n" in values["text"] or len(values["text"]) > SINGLE_LINE_LABEL):
        yield Mistake("text", "long_label", {"most": str(SINGLE_LINE_LABEL)})


def _of_any(each: Field, value: str) -> Iterator[tuple[str, dict[str, str]]]:
    """What no field may hold."""
    if found := acting(value):
        yield "characters", {"found": ", ".join(found)}
    if len(value) > each.longest:
        yield "long", {"most": f"{each.longest}", "has": f"{len(value)}"}
    if has_email(value):
        yield "email", {}
    if each.name in ("text", "citation") and not any(c.isalnum() for c in value):
        yield "no_words", {}


# Controls (tab and line feed stay), what turns the direction of text around, what nobody sees
# (joiners stay: Persian and the scripts of India need them), surrogates, private use and what is no
# character at all.
_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\U000e0000-\U0010ffff]"
)
_MOST_NAMED = 3


def acting(value: str) -> list[str]:
    """The characters that act or hide instead of showing, by their code points; three at most."""
    found = dict.fromkeys(f"U+{ord(each):04X}" for each in _ACTING.findall(value))
    return list(found)[:_MOST_NAMED]


# As in shapes/contribution.ttl.
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]@[A-Za-z0-9-]+\.[A-Za-z]")


def has_email(value: str) -> bool:
    """Whether a text holds an e-mail address, also one in full-width characters.

    >>> has_email("a@example.org"), has_email("@ home")
    (True, False)
    """
    return bool(_EMAIL.search(unicodedata.normalize("NFKC", value)))
