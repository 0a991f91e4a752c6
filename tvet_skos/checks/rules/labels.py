"""Rules on the labels of one concept: what it lacks, how they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.report import Severity
from tvet_skos.checks.rule import Family, Hit, RecordRule, Rule
from tvet_skos.namespaces import RDF, SKOS, SKOSXL
from tvet_skos.terms import IRI, Literal, Node
from tvet_skos.text import singular, speaks, squash

FAMILY = Family()

PREFERRED, ALTERNATIVE, HIDDEN = SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel
KINDS = {PREFERRED: "preferred", ALTERNATIVE: "alternative", HIDDEN: "hidden"}
"""The labelling properties, the strongest first, and what their labels are called."""

_XL = {
    PREFERRED: SKOSXL.prefLabel,
    ALTERNATIVE: SKOSXL.altLabel,
    HIDDEN: SKOSXL.hiddenLabel,
}


def labels(graph: Graph, node: Node, predicate: IRI) -> list[Literal]:
    """The labels of one kind, each once: plain ones, and the forms of SKOS-XL labels.

    :param predicate: ``skos:prefLabel``, ``skos:altLabel`` or ``skos:hiddenLabel``; sub-properties
        that the graph declares count
    :source: SKOS Reference, S55 to S57
    """
    own = graph.properties(node)
    properties, forms = graph.sub_properties(predicate), own.get(_XL[predicate])
    if forms is None and len(properties) == 1:
        # So it is nearly always, and this is asked more often than anything else.
        said = own.get(predicate)
        return [v for v in said if isinstance(v, Literal)] if said else []
    values = [*(own.get(each, ()) for each in properties)]
    values += (graph.values(label, SKOSXL.literalForm) for label in forms or ())
    return list(dict.fromkeys(v for each in values for v in each if isinstance(v, Literal)))


Use = tuple[IRI, Literal]
"""A labelling property and a label."""


def all_labels(graph: Graph, node: Node) -> list[Use]:
    """The labels of every kind with the property, preferred ones first."""
    return [(kind, label) for kind in KINDS for label in labels(graph, node, kind)]


def same_text(text: str) -> str:
    """What two texts have in common that differ in case and compatibility forms only.

    >>> same_text("ＴＶＥＴ") == same_text("tvet"), same_text("Straße") == same_text("STRASSE")
    (True, True)
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


# LB008: spellings in definitions

_BREAK = re.compile(r"[\s\u00ad\u2010\u2011-]+")
_WORD = re.compile(r"\w+")
_SHORTEST = 6
"""Shorter terms turn up by chance, such as "input" in "they put in put options"."""


@FAMILY.record(
    Rule(
        "LB008",
        "spelling-variant-not-recorded",
        Severity.INFO,
        "A definition spells the term in a way that is none of its labels.",
        "Add it as an alternative or hidden label, so that people find the concept by it.",
        reference="Practice of this project",
    ),
    SKOS.Concept,
    needs=(SKOS.definition,),
)
def unrecorded_spellings(graph: Graph, node: Node) -> Iterator[Hit]:
    """Preferred labels that the concept's own definitions write with other hyphens and spaces.

    Definitions are plain ones and the ``rdf:value`` of definition nodes, in the language of the
    label or a variant of it. A plural ending does not count as part of the spelling.
    """
    texts = _definitions(graph, node)
    if not texts:
        return
    for label in labels(graph, node, PREFERRED):
        spellings = {
            same_text(spelling): spelling
            for text in texts
            if speaks(text.language, label.language) or speaks(label.language, text.language)
            for spelling in _spellings(label.value, text.value)
        }
        if not spellings:
            continue
        known = {squash(same_text(each.value)) for _, each in all_labels(graph, node)}
        new = [f'"{spelling}"' for same, spelling in sorted(spellings.items()) if same not in known]
        if new:
            message = (
                f"The definition writes {' and '.join(new)}, which is no label of the concept."
            )
            yield Hit(node, PREFERRED, label, message)


def _definitions(graph: Graph, node: Node) -> list[Literal]:
    found: list[Literal] = []
    for value in graph.values(node, SKOS.definition):
        for text in [value] if isinstance(value, Literal) else graph.values(value, RDF.value):
            if isinstance(text, Literal):
                found.append(text)
    return found


