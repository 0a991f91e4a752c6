"""How big a vocabulary is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tvet_skos.model import MISSING

Counted = tuple[str, str, int]
"""A measure, the part of it (or nothing), and the number."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is in use: terms, definitions, sources; and the parts of them.

    ``evidence`` has how many definitions have which evidence, ``labels`` and ``texts`` how many
    labels and definitions are in which language, the most first.
    """

    concepts: int
    definitions: int
    sources: int
    evidence: Mapping[str, int]
    labels: Mapping[str, int]
    texts: Mapping[str, int]

    @property
    def languages(self) -> int:
        """In how many languages there are labels or definitions."""
        return len({tag for tag in (*self.labels, *self.texts) if tag})

    @property
    def missing(self) -> int:
        """How many definitions are said to lack a source."""
        return sum(self.evidence.get(kind.value, 0) for kind in MISSING)

    @property
    def known_percent(self) -> int | None:
        """How many of a hundred definitions have a known source; nothing where nobody says."""
        if not self.evidence or not self.definitions:
            return None
        return (sum(self.evidence.values()) - self.missing) * 100 // self.definitions


def figures_of(rows: Iterable[Counted]) -> Figures:
    """The figures from the rows of ``queries/figures.rq``."""
    parts: dict[str, dict[str, int]] = {}
    for measure, of, number in rows:
        parts.setdefault(measure, {})[of] = number
    one = {measure: sum(split.values()) for measure, split in parts.items()}

    def without(measure: str, *others: str) -> dict[str, int]:
        off = Counter[str]()
        for other in others:
            off.update(parts.get(other, {}))
        left = {of: number - off[of] for of, number in parts.get(measure, {}).items()}
        in_use = ((of, number) for of, number in left.items() if number > 0)
        return dict(sorted(in_use, key=lambda pair: (-pair[1], pair[0])))

    written = one.get("definition nodes", 0) + one.get("plain definitions", 0)
    return Figures(
        one.get("concepts", 0) - one.get("retired concepts", 0),
        written - one.get("topic definitions", 0) - one.get("superseded definitions", 0),
        one.get("sources", 0),
        without("evidence", "superseded evidence"),
        without("labels", "topic labels"),
        without("texts", "topic texts", "superseded texts"),
    )
