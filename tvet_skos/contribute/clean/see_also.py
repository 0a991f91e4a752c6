"""Safe fix of texts that say "see also" to a concept that is not linked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tvet_skos.checks.closure import above, reach
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.groups import grouped, members
from tvet_skos.checks.retirement import is_retired
from tvet_skos.checks.rule import KeyRule
from tvet_skos.checks.rules import relations
from tvet_skos.contribute.clean.fix import Change, Family, Options
from tvet_skos.contribute.clean.statements import READ_BY_RELATIONS, READ_BY_TEXTS
from tvet_skos.namespaces import RDFS, SKOS
from tvet_skos.terms import Literal, Node, Triple

FAMILY = Family(READ_BY_TEXTS | READ_BY_RELATIONS)

_RULE = next(
    rule for rule in relations.FAMILY.rules if isinstance(rule, KeyRule) and rule.rule.id == "HI013"
)


@FAMILY.fix(
    "link-see-also",
    "HI013",
    'Relates concepts where a text says "see also" with the label of one other concept.',
)
def _link_see_also(graph: Graph, _options: Options) -> Iterator[Change]:
    """``rdfs:seeAlso`` links those of which one is above the other, which S27 keeps unrelated."""
    for key, nodes in grouped(graph, _RULE).items():
        found: dict[Node, list[Node]] = defaultdict(list)
        for hit in _RULE.judge(graph, key, members(nodes)) if len(nodes) > 1 else ():
            assert hit.value is not None and not isinstance(hit.value, Literal)
            found[hit.focus].append(hit.value)
        for node, others in found.items():
            # A label that several concepts have does not tell which of them is meant.
            if len(others) == 1 and not is_retired(graph, others[0]):
                yield Change(added=_link(graph, node, others[0]))


def _link(graph: Graph, node: Node, other: Node) -> Triple:
    over = other in reach(graph, [node], above)
    under = node in reach(graph, [other], above)
    return Triple(node, RDFS.seeAlso if over or under else SKOS.related, other)
