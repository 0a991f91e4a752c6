"""Which definition comes from which source survives every output: each is read back."""

import csv
import io
import json
import re
import warnings
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pyoxigraph as ox
import pytest
import rdflib

from tvet_skos.lookup.compare import compare
from tvet_skos.model import ConceptScheme, leads
from tvet_skos.publish.characters import printable, restored
from tvet_skos.publish.export import EXPORTS, export
from tvet_skos.publish.reports.compare import COMPARISON_FORMATS, write_comparison
from tvet_skos.rdf.folder import read_vocabulary
from tvet_skos.rdf.formats import FORMATS
from tvet_skos.rdf.projections import Projection
from tvet_skos.resources import bundled_vocabulary
from tvet_skos.store.memory import MemoryStore
from tvet_skos.text import squash

HOSTILE = Path(__file__).parent / "publish" / "data" / "hostile.ttl"
VOCABULARIES = {"bundled": bundled_vocabulary(), "hostile": HOSTILE}
SKOS, DC = "http://www.w3.org/2004/02/skos/core#", "http://purl.org/dc/elements/1.1/"
RDF_VALUE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"

Pairs = set[tuple[str, str]]
"""Text of a definition and its citation."""
Graph = dict[str, list[tuple[str, str, str]]]
"""Subject to its statements: predicate, text of the object, its language in lower case."""


@pytest.fixture(scope="module", params=VOCABULARIES)
def path(request: pytest.FixtureRequest) -> Path:
    return VOCABULARIES[request.param]


# Reading RDF back, with two parsers that know nothing of each other.


def _with_rdflib(content: bytes, name: str) -> Graph:
    graph = rdflib.Graph()
    formats = {"turtle": "turtle", "jsonld": "json-ld", "rdfxml": "xml", "ntriples": "nt"}
    with warnings.catch_warnings():
        # Its JSON-LD parser uses a class that it deprecates itself.
        warnings.simplefilter("ignore", DeprecationWarning)
        graph.parse(data=content.decode(), format=formats[name])
    statements: Graph = {}
    for s, p, o in graph:
        language = getattr(o, "language", None) or ""
        statements.setdefault(str(s), []).append((str(p), str(o), language.lower()))
    return statements


def _with_oxigraph(content: bytes, name: str) -> Graph:
    statements: Graph = {}
    for quad in ox.parse(content, format=FORMATS[name].parser):
        language = getattr(quad.object, "language", None) or ""
        row = (quad.predicate.value, quad.object.value, language.lower())
        statements.setdefault(quad.subject.value, []).append(row)
    return statements


def _values(graph: Graph, subject: str, predicate: str) -> list[tuple[str, str]]:
    return [(text, lang) for p, text, lang in graph.get(subject, []) if p == predicate]


def _node_pairs(graph: Graph) -> Pairs:
    """Every node that a concept points to, its text and its one citation."""
    nodes = [o for s in graph for o, _ in _values(graph, s, SKOS + "definition") if o in graph]
    pairs = set()
    for node in nodes:
        [(text, _)] = _values(graph, node, RDF_VALUE)
        [(citation, _)] = _values(graph, node, DC + "source")
        pairs.add((text, citation))
    return pairs


def _lead_pairs(graph: Graph) -> Pairs:
    """Each concept's literals, paired with the citations by language."""
    pairs = set()
    for subject in graph:
        citations = {lang: text for text, lang in _values(graph, subject, DC + "source")}
        for text, lang in _values(graph, subject, SKOS + "definition"):
            if lang in citations:
                pairs.add((text, citations[lang]))
    return pairs


def _ending_pairs(graph: Graph) -> Pairs:
    """Literals that end in their source."""
    texts = [text for s in graph for text, _ in _values(graph, s, SKOS + "definition")]
    matches = (re.fullmatch(r"(.*) \[Source: (.*)\]", text, re.DOTALL) for text in texts)
    return {(match[1], match[2]) for match in matches if match}


def _all_pairs(scheme: ConceptScheme) -> Pairs:
    return {(d.text, d.source_text) for d in scheme.definitions}


def _live_pairs(scheme: ConceptScheme) -> Pairs:
    return {(d.text, d.source_text) for c in scheme.concepts for d in c.live_definitions}


def _leading_pairs(scheme: ConceptScheme) -> Pairs:
    issued = {source.iri: source.issued for source in scheme.sources}
    found = (lead for concept in scheme.concepts for lead in leads(concept, issued).values())
    return {(lead.text, lead.source_text) for lead in found}


PROJECTIONS: dict[Projection, tuple[Callable[[Graph], Pairs], Callable[[ConceptScheme], Pairs]]] = {
    Projection.FULL: (_node_pairs, _all_pairs),
    Projection.DUAL: (_node_pairs, _all_pairs),
    Projection.PLAIN: (_lead_pairs, _leading_pairs),
    Projection.FLAT: (_ending_pairs, _live_pairs),
}


# Reading everything else back.


def _csv_pairs(content: bytes) -> Pairs:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return {(restored(row["value"]), restored(row["sourceText"])) for row in rows}


def _xlsx_pairs(content: bytes) -> Pairs:
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Definitions"]
    header, *rows = ([cell.value or "" for cell in row] for row in sheet.iter_rows())
    value, citation = header.index("value"), header.index("sourceText")
    return {(str(row[value]), str(row[citation])) for row in rows}


