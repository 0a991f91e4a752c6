"""The pages on which people propose something, and on which they see what became of it.

Whoever routes to them says what was entered and what is wrong with it; here it is put into words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from urllib.parse import quote

from tvet_skos.model import Concept, ConceptScheme
from tvet_skos.publish.site.addresses import Addresses, local_name
from tvet_skos.publish.site.definitions import title_of
from tvet_skos.publish.site.edition import Edition, Name, Reading
from tvet_skos.publish.site.rendering import asset_path, render
from tvet_skos.publish.site.texts import Texts
from tvet_skos.rdf.profile import from_triples
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import fold

FORM_FIELDS: Mapping[str, tuple[str, ...]] = {
    "definition": ("text", "language", "source", "register", "citation", "year", "url", "locator"),
    "spelling": ("text", "language", "spelling"),
    "translation": ("of", "original", "text", "language"),
    "relation": ("relation", "target"),
}
"""Kind of proposal to the fields of its form, in the order in which faults are listed."""

_CALLED = {
    ("spelling", "text"): "label",
    ("translation", "text"): "translated",
    ("translation", "language"): "to",
}
"""Fields that are called otherwise on one form."""

_SAFE = "/:@!$&'()*+,;=-._~"
_MOST_SOURCES = 1500
_SHOWN = 90


@dataclass(frozen=True, slots=True)
class Message:
    """Something said about a field: a fault, or what is worth knowing; and in which language."""

    field: str
    text: str
    is_fault: bool = True
    language: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Alike:
    """Something that the vocabulary has already: what it is called, where, and how alike."""

    label: str
    href: str
    text: Literal
    share: int


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it is shown: what was entered, what is said about it, and what it would become.

    ``token`` and ``seen`` go out and come back as they are. ``turtle`` is empty until it was
    looked through.
    """

    kind: str
    concept: IRI
    values: Mapping[str, str] = field(default_factory=dict)
    messages: Sequence[Message] = ()
    alike: Sequence[Alike] = ()
    turtle: str = ""
    token: str = ""
    seen: str = ""

    @property
    def faults(self) -> tuple[Message, ...]:
        """What must be put right, in the order of the fields."""
        order = {name: n for n, name in enumerate(FORM_FIELDS[self.kind])}
        faults = [m for m in self.messages if m.is_fault]
        return tuple(sorted(faults, key=lambda m: order.get(m.field, len(order))))

    def about(self, name: str) -> tuple[Message, ...]:
        """What is said about one field."""
        return tuple(m for m in self.messages if m.field == name)

    def label(self, name: str) -> str:
        """The key of what a field is called on this form."""
        return f"contribute.field.{_CALLED.get((self.kind, name), name)}"

    def value(self, name: str) -> str:
        """What was entered in a field."""
        return self.values.get(name, "")


@dataclass(frozen=True, slots=True)
class Progress:
    """What became of a proposal, for its status page: the state is a key of the texts.

    ``text`` is the definition or label that it is about, ``source`` the citation that came with it.
    """

    identifier: str
    state: str
    kind: str
    concept: IRI
    created: str
    creator: str
    turtle: str
    text: Literal | None = None
    source: str = ""
    decided: str = ""
    reason: str = ""


class _Forms(Addresses):
    """The addresses of a site, with those of its forms."""

    __slots__ = ()

    def path(self, kind: str, name: str = "", *, page: int = 1, language: str = "") -> str:
        if kind != "contribute":
            return Addresses.path(self, kind, name, page=page, language=language)
        start = f"/{language or self.language}/contribute"
        if not name:
            return start
        local = local_name(name, self.base) if ":" in name else name
        return f"{start}/{quote(local, safe=_SAFE)}"


def with_forms(reading: Reading) -> Reading:
    """The same reading, whose addresses know the forms: ``contribute``."""
    address = reading.address
    same = {each.name: getattr(address, each.name) for each in fields(Addresses)}
    return replace(reading, address=_Forms(**same))


SCRIPT = "contribute.js"
"""The script that looks a form through while it is filled in."""


def form_path(reading: Reading, concept: IRI) -> str:
    """The path of the form about a concept."""
    return with_forms(reading).address.path("contribute", concept)


