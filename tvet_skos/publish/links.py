"""Which addresses may be clicked."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tvet_skos.model import Source

_WEB = re.compile(r"https?://[^\s\x00-\x20\"'<>\\^`{|}]+", re.IGNORECASE)


def web_link(address: str) -> str:
    """The address where it leads to the web, else the empty string.

    Escaping does not help against ``javascript:`` in an ``href``; only a list of schemes does.

    >>> web_link("https://example.org/a"), web_link("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    return address if _WEB.fullmatch(address) else ""


_CREATIVE_COMMONS = re.compile(
    r"https?://creativecommons\.org/licenses/(by(?:-nc)?(?:-nd|-sa)?)/(\d\.\d)(?:/([a-z]{2,4}))?"
    r"(?:/(?:legalcode|deed)(?:\.\w+)?)?/?"
)
_ZERO = re.compile(r"https?://creativecommons\.org/publicdomain/zero/1\.0(?:/legalcode)?/?")


def licence_name(address: str) -> str:
    """What a licence is called in short where it is one of Creative Commons, else its address.

    >>> licence_name("http://creativecommons.org/licenses/by-sa/3.0/igo/")
    'CC BY-SA 3.0 IGO'
    >>> licence_name("https://example.org/terms")
    'https://example.org/terms'
    """
    if _ZERO.fullmatch(address):
        return "CC0 1.0"
    found = _CREATIVE_COMMONS.fullmatch(address)
    return " ".join(["CC", *filter(None, found.groups())]).upper() if found else address


def source_links(sources: Iterable[Source]) -> tuple[str, ...]:
    """Where the sources can be read: by DOI, then their pages; each once, in the sources' order."""
    addresses = (
        address
        for source in sources
        for address in ([f"https://doi.org/{source.doi}"] if source.doi else []) + [*source.pages]
    )
    return tuple(dict.fromkeys(filter(None, map(web_link, addresses))))
