"""The hierarchy, a level a page: it can be walked without a script, and unfolded with one."""

from __future__ import annotations

from dataclasses import dataclass

from tvet_skos.errors import NotFound
from tvet_skos.publish.site.edition import Name, Reading
from tvet_skos.publish.site.lists import part
from tvet_skos.publish.site.paths import paths_up
from tvet_skos.publish.site.rendering import render
from tvet_skos.terms import IRI


@dataclass(frozen=True, slots=True)
class Branch:
    """A term in the hierarchy; ``below`` is how many stand directly below it."""

    name: Name
    unfold: str
    below: int


def hierarchy_page(reading: Reading, iri: IRI | None, page: int) -> str:
    """What stands directly below a concept; without one, the top.

    :raises NotFound: there is no such concept, or not so many pages
    """
    edition = reading.edition
    if iri is not None and not edition.store.is_concept(iri):
        raise NotFound(f"there is no concept <{iri}>")
    level = part(reading.in_order(edition.below(iri) if iri else edition.tops), page)
    return render(
        reading,
        "hierarchy",
        kind="hierarchy",
        subject=iri or "",
        page=page,
        pages=level.pages,
        here=reading.name(iri) if iri else None,
        paths=[reading.names(path, "hierarchy") for path in paths_up(edition, iri)] if iri else [],
        branches=[
            Branch(reading.name(each), reading.address("hierarchy", each), len(edition.below(each)))
            for each in level.entries
        ],
    )
