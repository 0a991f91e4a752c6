"""The register of sources for reference managers: CSL-JSON and BibTeX.

Nothing is invented: a title, author or year that the register does not know is left out, and the
citation as printed goes into the note. Entries stand by IRI.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tvet_skos.iri import unique
from tvet_skos.model import ConceptScheme, Source
from tvet_skos.namespaces import BIBO, RDF
from tvet_skos.publish.links import source_links
from tvet_skos.publish.sheets import agent_names
from tvet_skos.terms import IRI, Term

_CSL_TYPES: Mapping[Term, str] = {
    BIBO.Report: "report",
    BIBO.Book: "book",
    BIBO.Webpage: "webpage",
    BIBO.Website: "webpage",
    BIBO.Article: "article",
    BIBO.Legislation: "legislation",
    BIBO.Standard: "standard",
}
"""A class that a source has beside ``bibo:Document``, and its type in CSL; else ``document``."""

_Names = Mapping[IRI, str]


def write_csl_json(scheme: ConceptScheme) -> str:
    """The register as CSL-JSON, for Zotero, Pandoc and citeproc.

    ``id`` is the key at the end of the source's IRI; organisations are ``literal`` names.

    :source: CSL 1.0.2, csl-data.json
    """
    names = agent_names(scheme)
    entries = [_csl(key, source, names) for key, source in _keyed(scheme)]
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"


def _keyed(scheme: ConceptScheme) -> Iterator[tuple[str, Source]]:
    """Each source with a key that no other has and every format allows."""
    taken: set[str] = set()
    for source in sorted(scheme.sources, key=lambda s: s.iri):
        last = source.iri.removeprefix(f"{scheme.iri}source/").rstrip("/").rpartition("/")[2]
        key = unique(re.sub(r"[^A-Za-z0-9:_.-]+", "-", last) or "source", taken)
        taken.add(key)
        yield key, source


def _csl(key: str, source: Source, names: _Names) -> dict[str, Any]:
    classes = (_CSL_TYPES.get(t.object) for t in source.other if t.predicate == RDF.type)
    fields = {
        "id": key,
        "type": next(filter(None, classes), "document"),
        "title": source.title,
        "author": [{"literal": names[iri]} for iri in source.creators if iri in names],
        "publisher": "; ".join(names[iri] for iri in source.publishers if iri in names),
        "issued": _csl_date(source.issued) or ({"literal": source.date} if source.date else None),
        "edition": source.edition,
        "accessed": _csl_date(source.accessed),
        "DOI": source.doi,
        "URL": next(iter(source_links((source,))), ""),
        "note": source.citation,
    }
    return {name: value for name, value in fields.items() if value}


_DATE = re.compile(r"(-?\d{4,})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?")


def _csl_date(text: str) -> dict[str, Any] | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    return {"date-parts": [[int(part) for part in match.groups() if part is not None]]}


def write_bibtex(scheme: ConceptScheme) -> str:
    """The register as BibTeX: every entry is ``@misc``, the citation stands in ``note``."""
    names = agent_names(scheme)
    return "\n".join(_bibtex(key, source, names) for key, source in _keyed(scheme))


def _bibtex(key: str, source: Source, names: _Names) -> str:
    # Braces around a name keep "Council of the EU" from being read as first and last names.
    authors = (f"{{{_tex(names[iri])}}}" for iri in source.creators if iri in names)
    fields = {
        "title": f"{{{_tex(source.title)}}}" if source.title else "",
        "author": " and ".join(authors),
        "publisher": " and ".join(f"{{{_tex(names[i])}}}" for i in source.publishers if i in names),
        "year": _tex(source.year or source.date),
        "month": source.issued[5:7].lstrip("0") if _DATE.fullmatch(source.issued) else "",
        "edition": _tex(source.edition),
        "doi": _verbatim(source.doi),
        "url": _verbatim(next(iter(source_links((source,))), "")),
        "urldate": _tex(source.accessed),
        "note": _tex(source.citation),
    }
    lines = (f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{key},\n{''.join(lines)}}}\n"


_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "{}$&%#_"},
}


def _tex(text: str) -> str:
    """A text as TeX prints it; line breaks become spaces."""
    return "".join(_TEX.get(character, character) for character in " ".join(text.split()))


def _verbatim(address: str) -> str:
    """An address, which biblatex reads as it stands: only what would end the field is encoded."""
    return re.sub(r"[\\{}\s]", lambda m: f"%{ord(m[0]):02X}", address)
