"""What a glossary page says, before any of it becomes SKOS."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something about a page that a person should look at; ``line`` is 1-based, 0 for the whole."""

    message: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDefinition:
    """One definition of a page.

    ``citation`` is as printed, empty where the page gives none. ``organisation`` and ``title`` come
    from record lines, which spell out what a short citation abbreviates. ``text`` keeps its
    paragraphs, and is Markdown where it holds a list.
    """

    text: str
    position: int
    line: int
    citation: str = ""
    is_markdown: bool = False
    notes: tuple[str, ...] = ()
    term: str = ""
    organisation: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryPage:
    """One term as a page presents it: labels, relations by label, definitions in page order."""

    heading: str
    abbreviation: str = ""
    spellings: tuple[str, ...] = ()
    view_also: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    definitions: tuple[PageDefinition, ...] = ()
    warnings: tuple[Remark, ...] = ()
