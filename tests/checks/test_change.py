"""What a change makes new is what a full check finds after and not before; fixed, the reverse."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from tvet_skos.checks import Finding, OpenBase, Policy, Ruleset, Status, check
from tvet_skos.namespaces import (
    BIBO,
    DC,
    DCTERMS,
    FOAF,
    OWL,
    PROV,
    RDF,
    RDFS,
    SKOS,
    SKOSXL,
    TVS,
    XSD,
)  # fmt: skip
from tvet_skos.rdf.folder import Vocabulary
from tvet_skos.terms import IRI, BlankNode, Literal, Node, Triple

EVERYTHING = Ruleset("everything", "Every rule.")
POLICY = Policy(today="2026-11-24", label_case="lower")

_names = ["a", "b", "c", "d", "scheme", "other", "topic", "a#def-1", "b#def-2", "source/x", "agent"]
_nodes: list[Node] = [IRI(f"https://example.org/terms/{name}") for name in _names]
_nodes += [BlankNode("n"), IRI("https://elsewhere.example/a"), IRI("urn:x:a")]
_classes = [
    SKOS.Concept, SKOS.ConceptScheme, SKOS.Collection, SKOS.OrderedCollection, TVS.Definition,
    BIBO.Document, FOAF.Organization, SKOSXL.Label, TVS.Contribution,
    IRI("https://example.org/terms/Own"),
]  # fmt: skip
_links = [
    SKOS.broader, SKOS.narrower, SKOS.related, SKOS.broaderTransitive, SKOS.exactMatch,
    SKOS.broadMatch, SKOS.relatedMatch, SKOS.closeMatch, SKOS.inScheme, SKOS.topConceptOf,
    SKOS.hasTopConcept, SKOS.member, SKOS.memberList, SKOS.definition, SKOSXL.prefLabel,
    SKOSXL.altLabel, DCTERMS.source, DCTERMS.creator, DCTERMS.isReplacedBy, PROV.wasDerivedFrom,
    PROV.wasQuotedFrom, PROV.wasRevisionOf, TVS.preferredDefinition, TVS.target, RDF.first,
    RDF.rest, RDFS.seeAlso, DCTERMS.isVersionOf, DCTERMS.license, TVS.sourceEvidence,
    SKOS.altlabel,
]  # fmt: skip
_texts = [
    SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation, SKOS.definition, SKOS.note,
    SKOSXL.literalForm, RDF.value, DC.source, DCTERMS.title, DCTERMS.created, DCTERMS.modified,
    DCTERMS.issued, FOAF.name, TVS.alias, TVS.position, OWL.deprecated, SKOS.editorialNote,
    DCTERMS.bibliographicCitation,
]  # fmt: skip
_literals = [
    Literal("Skill", "en"), Literal("skill", "en"), Literal("Skills", "en"), Literal("Skill", "fr"),
    Literal("Skill"), Literal("", "en"), Literal(" Trade ", "en-GB"), Literal("Trade test", "en"),
    Literal("trade-test", "en"), Literal("See also skill", "en"), Literal("x", "zz"),
    Literal("The ability to carry out the tasks of a trade, shown at work.", "en"),
    Literal("The ability to carry out the tasks of a trade, shown at the work.", "en"),
    Literal("true", datatype=XSD.boolean), Literal("2030-01-01", datatype=XSD.date),
    Literal("2020-13-01", datatype=XSD.date), Literal("2015", datatype=XSD.gYear),
    Literal("1", datatype=XSD.integer), Literal("https://doi.org/10.1/x"),
]  # fmt: skip

_node = st.sampled_from(_nodes)
_triples = st.one_of(
    st.builds(Triple, _node, st.just(RDF.type), st.sampled_from(_classes)),
    st.builds(Triple, _node, st.sampled_from(_links), _node),
    st.builds(Triple, _node, st.sampled_from(_texts), st.sampled_from(_literals)),
    # A literal where a resource belongs, and the reverse.
    st.builds(Triple, _node, st.sampled_from(_links), st.sampled_from(_literals)),
    st.builds(Triple, _node, st.sampled_from(_texts), _node),
)
_schema = st.builds(
    Triple,
    st.just(IRI("https://example.org/terms/Own")),
    st.just(RDFS.subClassOf),
    st.sampled_from(_classes),
)
_graphs = st.lists(_triples, max_size=30)

_OUTSIDE_THE_EQUALITY = ("CO", "ID006", "SC006")
"""Rules on the change itself, which a full check of one version cannot find."""


def _prints(findings: Iterable[Finding]) -> set[str]:
    return {f.fingerprint for f in findings if not f.rule.startswith(_OUTSIDE_THE_EQUALITY)}


def _assert_equal_to_two_full_checks(
    before: list[Triple], after: list[Triple], ruleset: Ruleset = EVERYTHING
) -> None:
    judged = check(after, ruleset, base=OpenBase(before), policy=POLICY)
    left_out = (*_OUTSIDE_THE_EQUALITY, *_whole())
    full = {
        side: {
            f.fingerprint: f
            for f in check(graph, ruleset, policy=POLICY).findings
            if not f.rule.startswith(left_out)
        }
        for side, graph in (("before", before), ("after", after))
    }
    new = {k: f for k, f in full["after"].items() if k not in full["before"]}
    fixed = {k: f for k, f in full["before"].items() if k not in full["after"]}
    assert not [f for f in (*full["after"].values(), *full["before"].values()) if f.rule == "RU001"]
    by_status = {s: [f for f in judged.findings if f.status is s] for s in Status}
    assert _prints(by_status[Status.NEW]) == set(new), _shown(new, by_status[Status.NEW])
    assert _prints(by_status[Status.FIXED]) == set(fixed), _shown(fixed, by_status[Status.FIXED])
    assert _prints(by_status[Status.EXISTING]) <= set(full["before"]) & set(full["after"])


def _whole() -> set[str]:
    from tvet_skos.checks import rules
    from tvet_skos.checks.rule import Scope

    return {rule.id for rule in rules() if rule.scope is Scope.WHOLE} - {"RU001"}


def _shown(full: dict[str, Finding], judged: list[Finding]) -> list[tuple[str, str, str]]:
    """The findings that only one side has, for the message of a failure."""
    prints = _prints(judged)
    missed = [("missed", f.rule, f.message) for k, f in full.items() if k not in prints]
    extra = [
        ("extra", f.rule, f.message)
        for f in judged
        if f.fingerprint not in full and not f.rule.startswith(_OUTSIDE_THE_EQUALITY)
    ]
    return missed + extra


@settings(max_examples=300, deadline=None)
@given(_graphs, st.lists(_triples | _schema, max_size=4), st.data())
def test_new_and_fixed_equal_the_difference_of_two_full_checks(
    graph: list[Triple], added: list[Triple], data: st.DataObject
) -> None:
    removed = data.draw(st.lists(st.sampled_from(graph), max_size=4)) if graph else []
    after = [*(t for t in graph if t not in removed), *added]
    _assert_equal_to_two_full_checks(graph, after)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_the_equality_holds_for_edits_of_the_bundled_vocabulary(
    bundled: Vocabulary, data: st.DataObject
) -> None:
    triples = list(bundled.triples)
    removed = data.draw(st.lists(st.sampled_from(triples), max_size=3))
    subjects = st.sampled_from(sorted({t.subject for t in triples if isinstance(t.subject, IRI)}))
    statements = st.sampled_from(triples)
    added = data.draw(
        st.lists(
            st.builds(lambda s, t: Triple(s, t.predicate, t.object), subjects, statements),
            max_size=3,
        )
    )
    after = [*(t for t in triples if t not in removed), *added]
    _assert_equal_to_two_full_checks(triples, after)


# Many concepts that share their labels and much of their texts, so that groups are large: larger
# than a text is compared with others, and large enough for what is seen of them to be kept.

_crowd = [IRI(f"https://example.org/crowd/{number:02}") for number in range(26)]
_words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"]
_words += ["twelve", "thirteen"]
_ON_GROUPS = Ruleset("groups", "Rules on what several concepts share.", ("DF0", "LB0", "HI013"))


def _text(swapped: int, word: str) -> Literal:
    """A text that is nearly the same as others: one word of it is another one."""
    words = list(_words)
    words[swapped] = word
    return Literal(" ".join(["encyclopaedic characterisations", *words]), "en")


_crowd_texts = st.builds(
    _text, st.integers(0, len(_words) - 1), st.sampled_from(["other", "more", "zero", "another"])
)
_crowd_labels = st.sampled_from(
    [Literal("Skill", "en"), Literal("skills", "en"), Literal("Skill", "en-GB")]
)
_of_crowd = st.one_of(
    st.builds(Triple, st.sampled_from(_crowd), st.just(SKOS.definition), _crowd_texts),
    st.builds(
        Triple, st.sampled_from(_crowd), st.sampled_from([SKOS.prefLabel, SKOS.altLabel]),
        _crowd_labels,
    ),
    st.builds(
        Triple, st.sampled_from(_crowd), st.sampled_from([SKOS.inScheme, SKOS.note]),
        st.sampled_from([_nodes[4], Literal("See also skill", "en")]),
    ),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    st.lists(_crowd_texts, min_size=26, max_size=26),
    st.lists(_of_crowd, max_size=20),
    st.lists(_of_crowd | _triples, min_size=1, max_size=4),
    st.data(),
)
def test_the_equality_holds_where_very_many_concepts_share_labels_and_texts(
    texts: list[Literal], more: list[Triple], added: list[Triple], data: st.DataObject
) -> None:
    graph = [
        *(Triple(concept, RDF.type, SKOS.Concept) for concept in _crowd),
        *(Triple(concept, SKOS.prefLabel, Literal("Skill", "en")) for concept in _crowd),
        *(Triple(c, SKOS.definition, text) for c, text in zip(_crowd, texts, strict=True)),
        *more,
    ]
    removed = data.draw(st.lists(st.sampled_from(graph), max_size=3))
    after = [*(t for t in graph if t not in removed), *added]
    _assert_equal_to_two_full_checks(graph, after, _ON_GROUPS)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.lists(_of_crowd, min_size=1, max_size=3), min_size=2, max_size=4))
def test_what_is_kept_of_large_groups_does_not_show(changes: list[list[Triple]]) -> None:
    graph = [
        *(Triple(concept, RDF.type, SKOS.Concept) for concept in _crowd),
        *(Triple(concept, SKOS.prefLabel, Literal("Skill", "en")) for concept in _crowd),
        *(Triple(c, SKOS.definition, _text(n % 13, "other")) for n, c in enumerate(_crowd)),
    ]
    opened = OpenBase(graph)
    opened.prepare(_ON_GROUPS, POLICY)
    for added in changes:
        kept = check(opened.graph.changed(added, []), _ON_GROUPS, base=opened, policy=POLICY)
        assert kept == check([*graph, *added], _ON_GROUPS, base=graph, policy=POLICY)


def test_an_open_base_serves_several_contributions_and_stays_as_it_is(bundled: Vocabulary) -> None:
    opened = OpenBase(bundled.triples)
    before = set(opened.graph.triples())
    concept = IRI(bundled.scheme.iri + "new")
    for label in ("Micro-credential", "Something quite new"):
        after = opened.graph.changed(
            [
                Triple(concept, RDF.type, SKOS.Concept),
                Triple(concept, SKOS.prefLabel, Literal(label, "en")),
            ],
            [],
        )
        report = check(after, "contribution", base=opened)
        assert ("CO005" in {f.rule for f in report.findings}) == (label == "Micro-credential")
    assert set(opened.graph.triples()) == before


def test_only_new_findings_count_against_a_contribution() -> None:
    concept = IRI("https://example.org/terms/a")
    faulty = [Triple(concept, RDF.type, SKOS.Concept)]
    report = check(
        [*faulty, Triple(concept, SKOS.altLabel, Literal("x", "en"))], "skos", base=faulty
    )
    assert report.conforms
    mended = [*faulty, Triple(concept, SKOS.prefLabel, Literal("A", "en"))]
    report = check(mended, "any", base=faulty)
    assert "LB001" in {f.rule for f in report.findings if f.status is Status.FIXED}
