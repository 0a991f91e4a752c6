"""The comparison as one HTML file: no script, nothing loaded, for screens and for paper."""

from __future__ import annotations

from tvet_skos.lookup.compare import Comparison
from tvet_skos.publish.pages import environment
from tvet_skos.publish.reports.attribution import attribution, coverage
from tvet_skos.publish.reports.digest import (
    MACHINE_MADE,
    agreements,
    nearest,
    only_here,
    other_labels,
    similarities,
    spellings,
)
from tvet_skos.publish.reports.passages import blocks
from tvet_skos.publish.reports.relations import (
    COMPUTED,
    STATED,
    left_out,
    nearly_same,
    taken_over,
)


def comparison_page(comparison: Comparison) -> str:
    """A comparison as a whole HTML document, which can be mailed, printed and put on a stick."""
    template = environment().get_template("compare.html")
    return template.render(
        comparison=comparison,
        entries=comparison.entries,
        languages={entry.definition.language for entry in comparison.entries},
        other_labels=other_labels(comparison),
        spellings=spellings(comparison),
        coverage=coverage(comparison),
        agreements=agreements(comparison),
        similarities=similarities(comparison),
        nearest=nearest(comparison),
        machine_made=MACHINE_MADE,
        attribution=attribution,
        blocks=blocks,
        only_here=only_here,
        left_out=tuple(left_out(comparison)),
        relations=((STATED, taken_over(comparison)), (COMPUTED, nearly_same(comparison))),
    )
