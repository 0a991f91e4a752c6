"""Content negotiation by profile: the four projections of a vocabulary, each with an IRI.

:source: W3C, Content Negotiation by Profile (Working Draft)
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request

from tvet_skos.namespaces import PROFILE, TVS
from tvet_skos.rdf.projections import Projection
from tvet_skos.terms import IRI
from tvet_skos.web.headers import link
from tvet_skos.web.negotiation import weighted
from tvet_skos.web.problems import Problem

PROFILES: Mapping[Projection, IRI] = {
    Projection.FULL: PROFILE,
    Projection.PLAIN: TVS.plain,
    Projection.FLAT: TVS.flat,
    Projection.DUAL: TVS.dual,
}
"""Projection to the IRI of the profile that graphs in it conform to."""

_BY_NAME = {name: p for p, iri in PROFILES.items() for name in (str(p), str(iri))}


def chosen_profile(request: Request) -> Projection:
    """The projection that a request asks for: by ``_profile``, else by ``Accept-Profile``.

    What ``Accept-Profile`` asks for and is not at hand is passed over; the answer says by its
    ``Content-Profile`` what it is.

    :raises Problem: ``_profile`` names none of ours
    """
    asked = request.query_params.get("_profile", "")
    if asked:
        found = (_BY_NAME.get(name.strip().strip("<>")) for name in asked.split(","))
        projection = next(filter(None, found), None)
        if projection is None:
            raise Problem(
                "not-acceptable",
                f"there is no profile {asked[:100]}",
                hint=f"ask for one of {', '.join(Projection)}",
                members={"available": {str(p): iri for p, iri in PROFILES.items()}},
            )
        return projection
    for wanted in weighted(request.headers.get("accept-profile", "")):
        if wanted.quality > 0 and wanted.value.strip("<>") in _BY_NAME:
            return _BY_NAME[wanted.value.strip("<>")]
    return Projection.FULL


def profile_query(projection: Projection) -> str:
    """What an address ends in to ask for a projection; nothing for the full graph."""
    return "" if projection is Projection.FULL else f"?_profile={projection}"


def profile_headers(projection: Projection) -> dict[str, str]:
    """The header that says which profile an answer conforms to."""
    return {"Content-Profile": f"<{PROFILES[projection]}>"}


def profile_links(address: str, media_type: str, projection: Projection) -> list[str]:
    """``Link`` elements: the profile of this answer, and the same in each of the others."""
    others = (p for p in Projection if p is not projection)
    return [
        link(PROFILES[projection], "profile"),
        *(
            link(
                address + profile_query(p), "alternate", media_type=media_type, profile=PROFILES[p]
            )
            for p in others
        ),
    ]
