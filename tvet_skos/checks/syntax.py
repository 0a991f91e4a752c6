"""The rules that a file breaks which no parser can read."""

from __future__ import annotations

import re
from os.path import relpath

from tvet_skos.checks.report import Finding, Severity
from tvet_skos.checks.rule import Rule, Scope
from tvet_skos.errors import SyntaxFault

SYNTAX = Rule(
    "RD001",
    "syntax-error",
    Severity.ERROR,
    "The file is not well-formed.",
    "Look at this line and the one before: a closing quote, `;` or `.` may be missing there.",
    Scope.FILE,
    reference="RDF 1.1 Turtle; JSON-LD 1.1; RDF 1.1 XML Syntax; RDF 1.1 N-Triples",
)

UNRESOLVED = Rule(
    "RD002",
    "undefined-prefix-or-relative-iri",
    Severity.ERROR,
    "A prefix is not declared, or an IRI is relative and the file names no base.",
    "Declare the prefix with @prefix, or add the @base line of the other files.",
    Scope.FILE,
    reference="RDF 1.1 Turtle, sections 2.4 and 6.3",
)

NOT_READ = Rule(
    "IM001",
    "row-not-read",
    Severity.ERROR,
    "A row or passage could not be taken in.",
    "Correct it and propose the file again; the other rows came in.",
    Scope.FILE,
    reference="The template of this project (tvet-skos template)",
)
"""What is said of a row of a sheet, or a passage of a page, that did not come in."""

_UNRESOLVED = re.compile(r"\bprefix\b.*\bnot\b|relative IRI", re.I)


def syntax_rule(message: str) -> Rule:
    """The rule that a parser's complaint is about.

    >>> syntax_rule("The prefix skos: has not been declared").id
    'RD002'
    """
    return UNRESOLVED if _UNRESOLVED.search(message) else SYNTAX


def not_read(message: str, hint: str, file: str, line: int | None, cell: str) -> Finding:
    """A row or passage that could not be taken in, as a finding (IM001)."""
    return Finding(
        NOT_READ.id,
        NOT_READ.name,
        NOT_READ.severity,
        message,
        hint,
        file=file,
        line=line,
        cell=cell,
    )


def syntax_finding(fault: SyntaxFault) -> Finding:
    """A file that no parser can read, as a finding (RD001 or RD002)."""
    rule = syntax_rule(fault.message)
    return Finding(
        rule.id,
        rule.name,
        rule.severity,
        f"The file is not well-formed: {fault.message}.",
        fault.hint or rule.hint,
        file=relpath(fault.file) if fault.file else "",
        line=fault.line,
        column=fault.column,
    )
