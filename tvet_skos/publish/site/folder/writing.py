"""A vocabulary as a site in a folder: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import BinaryIO, TypeAlias

from tvet_skos.errors import WriteError
from tvet_skos.iri import base_of
from tvet_skos.namespaces import DEFAULT_BASE, RDF, SKOS
from tvet_skos.publish.export import EXPORTS
from tvet_skos.publish.graphs import GRAPH_WRITERS, graph_pieces
from tvet_skos.publish.site.edition import Edition
from tvet_skos.publish.site.everything import every_concept, every_source
from tvet_skos.publish.site.folder.browser_index import BrowserIndex
from tvet_skos.publish.site.folder.contents import Contents, MadeFile
from tvet_skos.publish.site.folder.exchange import replaced
from tvet_skos.publish.site.texts import LANGUAGES
from tvet_skos.rdf.collecting import collector_paused
from tvet_skos.rdf.folder import read_vocabulary
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.rdf.profile import from_triples
from tvet_skos.rdf.projections import Projection
from tvet_skos.resources import resource
from tvet_skos.store import open_store
from tvet_skos.terms import IRI, Triple

Progress: TypeAlias = Callable[[str, int, int], object]
"""Told what is being done, and how much of how much is."""

_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class SitePlan:
    """What a site is to be made from, and how; it can be handed to another process.

    ``address``
        the vocabulary, as ``open_store`` takes it.
    ``graph``
        the one vocabulary of a store; by default all that it holds.
    ``base``
        what the IRIs of a vocabulary without a concept scheme begin with.
    ``languages``
        the languages of the pages, the one to begin with first.
    ``web``
        the address where the site will stand; without it there are no feeds and no sitemap.
    """

    address: str
    graph: IRI | None = None
    base: str = DEFAULT_BASE
    languages: tuple[str, ...] = tuple(LANGUAGES)
    web: str = ""

    def contents(self) -> Contents:
        """The site, read anew.

        :raises NotFound: nothing stands at the address
        :raises InputError: what stands there cannot be read
        :raises StoreError: the store cannot be opened
        """
        path = Path(self.address)
        store = open_store(path if path.exists() else self.address, graph=self.graph)
        declared = (t.subject for t in store.naming(RDF.type, SKOS.ConceptScheme))
        schemes = sorted(node for node in declared if isinstance(node, IRI))
        base = base_of(schemes[0]) if schemes else IRI(self.base)
        return Contents(Edition(store, base, schemes), self.languages, self.web)


@dataclass(frozen=True, slots=True)
class WrittenSite:
    """What was written: how many files, and the formats that cannot hold the vocabulary."""

    files: int
    left_out: tuple[str, ...] = ()


def write_site(
    plan: SitePlan, folder: Path, *, jobs: int = 1, progress: Progress | None = None
) -> WrittenSite:
    """Write a site; it takes the place of one that this wrote before, in one step.

    The same vocabulary gives the same bytes. Each page is written before the next one is made.

    :param jobs: processes that make pages, each of which reads the vocabulary
    :raises WriteError: it cannot be written, or something that is no site of ours stands there
    """
    tell = progress or (lambda *_: None)
    with replaced(folder) as draft:
        contents = plan.contents()
        with contents.edition.store, _at_work(plan, draft, jobs, contents) as deed:
            return _written(contents, plan, draft, deed, tell)


_Deed: TypeAlias = Callable[[Sequence[tuple[str, IRI]]], "Iterator[tuple[int, int]]"]


def _written(
    contents: Contents, plan: SitePlan, draft: Path, deed: _Deed, tell: Progress
) -> WrittenSite:
    edition = contents.edition
    concepts, sources = every_concept(edition), every_source(edition)
    work = [("concept", iri) for iri in concepts] + [("source", iri) for iri in sources]
    pages = deed(work)  # with helpers they have begun by now
    tell("data", 0, len(EXPORTS))
    files, left_out = _downloads(plan, contents, draft, tell)
    files += put(draft, contents.fixed()) + put(draft, _shared_files())
    readings = [edition.reading(language) for language in plan.languages]
    BrowserIndex(readings, concepts, draft / "search").write(partial(tell, "search"))
    done = 0
    tell("pages", done, len(work))
    for subjects, number in pages:
        done, files = done + subjects, files + number
        tell("pages", done, len(work))
    files += sum(1 for _ in (draft / "search").iterdir())
    return WrittenSite(files, left_out)


def put(draft: Path, files: Iterable[MadeFile]) -> int:
    """Write files into a folder, each as it is made; how many there were.

    :raises WriteError: the disk is full, or two pages have one name
    """
    number = 0
    for name, content in files:
        try:
            with _new_file(draft / name) as file:
                file.writelines([content] if isinstance(content, bytes) else content)
        except FileExistsError as error:
            raise WriteError("two pages would be in one file", file=name) from error
        number += 1
    return number


def _new_file(path: Path) -> BinaryIO:
    try:
        return path.open("xb")
    except FileNotFoundError:  # the first one in its folder
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")


def _downloads(
    plan: SitePlan, contents: Contents, draft: Path, tell: Progress
) -> tuple[int, tuple[str, ...]]:
    """The whole vocabulary in every format; which of them cannot hold it."""
    triples = _triples(plan, contents)
    model = from_triples(triples)
    number, left_out = 0, []
    for entry in EXPORTS.values():
        name = f"data/{entry.stem}{entry.suffix}" if entry.stem else f"data{entry.suffix}"
        content = (
            graph_pieces(triples, entry.name, contents.edition.base)
            if entry.name in GRAPH_WRITERS
            else entry.write(model, Projection.FULL)
        )
        try:
            number += put(draft, [(name, content)])
        except WriteError:
            if entry.name != "rdfxml":
                raise
            left_out.append(entry.name)
            with suppress(OSError):
                (draft / name).unlink()
        tell("data", number + len(left_out), len(EXPORTS))
    return number, tuple(left_out)


def _triples(plan: SitePlan, contents: Contents) -> Sequence[Triple]:
    """What files say, as they say it: a store may write a literal in another way."""
    path = Path(plan.address)
    if path.exists():
        return read_vocabulary(path).triples
    return tuple(contents.edition.store.export())


def _shared_files() -> Iterator[MadeFile]:
    """What is needed to understand the data: the context and the shapes."""
    yield "context.jsonld", resource("vocab", "context.jsonld").read_bytes()
    folder = resource("shapes")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".ttl")), key=lambda f: f.name)
    triples = [t for f in files for t in parse(f.read_bytes(), FORMATS["turtle"], file=f.name)]
    yield "shapes.ttl", graph_pieces(triples, "turtle", "")


@contextmanager
def _at_work(plan: SitePlan, draft: Path, jobs: int, contents: Contents) -> Iterator[_Deed]:
    """Who makes the pages of concepts and sources: this process, or helpers."""
    if jobs < 2:
        yield lambda work: _here(contents, draft, work)
        return
    # Spawned, not forked: the engine has threads, and a copy of them would stand still.
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (plan, draft))
    try:
        yield lambda work: _waited([pool.submit(_helped, chunk) for chunk in _chunks(work)])
    finally:
        pool.shutdown(cancel_futures=True)


def _chunks(work: Sequence[tuple[str, IRI]]) -> Iterator[list[tuple[str, IRI]]]:
    left = iter(work)
    while chunk := list(islice(left, _AT_ONCE)):
        yield chunk


def _here(
    contents: Contents, draft: Path, work: Sequence[tuple[str, IRI]]
) -> Iterator[tuple[int, int]]:
    return (_made(contents, draft, chunk) for chunk in _chunks(work))


def _waited(futures: Sequence[Future[tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    try:
        for future in as_completed(futures):
            yield future.result()
    except BrokenExecutor as error:
        raise WriteError(
            "a process that made pages was ended from outside",
            hint="nothing was changed; if memory is short, ask for fewer --jobs",
        ) from error


def _made(contents: Contents, draft: Path, chunk: Sequence[tuple[str, IRI]]) -> tuple[int, int]:
    """Make all files of some concepts and sources; how many of them, and how many files."""
    number = 0
    # Pages leave cycles behind, some 5 MB a chunk; they are looked for after it, not all the time.
    with collector_paused():
        for kind, iri in chunk:
            files = contents.of_concept(iri) if kind == "concept" else contents.of_source(iri)
            number += put(draft, files)
    return len(chunk), number


_helper: list[tuple[Contents, Path]] = []
"""In a helper: what it makes, and where."""


def _begin(plan: SitePlan, draft: Path) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process stops the others
    _helper.append((plan.contents(), draft))


def _helped(chunk: Sequence[tuple[str, IRI]]) -> tuple[int, int]:
    contents, draft = _helper[0]
    return _made(contents, draft, chunk)
