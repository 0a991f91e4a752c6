"""Rules on languages: whether tags are tags, and which concept speaks which language."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from tvet_skos.checks.closure import is_entailed
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.report import Severity
from tvet_skos.checks.rule import Family, Hit, RecordRule, Rule, Scope, WholeRule
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.terms import Literal, Node, n3
from tvet_skos.text import bcp47, speaks

FAMILY = Family()


# LG002: tags

_TAG = re.compile(
    r"""
    (?P<language>[a-z]{2,3}(?:-(?P<extlangs>[a-z]{3}(?:-[a-z]{3}){0,2}))? | [a-z]{4,8})
    (?:-(?P<script>[a-z]{4}))?
    (?:-(?P<region>[a-z]{2}|[0-9]{3}))?
    (?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)
    (?P<extensions>(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*)
    (?:-x(?:-[a-z0-9]{1,8})+)?
    """,
    re.VERBOSE,
)
"""A language tag in lower case (RFC 5646, section 2.1)."""

_PRIVATE = re.compile(r"x(?:-[a-z0-9]{1,8})+")
_PRIVATE_LANGUAGE = re.compile(r"q[a-t][a-z]")
_PRIVATE_SCRIPT = re.compile(r"qa(?:a[a-z]|b[a-x])")
_PRIVATE_REGION = re.compile(r"q[m-z]|x[a-z]")

_LOOK_UP = "Look it up in the IANA Language Subtag Registry."
_REGIONS = {"uk": "GB", "en": "", "eu": "150", "la": "419", "su": "RU"}
"""What people write for a region, and what it is; nothing where it should go."""


@cache
def _registry() -> Mapping[str, frozenset[str]]:
    """The subtags that are registered, by kind, in lower case."""
    file = files("tvet_skos.checks.rules").joinpath("known_terms", "language_tags.toml")
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    return {kind: frozenset(subtags.split()) for kind, subtags in content.items()}


@cache
def _better() -> Mapping[str, str]:
    """What people write for a language, and its tag."""
    return dict(pair.split("=") for pair in _registry()["better"])


@lru_cache(maxsize=4096)
def tag_fault(tag: str) -> tuple[str, str]:
    """What is wrong with a language tag, and the way out; two empty texts for a valid tag.

    Valid are well-formed tags (BCP 47) whose language, script, region and variants are registered
    by IANA. Valid are, too, tags that are registered as a whole (``i-klingon``), private tags
    (``x-``) and parts, and subtags that are registered as deprecated (``iw``). A code of three
    letters is registered only for a language that has none of two: ``eng`` is not.

    :source: RFC 5646, sections 2.1 and 2.2.9

    >>> tag_fault("zh-Hant-TW"), tag_fault("x-house")
    (('', ''), ('', ''))
    >>> tag_fault("eng")
    ('eng is the tag of no language.', 'Did you mean en?')
    """
    lower = tag.lower()
    if lower in _registry()["grandfathered"] or _PRIVATE.fullmatch(lower):
        return "", ""
    parts = _TAG.fullmatch(lower)
    if parts is None:
        better = _better().get(lower)
        hint = f"Did you mean {better}?" if better else "Write it as in en, en-GB or zh-Hant."
        return f"{tag!r} is not written as a language tag.", hint
    return _unregistered(parts) or _repeated(tag, parts) or ("", "")


def _unregistered(parts: re.Match[str]) -> tuple[str, str] | None:
    """The first part of a tag that is not registered."""
    tag = bcp47(parts[0])
    language = parts["language"].partition("-")[0]
    if not _is_known("languages", language, _PRIVATE_LANGUAGE):
        better = _better().get(language)
        rest = parts[0].removeprefix(language)
        hint = f"Did you mean {bcp47(better + rest)}?" if better else _LOOK_UP
        return f"{tag} is the tag of no language.", hint
    for extlang in (parts["extlangs"] or "").split("-"):
        if extlang and extlang not in _registry()["extlangs"]:
            return f"{tag}: {extlang} is registered neither as a variety nor as a region.", _LOOK_UP
    if not _is_known("scripts", parts["script"], _PRIVATE_SCRIPT):
        return f"{tag}: {parts['script'].capitalize()} is no registered script.", _LOOK_UP
    if not _is_known("regions", parts["region"], _PRIVATE_REGION):
        return f"{tag}: {parts['region'].upper()} is no registered region.", _region_hint(parts)
    for variant in parts["variants"].split("-")[1:]:
        if variant not in _registry()["variants"]:
            return f"{tag}: {variant} is no registered variant.", _LOOK_UP
    return None


def _is_known(kind: str, subtag: str | None, private: re.Pattern[str]) -> bool:
    return not subtag or subtag in _registry()[kind] or bool(private.fullmatch(subtag))


def _region_hint(parts: re.Match[str]) -> str:
    region, language = parts["region"], parts["language"]
    if region == language or _REGIONS.get(region) == "":
        return f"Did you mean {language}?"
    if region in _REGIONS:
        return f"Did you mean {bcp47(f'{language}-{_REGIONS[region]}')}?"
    return "Write the code of the country (ISO 3166-1), or leave the region out."


def _repeated(tag: str, parts: re.Match[str]) -> tuple[str, str] | None:
    """A variant or an extension that stands there twice, or a second extended language."""
    extensions = re.findall(r"-([0-9a-wyz])(?=-)", parts["extensions"])
    for subtags in (parts["variants"].split("-")[1:], extensions):
        twice = [subtag for subtag, times in Counter(subtags).items() if times > 1]
        if twice:
            return f"{tag}: {twice[0]} stands there twice.", "Write it once."
    if "-" in (parts["extlangs"] or ""):
        return f"{tag} names more than one variety of the language.", "Keep one of them."
    return None


@FAMILY.record(
    Rule(
        "LG002",
        "invalid-language-tag",
        Severity.ERROR,
        "The language tag is not well-formed, or names a language that is not registered.",
        "Use a tag such as en, fr or zh-Hant.",
        reference="BCP 47 (RFC 5646); IANA Language Subtag Registry; qSKOS, Omitted or Invalid "
        "Language Tags",
    ),
    alone=True,
)
def invalid_tags(graph: Graph, node: Node) -> Iterator[Hit]:
    """Texts, of whatever property, with a language tag that is none."""
    for predicate, values in graph.properties(node).items():
        for value in values:
            if isinstance(value, Literal) and value.language:
                message, hint = tag_fault(value.language)
                if message:
                    yield Hit(node, predicate, value, message, hint)


# LG003 and LG004: coverage


def coverage(graph: Graph) -> Mapping[Node, frozenset[str]]:
    """Concept to the languages of its own literals, in lower case; found once for each graph.

    As in qSKOS, entailed concepts count, and concepts without any tagged literal do not.
    """
    return graph.once(coverage, lambda: _coverage(graph))


def _coverage(graph: Graph) -> dict[Node, frozenset[str]]:
    found: dict[Node, frozenset[str]] = {}
    # Few combinations of languages have all concepts, and they share them.
    known: dict[frozenset[str], frozenset[str]] = {}
    for node in graph.nodes():
        if is_entailed(graph, node, SKOS.Concept):
            tags = frozenset(_tags(graph, node))
            if tags:
                lower = known.get(tags)
                if lower is None:
                    lower = known[tags] = frozenset(map(str.lower, tags))
                found[node] = lower
    return found


def _tags(graph: Graph, node: Node) -> set[str]:
    tags = set()
    for values in graph.properties(node).values():
        for value in values:
            if isinstance(value, Literal) and value.language:
                tags.add(value.language)
    return tags


COVERAGE = Rule(
    "LG003",
    "incomplete-language-coverage",
    Severity.INFO,
    "The concept says nothing in a language that other concepts have.",
    "Add a label in the language, if the vocabulary is meant to be complete in it.",
    Scope.WHOLE,
    reference="qSKOS, Incomplete Language Coverage",
)


@FAMILY.whole(COVERAGE)
def uncovered_languages(graph: Graph) -> Iterator[Hit]:
    """Concepts that lack a language of other concepts, one hit a concept.

    The languages of a concept are those of all literals it has itself; tags are compared whole.
    """
    covered = coverage(graph)
    speakers = _speakers(covered)
    messages: dict[frozenset[str], str] = {}
    for node, tags in covered.items():
        if len(tags) < len(speakers):
            if tags not in messages:
                messages[tags] = _lacking(speakers, tags, len(covered))
            yield Hit(node, message=messages[tags])


def _speakers(covered: Mapping[Node, frozenset[str]]) -> Counter[str]:
    """How many concepts speak each language."""
    speakers: Counter[str] = Counter()
    for tags, count in Counter(covered.values()).items():
        speakers.update(dict.fromkeys(tags, count))
    return speakers


def _lacking(speakers: Counter[str], tags: frozenset[str], concepts: int) -> str:
    """Which languages are lacking, the most frequent first, and how many concepts have each."""
    lacking = sorted((tag for tag in speakers if tag not in tags), key=lambda t: (-speakers[t], t))
    first, *others = lacking
    named = f"{bcp47(first)} ({speakers[first]:,} of {concepts:,} concepts have one)"
    return (
        " or ".join(
            [f"No text in {named}", *(f"{bcp47(tag)} ({speakers[tag]:,})" for tag in others)]
        )
        + "."
    )


def required_languages(languages: tuple[str, ...]) -> RecordRule | WholeRule:
    """LG003 for a vocabulary that has said which languages its concepts have labels in.

    A variant of a language will do: ``pt-BR`` for ``pt``. With no languages, the rule compares each
    concept with the others.
    """
    if not languages:
        return WholeRule(COVERAGE, uncovered_languages)

    def judge(graph: Graph, node: Node) -> Iterator[Hit]:
        tags = {v.language for v in graph.values(node, SKOS.prefLabel) if isinstance(v, Literal)}
        lacking = [each for each in languages if not any(speaks(tag, each) for tag in tags)]
        if lacking:
            yield Hit(node, SKOS.prefLabel, message=f"No preferred label in {', '.join(lacking)}.")

    return RecordRule(COVERAGE, judge, (SKOS.Concept,))


@FAMILY.whole(
    Rule(
        "LG004",
        "no-common-language",
        Severity.WARNING,
        "No language is shared by all concepts.",
        "Choose a language that every concept has a label in.",
        Scope.WHOLE,
        reference="qSKOS, No Common Languages",
    )
)
def no_common_language(graph: Graph) -> Iterator[Hit]:
    """A vocabulary of several concepts with texts that have no language in common; one hit at most.

    The hit is at the scheme, or at the first concept where there is no scheme; it names some of
    the concepts without the language that comes closest.
    """
    covered = coverage(graph)
    speakers = _speakers(covered)
    closest, most = min(speakers.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    if most == len(covered):
        return
    without = sorted((node for node, tags in covered.items() if closest not in tags), key=n3)
    focus = min(graph.instances(SKOS.ConceptScheme), key=n3, default=min(covered, key=n3))
    message = (
        f"No language is shared by all concepts; {bcp47(closest)} comes closest, with "
        f"{most:,} of {len(covered):,}."
    )
    yield Hit(focus, message=message, related=tuple(without[:_MOST_NAMED]))


_MOST_NAMED = 5


# LG005: what a text is written in

WRONG_LANGUAGE = Rule(
    "LG005",
    "wrong-language-suspected",
    Severity.INFO,
    "The text seems to be in another language than its tag says.",
    "Correct the tag, or suppress the finding where the text is a quotation.",
    reference="Practice of this project",
)

_TEXTS = (
    SKOS.definition, SKOS.scopeNote, SKOS.note, SKOS.example, SKOS.historyNote,
    SKOS.editorialNote, SKOS.changeNote, RDF.value,
)  # fmt: skip
_FEWEST_LETTERS = 40


def wrong_language(other_language: Callable[[str, str], str]) -> RecordRule:
    """LG005 with a detector, which is costly, so that the rule is for those who ask for it.

    Definitions and notes of 40 letters or more are judged.

    :param other_language: given a text and its tag, the language that the text is almost certainly
        in if that is another one, else ``""``
    """

    def judge(graph: Graph, node: Node) -> Iterator[Hit]:
        own = graph.properties(node)
        for predicate in _TEXTS:
            for value in own.get(predicate, ()):
                if not isinstance(value, Literal) or not value.language:
                    continue
                if sum(map(str.isalpha, value.value)) < _FEWEST_LETTERS:
                    continue
                found = other_language(value.value, value.language)
                if found:
                    said = f"The text is tagged {value.language}, but seems to be in {found}."
                    yield Hit(node, predicate, value, said)

    return RecordRule(WRONG_LANGUAGE, judge)