def _spellings(label: str, text: str) -> Iterator[str]:
    """The spellings of a label in a text that have other hyphens and spaces than the label.

    >>> list(_spellings("Micro-credential", "A micro credential, or microcredentials at large."))
    ['micro credential', 'microcredential']
    """
    joined = _joined(label)
    times = _joined(text).count(joined) if len(joined) >= _SHORTEST else 0
    # Nearly every definition is done with here; only the others are read closely.
    if times == text.casefold().count(label.casefold()):
        return
    # A term of one word may be written as two, and not with a gap after each letter.
    most = max(len(_WORD.findall(label)), 2)
    words = list(_WORD.finditer(text))
    for position, word in enumerate(words):
        end = _end_of(f"{joined}s", words[position : position + most], text)
        if end is not None:
            yield squash(text[word.start() : end])


def _end_of(plural: str, words: list[re.Match[str]], text: str) -> int | None:
    """Where a term ends that some words of a text begin with; a plural s is left out."""
    run, end = "", 0
    for word in words:
        if run and not _BREAK.fullmatch(text, end, word.start()):
            return None
        run, end = run + word[0].casefold(), word.end()
        if run in (plural, plural[:-1]):
            return end - 1 if run == plural else end
        if not plural.startswith(run):
            return None
    return None


def _joined(text: str) -> str:
    """A text without what ``_BREAK`` finds, fast."""
    joined = "".join(text.casefold().split())
    for hyphen in "-\u2010\u2011\u00ad":
        joined = joined.replace(hyphen, "")
    return joined


# LB010: what an editorial team agreed on

LABEL_POLICY = Rule(
    "LB010",
    "label-case-or-number-policy",
    Severity.INFO,
    "The preferred label is not written as agreed for this vocabulary.",
    "Write it as agreed, or suppress the finding where the term is a proper name.",
    reference="ISO 25964-1, on the form of terms; as agreed in tvet-skos.toml",
)


def label_policy(case: str = "", number: str = "") -> RecordRule:
    """The rule on preferred labels for what was agreed; nothing agreed finds nothing.

    A first word with capitals inside it (TVET, eLearning) is left alone whatever the case, and so
    are languages other than English when it comes to number.

    :param case: how labels begin: ``lower``, ``upper`` or, for anything, ``""``
    :param number: ``singular`` or ``""``; judged by the ending of the last word of English labels
    """

    def judge(graph: Graph, node: Node) -> Iterator[Hit]:
        for label in labels(graph, node, PREFERRED) if case or number else ():
            if _wrong_case(label.value, case):
                message = f"The preferred label does not begin with {_CASES[case]}."
                yield Hit(node, PREFERRED, label, message)
            elif number and _is_plural(label):
                yield Hit(node, PREFERRED, label, "The preferred label seems to be a plural.")

    return RecordRule(LABEL_POLICY, judge, (SKOS.Concept,))


_CASES = {"lower": "a small letter", "upper": "a capital"}


def _wrong_case(label: str, case: str) -> bool:
    first = next(iter(label.split()), "")
    if not first[:1].isalpha() or any(c.isupper() for c in first[1:]):
        return False
    return first[0].isupper() if case == "lower" else case == "upper" and first[0].islower()


def _is_plural(label: Literal) -> bool:
    last = label.value.casefold().split()[-1:]
    # "Ethics" and "news" are no plurals of anything.
    if not last or last[0].endswith(("ics", "news")) or not speaks(label.language, "en"):
        return False
    return last[0].isalpha() and singular(last[0]) != last[0]


# LB012: languages of the labels of one concept


@FAMILY.record(
    Rule(
        "LB012",
        "altlabel-language-without-preflabel",
        Severity.INFO,
        "There is an alternative label in a language that has no preferred one.",
        "Make it the preferred label of that language, or add one.",
        reference="Practice: a reader of that language sees another language's label",
    ),
    SKOS.Concept,
    needs=(ALTERNATIVE, SKOSXL.altLabel),
)
def alternatives_alone(graph: Graph, node: Node) -> Iterator[Hit]:
    """Languages with alternative labels and no preferred one, each once.

    A variant is served by its language and the other way round (``en-GB`` and ``en``). Labels
    without language are LG001's, and a concept with no preferred label at all is LB001's.
    """
    alternative = labels(graph, node, ALTERNATIVE)
    if not alternative:
        return
    preferred = {label.language.lower() for label in labels(graph, node, PREFERRED)}
    alone: dict[str, Literal] = {}
    for label in alternative if preferred else ():
        tag = label.language.lower()
        if tag and tag not in preferred and not any(_near_tags(tag, other) for other in preferred):
            alone[tag] = min(alone.get(tag, label), label, key=lambda each: each.value)
    for label in alone.values():
        message = f"There is an alternative label in {label.language}, but no preferred one."
        yield Hit(node, ALTERNATIVE, label, message)


def _near_tags(tag: str, other: str) -> bool:
    return bool(other) and (speaks(tag, other) or speaks(other, tag))
