"""Which file a page is in: a name that every file system takes, also where case does not count."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import parse_qsl, unquote

from tvet_skos.iri import slug

_PLAIN = re.compile(r"[a-z0-9](?:[a-z0-9_.-]*[a-z0-9_-])?")
_LONGEST = 100
_MARK = 12
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
# Only these are files by their own name; every other path is a page.
_FILE = re.compile(
    r"/(?:id/.*\.(?:ttl|jsonld|rdf|nt|csv)|data\.\w+|data/sources\.(?:bib|csl\.json)"
    r"|cite/.*\.(?:bib|csl\.json)|compare/.*\.csv|static/.*|queries/[\w-]+\.rq"
    r"|feed(?:/.*)?\.atom|[\w-]+\.(?:xml|txt|jsonld|ttl))",
    re.DOTALL,
)
# The same in every language, so once.
_SHARED = re.compile(r"^/[a-z]{2}/(?=compare/.*\.csv$)", re.DOTALL)
_SUFFIX = re.compile(r"\.(?:csl\.json|[a-z]+)$")


@lru_cache(maxsize=1 << 12)
def file_of(path: str) -> str:
    """The file that a page or file of a site is in, relative to the folder.

    Names of other signs than small letters, digits, ``-``, ``_`` and ``.`` get a mark made from
    all of the name, so that two names never share a file.

    :param path: as ``Addresses`` makes it, with a query where a comparison has one

    >>> file_of("/en/"), file_of("/en/term/skill"), file_of("/id/skill.ttl")
    ('en/index.html', 'en/term/skill.html', 'id/skill.ttl')
    >>> file_of("/en/term/Skill"), file_of("/en/compare/skill?baseline=2")
    ('en/term/skill-6df1bb18a59a.html', 'en/compare/skill.baseline-2.html')
    """
    path, _, query = path.partition("?")
    path = _SHARED.sub("/", path)
    marks = "".join(f".{key}-{value}".lower() for key, value in parse_qsl(query))
    if _FILE.fullmatch(path):
        found = _SUFFIX.search(path)
        assert found is not None
        return _joined(path[1 : found.start()].split("/"), found[0])
    parts = path[1:].split("/")
    if len(parts) == 2 and not parts[1]:
        return f"{parts[0]}/index.html"
    if parts[1:2] == ["index"]:
        # Headings are capitals all of them, so that writing them small makes no two alike.
        parts = (
            [*parts[:2], *(part.lower() for part in parts[2:])] if parts[2:] else [*parts, "a-z"]
        )
    return _joined(parts, f"{marks}.html")


def _joined(parts: Iterable[str], suffix: str) -> str:
    *folders, last = (unquote(part) for part in parts)
    # No folder is called like a file.
    return "/".join([*(_safe(name, "." not in name) for name in folders), _safe(last)]) + suffix


def _safe(name: str, may_be_plain: bool = True) -> str:
    is_plain = _PLAIN.fullmatch(name) and len(name) <= _LONGEST and not _DEVICES.fullmatch(name)
    if is_plain and may_be_plain:
        return name
    return f"{slug(name)[:_LONGEST]}-{hashlib.sha256(name.encode()).hexdigest()[:_MARK]}"


def relative_to(file: str) -> str:
    """What leads from a file to the folder that the site is in.

    >>> relative_to("en/term/skill.html"), relative_to("index.html")
    ('../../', '')
    """
    return "../" * file.count("/")
