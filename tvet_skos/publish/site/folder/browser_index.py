"""The index that a browser searches: labels, words of definitions, and what a hit shows.

``static/search.js`` reads it and gives the hits that the server would give, in its order.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.publish.site.addresses import Addresses
from tvet_skos.publish.site.edition import Edition, Reading
from tvet_skos.publish.site.facets import facts_of
from tvet_skos.publish.site.folder.names import file_of
from tvet_skos.publish.site.folder.shards import Cuts, Places, Rows
from tvet_skos.publish.site.worklist import beginning
from tvet_skos.store.labels.entries import KIND_ORDER, LabelEntry, LabelKind
from tvet_skos.store.labels.question import LIMITS
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import fold, folded_words, folding_tables


@dataclass(frozen=True, slots=True)
class IndexSizes:
    """How the index is cut.

    ``whole``
        bytes of labels that are read at once, so that every typo and fragment is found.
    ``shard``
        bytes of a file where there are more.
    ``terms``
        terms in a file of what hits show.
    ``common``
        a word that more definitions have is not looked up in them.
    """

    whole: int = 160_000
    shard: int = 40_000
    terms: int = 32
    common: int = 5_000


SIZES = IndexSizes()
_SHOWN = 220


@dataclass
class BrowserIndex:
    """Makes the index of an edition in a folder of its own.

    :param concepts: all that can be found, sorted; rows name them by their place in it
    """

    readings: Sequence[Reading]
    concepts: Sequence[IRI]
    folder: Path
    sizes: IndexSizes = SIZES
    _languages: dict[str, int] = field(default_factory=dict)
    _tell: Callable[[int, int], object] = lambda done, of: None

    @property
    def _edition(self) -> Edition:
        return self.readings[0].edition

    def write(self, progress: Callable[[int, int], object] | None = None) -> None:
        """Write every file of the index, ``index.js`` last.

        :param progress: told how many concepts of how many are done, in four rounds
        :raises WriteError: a file cannot be written
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self._tell = progress or self._tell
        labels = self._write_labels()
        definitions, common = self._write_definitions()
        self._write_terms()
        index = {
            "folding": folding_tables(),
            "kinds": [kind.value for kind in LabelKind],
            "limits": {"words": LIMITS.words, "characters": LIMITS.characters},
            "languages": list(self._languages),
            "pages": [reading.language for reading in self.readings],
            "labels": labels,
            "definitions": definitions,
            "common": common,
            "terms": self.sizes.terms,
        }
        text = f"tvetSkos.begin({_json(index)});\n"
        (self.folder / "index.js").write_text(text, encoding="utf-8", newline="\n")

    def _write_labels(self) -> list[str]:
        cuts, whole = Cuts(self.sizes.shard), 0
        for entry in self._edition.store.labels:
            size = len(self._label(entry).encode())
            whole += size
            cuts.count(_found_by(entry), size)
        is_whole = whole <= self.sizes.whole
        shards = [""] if is_whole else cuts.shards()
        places = Places(shards)
        rows = Rows(self.folder, "labels")
        for entry in self._edition.store.labels:
            words = [""] if is_whole else _found_by(entry)
            for number in sorted({places[word] for word in words}):
                rows.add(number, self._label(entry))
        rows.close()
        return shards

    def _label(self, entry: LabelEntry) -> str:
        tag = self._language(entry.label.language)
        kind = KIND_ORDER[entry.kind]
        return _json([self._number(entry.concept), entry.label.value, tag, kind])

    def _number(self, concept: IRI) -> int:
        return bisect_left(self.concepts, concept)

    def _language(self, tag: str) -> int:
        return self._languages.setdefault(tag, len(self._languages))

    def _write_definitions(self) -> tuple[list[str], list[str]]:
        counts: Counter[str] = Counter()
        order: list[tuple[int, str, int]] = []
        cuts = Cuts(self.sizes.shard)
        for row in self._definitions(0):
            counts.update(row.words)
            order.append((row.length, row.beginning, len(order)))
        common = sorted(word for word, number in counts.items() if number > self.sizes.common)
        for row in self._definitions(1):
            for word in row.words:
                if counts[word] <= self.sizes.common:
                    cuts.count([word], len(word.encode()) + _OVERHEAD)
        places = Places(shards := cuts.shards())
        ranks = _ranks(order)
        rows = Rows(self.folder, "definitions")
        for rank, row in zip(ranks, self._definitions(2), strict=True):
            shown = [word for word in row.words if counts[word] <= self.sizes.common]
            for number, words in _by_shard(places, shown):
                rows.add(number, _json([rank, row.concept, row.language, " ".join(words)]))
        rows.close()
        return shards, common

    def _definitions(self, rounds: int) -> Iterator[_Row]:
        """All definitions, when so many rounds of all concepts are done."""
        for place, concept in enumerate(self.concepts):
            self._told(rounds, place)
            for text in _texts(self._edition, concept):
                words = tuple(sorted(set(folded_words(text.value))))
                tag = self._language(text.language)
                yield _Row(place, tag, len(text.value), text.value[:_BEGINNING], words)

    def _write_terms(self) -> None:
        rows = Rows(self.folder, "terms")
        for place, concept in enumerate(self.concepts):
            self._told(3, place)
            rows.add(place // self.sizes.terms, _json(self._term(concept)))
        rows.close()

    def _told(self, rounds: int, place: int) -> None:
        each = len(self.concepts)
        self._tell(rounds * each + place + 1, 4 * each)

    def _term(self, concept: IRI) -> list[Any]:
        """File, names in the languages of the pages, text, number of definitions, of gaps."""
        path = Addresses(self._edition.base, "en").path("term", concept)
        facts = facts_of(self._edition, concept)
        file = file_of(path).removeprefix("en/term/")
        text = beginning(facts.beginning, _SHOWN)
        return [file, self._names(concept), text, facts.definitions, facts.missing]

    def _names(self, concept: IRI) -> list[str]:
        """Label and language of each; where all are the same, once."""
        names = [reading.name(concept) for reading in self.readings]
        pairs = list(dict.fromkeys((name.text, name.language) for name in names))
        if len(pairs) > 1:
            pairs = [(name.text, name.language) for name in names]
        return [part for pair in pairs for part in pair]


_OVERHEAD = 12
_BEGINNING = 32


@dataclass(frozen=True, slots=True)
class _Row:
    """A definition: concept and language by number, length, beginning, and folded words, sorted."""

    concept: int
    language: int
    length: int
    beginning: str
    words: tuple[str, ...]


def _ranks(order: list[tuple[int, str, int]]) -> array[int]:
    """The place of each definition among all: the short ones first, as the server has them."""
    ranks = array("L", bytes(len(order) * array("L").itemsize))
    for rank, (*_, number) in enumerate(sorted(order)):
        ranks[number] = rank
    return ranks


def _found_by(entry: LabelEntry) -> set[str]:
    """The words under which a label is filed: each of its own, and all of them in one."""
    key = {fold(entry.label.value)}
    return key if entry.kind is LabelKind.NOTATION else key | set(folded_words(entry.label.value))


def _by_shard(places: Places, words: Iterable[str]) -> list[tuple[int, list[str]]]:
    found: dict[int, list[str]] = {}
    for word in words:
        found.setdefault(places[word], []).append(word)
    return sorted(found.items())


def _texts(edition: Edition, concept: IRI) -> Iterator[Literal]:
    """The definitions that the server searches: texts, and the texts of those that are nodes."""
    for triple in edition.about(concept):
        if triple.predicate != SKOS.definition:
            continue
        if isinstance(triple.object, Literal):
            yield triple.object
        else:
            about = edition.about(triple.object)
            values = (t.object for t in about if t.predicate == RDF.value)
            yield from (value for value in values if isinstance(value, Literal))


def _json(value: object) -> str:
    """JSON for a script file: compact, and in no need of an encoding but for what has to."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Line separators end a line in old scripts; half a surrogate pair cannot be written.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return text.encode("utf-8", "replace").decode("utf-8")
