"""All statements of a pattern from a server, counted before one of them is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Self

from tvet_skos.errors import Truncated
from tvet_skos.store.servers.answers import NotReadable, lines_of, triples_of
from tvet_skos.store.servers.protocol import body_file
from tvet_skos.store.servers.server import Server
from tvet_skos.terms import IRI, Triple

ALL = "?s ?p ?o"


class Download:
    """Statements as N-Triples in a file; what is in memory does not grow with their text.

    ``size`` is their number.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._file = body_file()
        self._has_blank_nodes = False
        self.size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back the file."""
        self._file.close()

    def triples(self, having: bytes = b"") -> Iterator[Triple]:
        """The statements, in the server's order.

        :param having: only those in whose line these bytes stand
        """
        lines = (line for line in lines_of(self._file) if having in line)
        try:
            yield from triples_of(lines)
        except NotReadable as error:
            raise self._server.endpoint.failed(
                "gives N-Triples that cannot be read", f"this is its fault: {error}"
            ) from error

    def fill(self, dataset: Sequence[IRI], construct: str, counted: int) -> None:
        """Take what the server gives at once, or else in pages a little smaller, each line once."""
        self._server.fetch(construct, dataset, self._file)
        self.size = given = sum(1 for _ in lines_of(self._file))
        if self.size == counted and len(dataset) == 1:
            return
        seen = self._without_repetitions()
        # Virtuoso gives one statement more than its limit, but in pages it does not.
        page_size, offset = given - given // 100 - 1, 0
        while len(seen) < counted and page_size > 0:
            if not self._add_page(dataset, self._page(construct, page_size, offset), seen):
                break
            offset += page_size
        self.size = len(seen)
        if offset and self._has_blank_nodes:
            self._refuse_blank_nodes(given)

    def _without_repetitions(self) -> set[int]:
        """Write each line once; the lines that were seen, as hashes."""
        given, self._file = self._file, body_file()
        seen: set[int] = set()
        with given:
            for line in lines_of(given):
                self._add(line, seen)
        return seen

    def _add_page(self, dataset: Sequence[IRI], construct: str, seen: set[int]) -> bool:
        """Whether the server had anything on that page."""
        with body_file() as page:
            self._server.fetch(construct, dataset, page)
            number = 0
            for line in lines_of(page):
                number += 1
                self._add(line, seen)
        return number > 0

    def _add(self, line: bytes, seen: set[int]) -> None:
        key = hash(line)
        if key not in seen:
            seen.add(key)
            self._file.write(line)
            self._has_blank_nodes |= line.startswith(b"_:") or b"_:" in line

    def _page(self, construct: str, size: int, offset: int) -> str:
        order = "ORDER BY ?s ?p ?o " if self._server.dialect.pages_ordered else ""
        return f"{construct} {order}LIMIT {size} OFFSET {offset}"

    def _refuse_blank_nodes(self, given: int) -> None:
        if not self._server.dialect.keeps_blank_nodes:
            what = f"gives {given} statements at a time, and names blank nodes anew each time"
            raise self._server.truncated(what)


def download(
    server: Server, dataset: Sequence[IRI], where: str = ALL, template: str | None = None
) -> Download:
    """Every statement of a pattern that some graphs hold.

    It is asked for at once; a server that gives less is asked again page by page, as big as what it
    gave. A page that is cut short, or given twice, shows in the sum.

    :param where: the pattern, as SPARQL
    :param template: what of it is a statement; by default the pattern itself
    :raises Truncated: fewer came than were counted
    """
    construct = f"CONSTRUCT {{ {template or where} }} WHERE {{ {where} }}"
    counted = server.count(dataset, where)
    for _ in range(2):  # once more, for somebody may have been writing
        found = Download(server)
        try:
            found.fill(dataset, construct, counted)
            again = server.count(dataset, where)
        except BaseException:
            found.close()
            raise
        if found.size == counted == again:
            return found
        found.close()
        counted = again
    raise Truncated(
        f"the server at {server.endpoint.address} counts {counted} statements and gives"
        f" {found.size}",
        hint="try again when nobody writes; else raise its limit (ResultSetMaxRows of Virtuoso)",
    )