def check_path(reading: Reading, concept: IRI) -> str:
    """Where the script sends a form to have it looked through."""
    local = quote(local_name(concept, reading.edition.base), safe=_SAFE)
    return f"/{reading.language}/contribute/check/{local}"


def status_path(language: str, identifier: str) -> str:
    """The path of the status page of a proposal."""
    return f"/{language}/contribute/status/{identifier}"


def start_page(
    reading: Reading, asked: str = "", found: Sequence[Name] = (), near: Sequence[str] = ()
) -> str:
    """Where somebody chooses the term to propose something for.

    :param asked: what was typed
    :param found: the terms that it names, where there are several
    :param near: labels that come near, where there is none
    """
    return render(
        with_forms(reading),
        "contribute_start",
        kind="contribute",
        carried={"term": asked},
        asked=asked,
        found=found,
        near=near,
    )


def form_page(reading: Reading, form: Form, card: ConceptScheme, concept: Concept) -> str:
    """The form of one kind of proposal for a concept."""
    reading = with_forms(reading)
    return render(
        reading,
        "contribute",
        kind="contribute",
        subject=form.concept,
        carried={"kind": form.kind},
        form=form,
        here=reading.name(form.concept),
        kinds=tuple(FORM_FIELDS),
        tongues=_tongues(reading.say, form.value("language")),
        sources=_sources(reading.edition) if form.kind == "definition" else (),
        originals=_originals(concept, reading.say),
        licence=reading.edition.scheme.license,
        script=reading.address.file(asset_path(SCRIPT)),
        check=check_path(reading, form.concept),
        message=form.about,
        relations=_RELATIONS,
    )


_RELATIONS = (
    ("inside", ("broader", "narrower", "related")),
    ("outside", ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")),
)


def _tongues(say: Texts, chosen: str) -> list[tuple[str, str]]:
    """Languages to choose from: tag and name, by name; the chosen one in any case."""
    tags = {key.partition(".")[2] for key in say.entries if key.startswith("language.")}
    tags = (tags - {"none"}) | ({chosen} if chosen else set())
    return sorted(((tag, say.language_name(tag)) for tag in tags), key=lambda t: (fold(t[1]), t))


def _sources(edition: Edition) -> list[tuple[str, str]]:
    """The register to choose from: IRI and what it is called, as the register is ordered."""
    records = from_triples(
        t for iri, _ in edition.register[:_MOST_SOURCES] for t in edition.store.about(iri)
    ).sources
    known = {source.iri: source for source in records}
    listed = (known[iri] for iri, _ in edition.register if iri in known)
    return [(each.iri, _shortened(each.citation or title_of(each, "en").value)) for each in listed]


def _originals(concept: Concept, say: Texts) -> list[tuple[str, str]]:
    """The definitions that can be translated: IRI, and language with how the text begins."""
    return [
        (d.iri, f"{say.language_name(d.language)}: {_shortened(d.text)}")
        for d in concept.live_definitions
        if d.value is not None
    ]


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"


def status_page(reading: Reading, progress: Progress) -> str:
    """What became of a proposal."""
    reading = with_forms(reading)
    return render(
        reading,
        "contribute_status",
        kind="contribute",
        subject=f"status/{progress.identifier}",
        progress=progress,
        here=reading.name(progress.concept),
    )


def mistake_text(say: Texts, code: str, values: Mapping[str, str]) -> str:
    """What is wrong with a field, in the language of the page."""
    return say(f"contribute.mistake.{code}", **values)


_OWN_WORDS = frozenset({"DF002", "DF007", "DF014"})
"""Rules whose own words are for editors: who proposes something is told in others."""


def rule_message(
    say: Texts, field_name: str, rule: str, message: str, hint: str, is_fault: bool
) -> Message:
    """What a rule says, in the language of the page where there is a text, else in English."""
    key = f"contribute.rule.{rule}"
    if key in say.entries and (say.language != "en" or rule in _OWN_WORDS):
        return Message(field_name, say(key), is_fault, say.language, rule)
    return Message(field_name, f"{message} {hint}".strip(), is_fault, "en", rule)


def alike(reading: Reading, found: Iterable[tuple[IRI, str, Literal, int]]) -> tuple[Alike, ...]:
    """What is there already, with links: from concept, label, text and share in percent."""
    return tuple(
        Alike(label, reading.address("term", concept), text, share)
        for concept, label, text, share in found
    )
