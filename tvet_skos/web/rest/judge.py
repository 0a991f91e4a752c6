"""The program that judges what somebody sends: it holds the vocabulary open and may be lost.

It is started as ``python -P -m tvet_skos.web.rest.judge`` and spoken to on its standard input and
output, as the workers that answer queries are.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

from tvet_skos.checks import Finding, OpenBase, Policy, Report, check, placed, rules
from tvet_skos.checks.prepared import MANY, open_base
from tvet_skos.checks.syntax import NOT_READ, not_read
from tvet_skos.contribute.edits import edits, with_import
from tvet_skos.errors import InputError, TvetSkosError
from tvet_skos.ingest import PageOptions, SheetImport, bundled_register, read_sheet
from tvet_skos.iri import base_of
from tvet_skos.model import ConceptScheme
from tvet_skos.namespaces import DEFAULT_BASE, RDF, SKOS
from tvet_skos.publish.reports.check import write_report
from tvet_skos.rdf.folder import Document
from tvet_skos.rdf.formats import FORMATS, Format, parse
from tvet_skos.rdf.profile import from_triples, main_scheme, to_triples
from tvet_skos.rdf.sameness import content_labels
from tvet_skos.resources import resource
from tvet_skos.settings import today
from tvet_skos.store import Store, open_store
from tvet_skos.terms import IRI, Triple
from tvet_skos.web.confinement import leave_network, limit_files, limit_memory
from tvet_skos.web.frames import Frame, read_frame
from tvet_skos.web.versions import renewed


@dataclass(frozen=True)
class _Bench:
    """One version of the vocabulary, open to be contributed to."""

    store: Store
    opened: OpenBase
    policy: Policy

    @classmethod
    def of(cls, store: Store) -> _Bench:
        policy = Policy(today=today(os.environ))
        opened = open_base(store.export())
        opened.prepare("contribution", policy)
        return cls(store, opened, policy)

    @cached_property
    def iri(self) -> IRI | None:
        """The concept scheme; nothing where none is declared."""
        found = [n for n in self.opened.graph.instances(SKOS.ConceptScheme) if isinstance(n, IRI)]
        return (
            main_scheme(self.opened.graph.triples()) if len(found) > 1 else next(iter(found), None)
        )

    @property
    def base(self) -> str:
        return base_of(self.iri) if self.iri else DEFAULT_BASE

    @cached_property
    def scheme(self) -> ConceptScheme:
        """All of it.

        :raises InputError: that is too much to be held beside what is judged
        """
        self.require_few("a sheet")
        return from_triples(self.opened.graph.triples())

    def require_few(self, what: str) -> None:
        """Refuse what would have to be held against every statement of a large vocabulary.

        :raises InputError: there are too many
        """
        if (count := self.store.count()) >= MANY:
            raise InputError(
                f"{what} is held against all of the vocabulary: {count:,} statements are too many",
                hint="send what is new as RDF, or use tvet-skos check on a machine of your own",
            )


def main() -> None:
    """Judge until the input ends."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing that a library prints may get between two messages
    settings = read_frame(source)
    if settings is None:
        return
    try:
        bench = _Bench.of(_opened(settings.head))
        limit_memory(int(settings.head["memory"]))
    except (TvetSkosError, MemoryError) as error:
        _send(target, Frame({"failed": str(error)}))
        return
    _send(target, Frame({"ready": True}))
    while (asked := read_frame(source)) is not None:
        if renewed(bench.store) is not bench.store:
            _send(target, Frame({"stale": True}))  # another process opens the newest version
            return
        _send(target, _reply(bench, asked))


def _opened(head: Mapping[str, Any]) -> Store:
    address: str = head["address"]
    if not address.startswith(("http://", "https://")):
        leave_network()
    limit_files()
    path, graph = Path(address), head["graph"]
    return open_store(path if path.exists() else address, graph=IRI(graph) if graph else None)


def _send(target: BinaryIO, frame: Frame) -> None:
    target.write(frame.packed())
    target.flush()


