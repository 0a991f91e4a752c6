"""Reports of a check: one of a whole vocabulary, one of a change, a large one, one that harms."""

import pytest

from tvet_skos.checks.report import Finding, Related, Report, Severity, Status
from tvet_skos.namespaces import SKOS
from tvet_skos.terms import IRI, Literal

BASE = "http://example.org/"
FILE = "vocab/rocks.ttl"


def concept(name: str) -> IRI:
    return IRI(BASE + name)


def undocumented(number: int, rule: str = "SC004", status: Status | None = None) -> Finding:
    iri = concept(f"rock-{number}")
    return Finding(
        rule,
        "undocumented-concept",
        Severity.WARNING,
        "Nothing explains the concept.",
        "Add a definition.",
        focus=iri,
        label=f"Rock {number}",
        concept=iri,
        concept_label=f"Rock {number}",
        file=FILE,
        line=number,
        column=1,
        status=status,
    )


SAME_LABEL = Finding(
    "LB005",
    "duplicate-preflabel-in-scheme",
    Severity.WARNING,
    "3 concepts share the preferred label “Slate”.",
    "Merge them, or say what sets them apart.",
    focus=concept("slate"),
    label="Slate",
    concept=concept("slate"),
    concept_label="Slate",
    path=SKOS.prefLabel,
    related=(
        Related(concept("slate-2"), "Slate", FILE, 99, 3),
        Related(concept("slate-3"), "Slate", "vocab/more.ttl", 3, 3),
    ),
    gathered=True,
    file=FILE,
    line=14,
    column=3,
)

SHORTCUT = Finding(
    "HI003",
    "redundant-broader",
    Severity.ERROR,
    "The broader concept is reached another way.",
    "Remove the relation.",
    focus=concept("granite"),
    label="Granite",
    concept=concept("granite"),
    concept_label="Granite",
    path=SKOS.broader,
    value=concept("rock"),
    related=(Related(concept("rock"), "Rock", FILE, 1, 1), Related(concept("magma"))),
    file=FILE,
    line=20,
    column=5,
)

CELL = Finding(
    "LB002",
    "empty-label",
    Severity.ERROR,
    "A label is empty.",
    "",
    file="proposal.xlsx",
    cell="Definitions!C7",
    value=Literal("", "en"),
)


@pytest.fixture
def whole() -> Report:
    """Two errors, two warnings: with related nodes, gathered, in a sheet, plain."""
    return Report((undocumented(7), SAME_LABEL, SHORTCUT, CELL), "any", {"concepts": 33})


@pytest.fixture
def large() -> Report:
    """Three hundred warnings and one error."""
    many = (undocumented(number) for number in range(1, 301))
    return Report((*many, SHORTCUT), "any", {"concepts": 400})


@pytest.fixture
def judged() -> Report:
    """A change that brings a warning, fixes two and leaves three."""
    findings = (
        undocumented(1, status=Status.NEW),
        *(undocumented(number, "SC005", Status.FIXED) for number in (2, 3)),
        *(undocumented(number, "SC006", Status.EXISTING) for number in (4, 5, 6)),
    )
    return Report(findings, "contribution", {"concepts": 33, "changedConcepts": 4})


HARM = (
    "\x1b[2J\x00</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    "[click](javascript:alert(1))![i](//evil.example)|`*_~$ @everyone #1 GH-2 www.evil.example"
    " https://evil.example/x :100: %0A ]]> <!-- &amp; {{7*7}} \u202e\ufffe##[error]x\r\n"
    "::error::y\n- item\n# heading"
)


@pytest.fixture
def hostile() -> Report:
    """Labels, values, names of files and IRIs that try to be more than text."""
    iri = IRI("javascript:alert(1)//'(b),@x::error%0A&*_~!(y)")
    labels = ("::error file=a::x", f"=1+1{HARM}", f"@all{HARM}")
    findings = tuple(
        Finding(
            f"XX00{number}",
            "hostile",
            Severity.ERROR,
            f"::stop-commands::x{HARM}",
            HARM,
            focus=iri,
            label=f"{label}, definition 1",
            concept=str(iri) + str(number),
            concept_label=label,
            path="no <iri>",
            value=Literal(HARM, "en"),
            related=(Related(iri, label, "::warning::|`x.ttl", 1, 1),) * 9,
            gathered=number == 2,
            file="::error,x:y%0A\n|`caf\udce9 <b>.ttl",
            line=number,
            column=1,
        )
        for number, label in enumerate(labels, 1)
    )
    return Report(findings, "any", {})