def _csl_citations(content: bytes) -> set[str]:
    return {entry["note"] for entry in json.loads(content)}


TEX = re.compile(r"\\text(backslash|asciitilde|asciicircum)\{\}|\\([{}$&%#_])")
TEX_NAMES = {"backslash": "\\", "asciitilde": "~", "asciicircum": "^"}


def _bibtex_citations(content: bytes) -> set[str]:
    notes = re.findall(r"^  note = \{(.*)\},$", content.decode(), re.MULTILINE)
    return {TEX.sub(lambda m: m[2] or TEX_NAMES[m[1]], note) for note in notes}


def _json_pairs(document: str) -> Pairs:
    return {(d["value"], d["sourceText"]) for d in json.loads(document)["definitions"]}


class _Cards(HTMLParser):
    """The articles of the compare page: what stands in the quotation and in the citation."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[dict[str, str]] = []
        self._into = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "article":
            self.cards.append({"blockquote": "", "cite": ""})
        if tag in ("blockquote", "cite"):
            self._into = tag
        if self._into == "blockquote" and tag == "li":
            number = dict(attrs).get("value")
            self.cards[-1]["blockquote"] += f" {number}. " if number else " - "

    def handle_endtag(self, tag: str) -> None:
        if tag == self._into:
            self._into = ""

    def handle_data(self, data: str) -> None:
        if self._into:
            self.cards[-1][self._into] += data


def _html_pairs(document: str) -> Pairs:
    reader = _Cards()
    reader.feed(document)
    return {(card["blockquote"], card["cite"]) for card in reader.cards}


def _unmarked(text: str) -> str:
    return re.sub(r"\\(.)|\*\*", lambda match: match[1] or "", text)


def _markdown_pairs(document: str) -> Pairs:
    sections = re.split(r"^## (?=\d)", document, flags=re.MULTILINE)[1:]
    return {(_unmarked(text), _unmarked(cited)) for text, cited in map(_markdown_pair, sections)}


def _markdown_pair(section: str) -> tuple[str, str]:
    lines = section.split("\n")
    text = " ".join(line.removeprefix(">") for line in lines if line.startswith(">"))
    return text, next(line for line in lines if line.startswith("— ")).removeprefix("— ")


CARD = re.compile(r"^[┌╭┏].*?^[└╰┗]", re.DOTALL | re.MULTILINE)


def _text_pairs(document: str) -> Iterator[str]:
    """What stands in each card; where a text ends in it is for the reader's eye."""
    for card in CARD.findall(document):
        inner = (line.strip("┆│┃ ") for line in card.split("\n")[1:-1])
        yield _bare(" ".join(inner))


def _bare(text: str) -> str:
    return squash(re.sub(r"[\[\]]", "", text.replace("•", "-")))


def _shown(pairs: Pairs) -> Pairs:
    """Pairs as a page shows them: white space folded, what cannot be printed written out."""
    return {(squash(printable(text)), squash(printable(cited))) for text, cited in pairs}


CASES = [
    (name, projection)
    for name, entry in EXPORTS.items()
    for projection in (Projection if entry.takes_projection else (Projection.FULL,))
] + [(f"compare-{name}", Projection.FULL) for name in COMPARISON_FORMATS]


@pytest.mark.parametrize(("name", "projection"), CASES, ids=lambda value: str(value))
def test_every_definition_is_found_with_its_source(
    path: Path, name: str, projection: Projection
) -> None:
    vocabulary = read_vocabulary(path)
    if name.startswith("compare-"):
        _check_comparisons(vocabulary, name.removeprefix("compare-"))
        return
    scheme, content = vocabulary.scheme, export(vocabulary.scheme, name, projection)
    if name in FORMATS:
        read_back, expected = PROJECTIONS[projection]
        assert read_back(_with_rdflib(content, name)) == expected(scheme)
        assert read_back(_with_oxigraph(content, name)) == expected(scheme)
    elif name in ("csv", "xlsx"):
        pairs = {"csv": _csv_pairs, "xlsx": _xlsx_pairs}[name](content)
        assert {(printable(a), b) for a, b in pairs} >= {
            (printable(a), b) for a, b in _all_pairs(scheme)
        }
    else:
        read = {"csl-json": _csl_citations, "bibtex": _bibtex_citations}[name]
        assert read(content) == {source.citation for source in scheme.sources}


def _check_comparisons(vocabulary: Any, name: str) -> None:
    """Every concept that has definitions to compare."""
    store = MemoryStore(vocabulary.triples)
    compared = [c for c in vocabulary.scheme.concepts if c.live_definitions]
    assert compared
    for concept in compared:
        expected = {(d.text, d.source_text) for d in concept.live_definitions}
        document = write_comparison(compare(store, concept.iri), name, width=99)
        if name == "text":
            cards = list(_text_pairs(document))
            for text, cited in _shown(expected):
                assert any(_bare(text) in card and _bare(cited) in card for card in cards)
        elif name in ("json", "csv"):
            read_back = _json_pairs(document) if name == "json" else _csv_pairs(document.encode())
            assert read_back == expected
        else:
            read = {"html": _html_pairs, "markdown": _markdown_pairs}[name]
            assert {(squash(a), squash(b)) for a, b in read(document)} == _shown(expected)