def _reply(bench: _Bench, asked: Frame) -> Frame:
    try:
        report = _report(bench, asked.head, asked.body)
        text = write_report(report, asked.head["format"], rules=rules())
    except (MemoryError, RecursionError):
        return Frame({"too_big": True})
    except TvetSkosError as error:
        told = {"message": error.message, "line": error.line, "column": error.column}
        return Frame({"error": told | {"hint": error.hint, "class": type(error).__name__}})
    return Frame({"conforms": report.conforms}, text.encode())


def _report(bench: _Bench, head: Mapping[str, Any], body: bytes) -> Report:
    if head["kind"] == "csv":
        return _of_sheet(bench, head, body)
    return _of_graph(bench, head, body)


def _of_graph(bench: _Bench, head: Mapping[str, Any], body: bytes) -> Report:
    form = FORMATS[head["kind"]]
    name = Path(f"body{form.suffixes[0]}")
    if form.name == "jsonld":
        body = _with_context(body, bench.base)
    triples = content_labels(parse(body, form, file=str(name)))
    report = _judged(bench, head, triples)
    return placed(report, [_document(name, form, body, triples)])


def _document(name: Path, form: Format, body: bytes, triples: Iterable[Triple]) -> Document:
    return Document(name, form, body, tuple(triples))


def _with_context(body: bytes, base: str) -> bytes:
    """JSON in the names of our context, with that context; what has one of its own stays.

    :raises InputError: it is no JSON
    """
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InputError(f"is no JSON: {error}") from error
    own = json.loads(resource("vocab", "context.jsonld").read_bytes())["@context"] | {"@base": base}
    if isinstance(content, list):
        content = {"@graph": content}
    if not isinstance(content, dict) or "@context" in content:
        return body
    return json.dumps({"@context": own, **content}).encode()


def _judged(bench: _Bench, head: Mapping[str, Any], triples: list[Triple]) -> Report:
    """The report on an addition; on a whole version, where the scheme is declared.

    :raises InputError: it is a version of another vocabulary
    """
    graph = bench.opened.graph
    removed: list[Triple] = []
    if any(t[1:] == (RDF.type, SKOS.ConceptScheme) for t in triples):
        theirs = from_triples(triples, bench.iri)
        if theirs.iri != bench.iri:
            raise InputError(f"declares the scheme <{theirs.iri}>, and this is <{bench.iri}>")
        bench.require_few("another version")
        kept = set(triples)
        removed = [t for t in graph.triples() if t not in kept]
    changed = graph.changed((t for t in triples if t not in graph), removed)
    return check(changed, head["ruleset"], base=bench.opened, policy=bench.policy)


def _of_sheet(bench: _Bench, head: Mapping[str, Any], body: bytes) -> Report:
    """The report on the rows of a sheet, each finding with its cell."""
    options = PageOptions(
        base=IRI(bench.base), language=bench.scheme.language, read_on=today(os.environ)
    )
    found = read_sheet(body, options, bench.scheme, bundled_register(bench.base), name="body.csv")
    joined = with_import(bench.scheme, found.scheme, edits(bench.scheme, found.scheme))
    after = content_labels(to_triples(joined))
    graph, kept = bench.opened.graph, set(after)
    added = [t for t in after if t not in graph]
    removed = [t for t in graph.triples() if t not in kept]
    changed = graph.changed(added, removed)
    report = check(changed, head["ruleset"], base=bench.opened, policy=bench.policy)
    findings = tuple(_in_cell(f, found) for f in report.findings)
    return replace(report, findings=(*findings, *_unread(found)))


def _in_cell(finding: Finding, found: SheetImport) -> Finding:
    if finding.focus is None or isinstance(finding.focus, tuple):
        return finding
    cell = found.cell(finding.focus, finding.path)
    return replace(finding, file="body.csv", cell=cell) if cell else finding


def _unread(found: SheetImport) -> list[Finding]:
    """The rows that did not come in."""
    return [
        not_read(each.message, each.hint or NOT_READ.hint, "body.csv", None, each.cell)
        for each in found.faults
    ]


if __name__ == "__main__":
    main()
    sys.stderr.flush()
    os._exit(0)
