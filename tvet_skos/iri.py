"""Slugs, minted IRIs and moving a vocabulary to another base.

An IRI is minted once and never computed again: a new label keeps the old slug.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection

from tvet_skos.terms import IRI
from tvet_skos.text import nfc, squash, without_marks

SLUG_LENGTH = 80
_HEX = 8
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_TITLE_WORDS = 5


def slug(label: str) -> str:
    """The part of an IRI that a label gives: accents dropped, lower case, ``&`` as *and*, ``-``.

    A label with no Latin letter or digit gives ``t-`` and eight hex digits of its sha256.

    >>> slug("Micro-credential"), slug("Research & development"), slug("微证书")
    ('micro-credential', 'research-and-development', 't-7f051b7f')
    """
    spelled = without_marks(label).lower().replace("&", " and ")
    joined = _NOT_SLUG.sub("-", spelled).strip("-")[:SLUG_LENGTH].strip("-")
    return joined or f"t-{digest(nfc(label))}"


def unique(name: str, taken: Collection[str]) -> str:
    """``name``, or ``name-2``, ``name-3`` … until it is not among ``taken``.

    >>> unique("skill", {"skill", "skill-2"})
    'skill-3'
    """
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        candidate = f"{name}-{number}"
    return candidate


def digest(text: str) -> str:
    """Eight hex digits of the sha256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:_HEX]


def definition_iri(concept: str, text: str, language: str, citation: str = "") -> IRI:
    """The IRI of a definition: two people who import one page get the same.

    :param text: as read; white space and normal form do not matter
    :param citation: as printed, or nothing where no source was found
    :returns: ``{concept}#def-{8 hex}``, with ``-`` for the ``#`` where the concept has one already

    >>> definition_iri("http://example.org/skill", "An ability to act.", "en")
    IRI('http://example.org/skill#def-dcc8a25c')
    """
    key = "\n".join((squash(text), language.lower(), squash(citation)))
    # A second "#" would be no IRI.
    return IRI(f"{concept}{'-' if '#' in concept else '#'}def-{digest(key)}")


def base_of(scheme: str) -> IRI:
    """What the IRIs of a scheme's concepts begin with; an end without ``/`` or ``#`` gets a ``/``.

    >>> base_of("http://example.org/voc"), base_of("http://example.org/voc#")
    (IRI('http://example.org/voc/'), IRI('http://example.org/voc#'))
    """
    return IRI(scheme if scheme.endswith(("/", "#")) else f"{scheme}/")


def concept_iri(base: str, label: str, taken: Collection[str] = ()) -> IRI:
    """``{base}{slug}``, counted up where the IRI is taken."""
    return IRI(unique(base + slug(label), taken))


def source_iri(base: str, organisation: str, title: str, year: str) -> IRI:
    """``{base}source/{key}`` for a work that the register does not know.

    The key is the organisation, at most five words of the title up to its first colon, and the
    year if any.

    >>> source_iri("http://example.org/", "COL", "Open and distance learning: key terms", "2015")
    IRI('http://example.org/source/col-open-and-distance-learning-2015')
    """
    short = " ".join(title.split(":")[0].split()[:_TITLE_WORDS])
    return IRI(
        f"{base}source/{slug(' '.join(part for part in (organisation, short, year) if part))}"
    )


def agent_iri(base: str, name: str) -> IRI:
    """``{base}agent/{slug}``."""
    return IRI(f"{base}agent/{slug(name)}")


def page_iri(base: str, title: str) -> IRI:
    """``{base}page/{slug}``: a page that was read."""
    return IRI(f"{base}page/{slug(title)}")


def rebased(iri: str, old: str, new: str) -> IRI:
    """``iri`` under ``new`` where it stood under ``old``; any other IRI as it is.

    >>> rebased("http://old.example/skill", "http://old.example/", "https://new.example/")
    IRI('https://new.example/skill')
    """
    return IRI(new + iri[len(old) :]) if iri.startswith(old) else IRI(iri)
