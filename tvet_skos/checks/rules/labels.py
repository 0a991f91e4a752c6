"""Rules on labels: what two concepts share, what a concept lacks, how labels are written."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tvet_skos.checks.closure import is_entailed, schemes
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.report import Severity
from tvet_skos.checks.rule import Family, Hit, RecordRule, Rule, Scope
from tvet_skos.namespaces import RDF, SKOS, SKOSXL
from tvet_skos.terms import IRI, Literal, Node, n3
from tvet_skos.text import differences, fold, singular, speaks, squash

FAMILY = Family()

PREFERRED, ALTERNATIVE, HIDDEN = SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel
KINDS = {PREFERRED: "preferred", ALTERNATIVE: "alternative", HIDDEN: "hidden"}
"""The labelling properties, the strongest first, and what their labels are called."""

_XL = {
    PREFERRED: SKOSXL.prefLabel,
    ALTERNATIVE: SKOSXL.altLabel,
    HIDDEN: SKOSXL.hiddenLabel,
}
_CONCEPT = SKOS.Concept
_QSKOS = "qSKOS, Overlapping Labels"


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


_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


# LB005: preferred labels


def _homes(graph: Graph, node: Node) -> Sequence[Node | None]:
    """The schemes of a concept; ``None`` is the home of those that are in no scheme."""
    return schemes(graph, node) or (None,)


def _preferred(homes: Iterable[Node | None], label: Literal) -> list[Hashable]:
    """A preferred label in each of the schemes of its concept."""
    text, language = same_text(label.value), label.language.lower()
    return [(scheme, text, language) for scheme in homes]


def _preferred_keys(graph: Graph, node: Node) -> Iterable[Hashable]:
    preferred = labels(graph, node, PREFERRED)
    if not preferred or not is_entailed(graph, node, _CONCEPT):
        return ()
    homes = _homes(graph, node)
    return [key for label in preferred for key in _preferred(homes, label)]


@FAMILY.key(
    Rule(
        "LB005",
        "duplicate-preflabel-in-scheme",
        Severity.WARNING,
        "Concepts of one scheme share a preferred label.",
        "Are they rivals to compare, or duplicates to merge? Give each its own label, or "
        "join them.",
        Scope.KEY,
        reference=f"SKOS Primer, section 2.2.1; {_QSKOS}",
    ),
    _preferred_keys,
)
def duplicate_preferred_labels(
    graph: Graph, key: Hashable, nodes: tuple[Node, ...]
) -> Iterator[Hit]:
    """Concepts of one scheme, or of none, with one preferred label in one language.

    Case and compatibility forms do not matter, language tags must agree. One hit gathers all.
    """
    label = next(
        label
        for label in labels(graph, nodes[0], PREFERRED)
        if key in _preferred(_homes(graph, nodes[0]), label)
    )
    assert isinstance(key, tuple)
    where = "without a scheme" if key[0] is None else "of one scheme"
    count = _number(len(nodes)).capitalize()
    message = f"{count} concepts {where} share the preferred label {n3(label)}."
    yield Hit(nodes[0], PREFERRED, label, message, related=nodes[1:], gathered=True)


# LB006: labels of any kind


def _overlap(label: Literal) -> Hashable:
    """What qSKOS calls the same label: upper-case text, language and datatype."""
    return label.value.upper(), label.language.lower(), label.datatype


def _overlap_keys(graph: Graph, node: Node) -> Iterable[Hashable]:
    found = [_overlap(label) for _, label in all_labels(graph, node)]
    return found if found and is_entailed(graph, node, _CONCEPT) else ()


class _Sharing(NamedTuple):
    """A use of a shared label by a concept, and the groups of LB005 that the concept is in."""

    use: Use
    groups: frozenset[Hashable]


def _sharing(graph: Graph, key: Hashable, node: Node) -> _Sharing:
    uses = [use for use in all_labels(graph, node) if _overlap(use[1]) == key]
    return _Sharing(uses[0], _preferring(graph, node, uses))


@FAMILY.group(
    Rule(
        "LB006",
        "label-collision",
        Severity.WARNING,
        "Concepts share a label.",
        "Remove it where it does not belong, say what sets the concepts apart, or join them.",
        Scope.KEY,
        reference=_QSKOS,
    ),
    _overlap_keys,
    _sharing,
)
def colliding_labels(
    graph: Graph, key: Hashable, views: Mapping[Node, _Sharing], _changed: object = None
) -> Iterator[Hit]:
    """Concepts, of whatever scheme, that have one label, of whatever kind, in one language.

    Together with LB005 these are qSKOS's overlapping labels. Two concepts of one scheme that
    prefer the label are LB005's, so a concept is left out that is such a pair with each of the
    others; where that leaves nobody, LB005 has said it all.
    """
    kept = _unlike({node: view.groups for node, view in views.items()})
    if len(kept) < 2:
        return
    uses = [views[node].use for node in kept]
    predicate, label = uses[0]
    count = _number(len(kept)).capitalize()
    message = f"{count} concepts share the label {n3(label)}: {_kinds(p for p, _ in uses)}."
    yield Hit(kept[0], predicate, label, message, related=tuple(kept[1:]), gathered=True)


def _preferring(graph: Graph, node: Node, uses: Iterable[Use]) -> frozenset[Hashable]:
    """The groups of LB005 that a node is in with some of its labels."""
    preferred = [label for predicate, label in uses if predicate == PREFERRED]
    homes = _homes(graph, node) if preferred else ()
    groups = frozenset([group for label in preferred for group in _preferred(homes, label)])
    return _as_one(graph, groups)


_MOST_MARKS = 10_000


def _as_one(graph: Graph, marks: frozenset[Hashable]) -> frozenset[Hashable]:
    """Equal marks as one object: a thousand of them are then compared without a look inside."""
    known: dict[frozenset[Hashable], frozenset[Hashable]] = graph.once(_as_one, dict)
    if len(known) > _MOST_MARKS:
        known.clear()
    return known.setdefault(marks, marks)


def _unlike(marked: Mapping[Node, frozenset[Hashable]]) -> list[Node]:
    """The nodes that have no mark in common with some other of them, in the given order."""
    # Compared by kind of node and not by pair, for a label may have thousands of concepts.
    sizes = Counter(marked.values())
    unlike = {
        own
        for own, size in sizes.items()
        if (not own and size > 1) or any(own.isdisjoint(other) for other in sizes if other != own)
    }
    return [node for node, own in marked.items() if own in unlike]


def _kinds(predicates: Iterable[IRI]) -> str:
    """How many prefer a label, have it as alternative, and so on, in words."""
    counted = Counter(predicates)
    said = (f"{KINDS[p]} for {_number(counted[p])}" for p in KINDS if counted[p])
    return ", ".join(said)


# LB007: spellings


def _spelling(label: Literal) -> Hashable:
    """What the spellings of one term in one language have in common."""
    return fold(label.value), label.language.split("-")[0].lower(), label.datatype


def _spelling_keys(graph: Graph, node: Node) -> Iterable[Hashable]:
    found = [*labels(graph, node, PREFERRED), *labels(graph, node, ALTERNATIVE)]
    if not found or not is_entailed(graph, node, _CONCEPT):
        return ()
    spellings = [_spelling(label) for label in found]
    return [(scheme, each) for scheme in _homes(graph, node) for each in spellings]


class _Spelled(NamedTuple):
    """The labels of a node that have the spelling of its group, and what all of them overlap by."""

    uses: list[Use]
    overlaps: frozenset[Hashable]


def _as_spelled(graph: Graph, key: Hashable, node: Node) -> _Spelled:
    assert isinstance(key, tuple)
    uses = all_labels(graph, node)
    overlaps = frozenset([_overlap(label) for _, label in uses])
    return _Spelled([use for use in uses if _spelling(use[1]) == key[1]], overlaps)


@FAMILY.group(
    Rule(
        "LB007",
        "near-duplicate-label",
        Severity.INFO,
        "Concepts of one scheme have labels that differ in spelling only.",
        "If it is one concept, join them; if not, word the labels so that people can tell them "
        "apart.",
        Scope.KEY,
        reference="Practice of this project and of voc4cat",
    ),
    _spelling_keys,
    _as_spelled,
)
def near_duplicate_labels(
    graph: Graph, key: Hashable, views: Mapping[Node, _Spelled], _changed: object = None
) -> Iterator[Hit]:
    """Concepts of one scheme, or of none, with preferred or alternative labels of one folded form.

    Case, accents, hyphens, spaces, punctuation, plural endings and the region of the language are
    folded (``tvet_skos.text.fold``). Concepts that share the very label are LB005's and LB006's; a
    concept is left out that shares one with each of the others.
    """
    if _have_one_label(list(views.values())):
        return
    spelled = {node: view.uses for node, view in views.items()}
    kept = _unlike({node: _exact(graph, node, uses) for node, uses in spelled.items()})
    if len(kept) < 2:
        return
    predicate, label = spelled[kept[0]][0]
    message = _near(len(kept), list(dict.fromkeys(spelled[node][0][1] for node in kept)))
    yield Hit(kept[0], predicate, label, message, related=tuple(kept[1:]), gathered=True)


def _have_one_label(nodes: Sequence[_Spelled]) -> bool:
    """Whether all nodes share the very label, as most groups do; then each is a pair of LB006."""
    shared = {_overlap(label) for _, label in nodes[0].uses}
    return bool(shared.intersection(*(each.overlaps for each in nodes[1:])))


def _exact(graph: Graph, node: Node, uses: Sequence[Use]) -> frozenset[Hashable]:
    """The groups of LB005 and LB006 that a node is in with some of its labels."""
    return _preferring(graph, node, uses).union([_overlap(label) for _, label in uses])


_MOST_NAMED = 4


def _near(count: int, spellings: list[Literal]) -> str:
    named = ", ".join(n3(label) for label in spellings[:_MOST_NAMED])
    more = ", …" if len(spellings) > _MOST_NAMED else ""
    others = (differences(spellings[0].value, other.value) or () for other in spellings[1:])
    kinds = list(dict.fromkeys(_LIBERTIES.get(kind, kind) for each in others for kind in each))
    liberties = ", ".join(kinds[:-1]) + " and " + kinds[-1] if len(kinds) > 1 else "".join(kinds)
    return (
        f"{_number(count).capitalize()} concepts have labels that differ in "
        f"{liberties or 'language'} only: {named}{more}."
    )


_LIBERTIES = {"plural": "number", "hyphens and spaces": "spacing and punctuation"}
"""What ``tvet_skos.text`` calls a liberty and what readers understand."""


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
