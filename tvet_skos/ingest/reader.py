"""The body of a page, line by line: which lines are one definition, and what belongs to it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from tvet_skos.ingest.citation import is_dated
from tvet_skos.ingest.glossary_page import PageDefinition, Remark
from tvet_skos.ingest.labels import Label, bullet, inline_source, label_of, terms
from tvet_skos.text import fold, squash, words

GAP = 2
"""So many blank lines separate definitions on a page that has such gaps."""

_LONGEST_CITATION = 400
_MOST_WORDS_OF_A_TERM = 10
_LISTS = frozenset(("parents", "children", "related", "spellings", "view_also"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a page: its 1-based number, its text, and the blank lines before it."""

    number: int
    text: str
    gap: int = 0
    is_indented: bool = False


@dataclass(slots=True)
class _Paragraph:
    """A paragraph or a list item, as the lines it stands on."""

    lines: list[str]
    is_item: bool = False


@dataclass(slots=True)
class _Draft:
    """A definition while it is being read."""

    line: int
    paragraphs: list[_Paragraph] = field(default_factory=list)
    citation: str = ""
    notes: list[str] = field(default_factory=list)
    organisation: str = ""
    title: str = ""

    @property
    def last(self) -> str:
        return self.paragraphs[-1].lines[-1] if self.paragraphs else ""

    @property
    def introduces(self) -> bool:
        """Whether it so far ends with a lead-in, which stays with what it introduces."""
        return self.last.endswith(":") and not self.citation

    @property
    def is_cited(self) -> bool:
        return bool(self.citation or self.title or self.organisation)


class Reader:
    """Reads the lines below a heading; the results are its attributes and ``definitions()``.

    ``terms`` holds the labels of other terms and of spellings by kind, ``comments`` what is said
    of the term as a whole, ``labels_seen`` whether anything but texts was found.
    """

    def __init__(
        self, lines: Sequence[Line], is_citation: Callable[[str], bool], heading: str = ""
    ) -> None:
        self.terms: dict[str, list[str]] = defaultdict(list)
        self.comments: list[str] = []
        self.warnings: list[Remark] = []
        self.labels_seen = False
        self._heading = heading
        self._is_citation = is_citation
        self._drafts: list[_Draft] = []
        self._noted: list[str] = self.comments
        self._waiting = ""
        self._after_organisation = False
        self._has_gaps = _has_gaps(lines, self._is_short_citation)
        self._after = self._IN_RECORDS if _begins_with_record(lines) else self._AFTER
        self._read(lines)

    def _read(self, lines: Sequence[Line]) -> None:
        place = 0
        while place < len(lines):
            line = lines[place]
            label = label_of(line.text)
            if label is not None and label.kind not in (*self._after, *_LISTS):
                place = _description_end(lines, place)
            elif label is not None:
                self._labelled(label, line)
            elif not (self._waiting and self._continued(line)):
                self._waiting = ""
                self._text(line)
            place += 1

    # What follows a label

    def _labelled(self, label: Label, line: Line) -> None:
        self.labels_seen = True
        self._waiting = ""
        kind = label.kind
        if kind == "source" and self._after_organisation:
            kind = "record"
        self._after_organisation = kind == "organisation"
        if kind in _LISTS:
            self.terms[kind].extend(terms(label.rest))
            self._waiting = "" if label.rest else kind
        else:
            self._after[kind](self, label.rest, line)

    def _source(self, rest: str, line: Line) -> None:
        draft = self._draft()
        if draft is None or draft.citation:
            self._warn("a source without a definition before it was left out", line)
            return
        draft.citation = rest
        self._waiting = "source"

    def _organisation(self, rest: str, line: Line) -> None:
        draft = self._draft()
        if draft is not None and not draft.organisation:
            draft.organisation = rest

    def _record(self, rest: str, line: Line) -> None:
        draft = self._draft()
        if draft is not None and not draft.title:
            draft.title = rest

    def _website(self, rest: str, line: Line) -> None:
        """The address of a source's site; the register holds those."""

    def _note(self, rest: str, line: Line) -> None:
        is_bracketed = line.text.startswith("(")
        is_closed = not is_bracketed or rest.endswith((")", ")."))
        self._notes_at(line).append(_unbracketed(rest) if is_bracketed and is_closed else rest)
        self._waiting = "" if is_closed else "note"

    def _comment(self, rest: str, line: Line) -> None:
        if line.text.startswith("("):
            self._note(rest, line)
        else:
            self._notes_at(line).append(rest)
            self._waiting = "" if rest else "comment"

    _AFTER: ClassVar[dict[str, Callable[[Reader, str, Line], None]]] = {
        "source": _source,
        "organisation": _organisation,
        "record": _record,
        "website": _website,
        "note": _note,
        "comment": _comment,
    }

    # Records that stand before their text: whose work, its title, then what it says

    def _begin_record(self, rest: str, line: Line) -> None:
        self._drafts.append(_Draft(line=line.number, organisation=rest))

    def _entitle_record(self, rest: str, line: Line) -> None:
        draft = self._draft()
        if draft is None or draft.title or draft.paragraphs:
            self._drafts.append(_Draft(line=line.number, title=rest))
        else:
            draft.title = rest

    def _describe(self, rest: str, line: Line) -> None:
        self._waiting = "description"
        if self._draft() is None:
            self._drafts.append(_Draft(line=line.number))
        if rest:
            self._put(rest, line)

    _IN_RECORDS: ClassVar[dict[str, Callable[[Reader, str, Line], None]]] = _AFTER | {
        "organisation": _begin_record,
        "source": _entitle_record,
        "record": _entitle_record,
        "description": _describe,
    }

    def _notes_at(self, line: Line) -> list[str]:
        """The notes of the definition before a line, or the comments on the term after a gap."""
        draft = self._draft()
        is_apart = self._has_gaps and line.gap >= GAP
        self._noted = self.comments if draft is None or is_apart else draft.notes
        return self._noted

    # Lines that go on with what a label began

    def _continued(self, line: Line) -> bool:
        """Whether a line belongs to the label before it; if so, it is taken."""
        if self._waiting == "source":
            return self._citation_continued(line)
        if self._waiting in ("note", "comment"):
            return self._note_continued(line)
        if self._waiting == "description":
            self._put(line.text, line)
            return True
        if line.gap > 1 or (line.gap and self.terms[self._waiting]) or not _is_term(line.text):
            return False
        self.terms[self._waiting].extend(terms(bullet(line.text) or line.text))
        return True

    def _citation_continued(self, line: Line) -> bool:
        draft = self._drafts[-1]
        if not draft.citation:
            if line.gap >= GAP or len(line.text) > _LONGEST_CITATION:
                self._warn("\u201cSource:\u201d is followed by no citation", line)
                return False
        elif line.gap or not _goes_on(draft.citation, line.text):
            return False
        draft.citation = f"{draft.citation} {line.text}".lstrip()
        return True

    def _note_continued(self, line: Line) -> bool:
        noted = self._noted
        if noted[-1] and line.gap:
            return False
        noted[-1] = f"{noted[-1]} {line.text}".lstrip()
        if self._waiting == "note" and noted[-1].endswith((")", ").")):
            noted[-1] = _unbracketed(noted[-1])
            self._waiting = ""
        return True

    # Texts

    def _text(self, line: Line) -> None:
        if self._is_short_citation(line.text) and self._takes_lost_citation(line):
            return
        inline = inline_source(line.text)
        text = inline[0] if inline else line.text
        self._add(text, line)
        self.terms["view_also"].extend(_views_in(text))
        if inline:
            self.labels_seen = True
            self._drafts[-1].citation = inline[1]

    def _is_short_citation(self, text: str) -> bool:
        return len(text) <= _LONGEST_CITATION and not bullet(text) and self._is_citation(text)

    def _takes_lost_citation(self, line: Line) -> bool:
        """A citation that lost the word "Source:" belongs to the text before it."""
        draft = self._draft()
        self.labels_seen = True
        if draft is None or draft.citation or draft.introduces:
            self._warn(
                "this looks like a source, but no definition stands before it; left out", line
            )
        else:
            draft.citation = line.text
        return True

    def _add(self, text: str, line: Line) -> None:
        draft = self._draft()
        if draft is None or self._begins_definition(draft, line):
            self._drafts.append(_Draft(line=line.number))
        self._put(text, line)

    def _put(self, text: str, line: Line) -> None:
        """Add a line to the definition at hand."""
        draft = self._drafts[-1]
        item = bullet(text)
        if item:
            draft.paragraphs.append(_Paragraph([item], is_item=True))
        elif draft.paragraphs and _goes_on_in_paragraph(draft.paragraphs[-1], line):
            draft.paragraphs[-1].lines.append(text)
        else:
            draft.paragraphs.append(_Paragraph([text]))

    def _begins_definition(self, draft: _Draft, line: Line) -> bool:
        if draft.is_cited:
            return True
        if draft.introduces or not line.gap:
            return False
        if line.gap >= GAP:
            return True
        return not self._has_gaps and not bullet(line.text)

    def _draft(self) -> _Draft | None:
        return self._drafts[-1] if self._drafts else None

    def _warn(self, message: str, line: Line) -> None:
        self.warnings.append(Remark(message=f"{message}: {line.text[:80]!r}", line=line.number))

    # Result

    def definitions(self) -> tuple[PageDefinition, ...]:
        """The definitions in page order; a lead-in that introduces nothing is left out."""
        found: list[PageDefinition] = []
        for draft in self._drafts:
            if not draft.paragraphs:
                message = "a record without a text was left out"
                self.warnings.append(Remark(message=message, line=draft.line))
                continue
            text, is_markdown = _rendered(draft.paragraphs)
            if draft.introduces and len(draft.paragraphs) == 1:
                self.warnings.append(
                    Remark(message=f"{text[:80]!r} introduces nothing; left out", line=draft.line)
                )
                continue
            found.append(
                PageDefinition(
                    text=text,
                    is_markdown=is_markdown,
                    position=len(found) + 1,
                    line=draft.line,
                    citation=draft.citation,
                    notes=tuple(note for note in dict.fromkeys(draft.notes) if note),
                    term=_term_in(text, self._heading),
                    organisation=draft.organisation,
                    title=draft.title,
                )
            )
        return tuple(found)


def _has_gaps(lines: Sequence[Line], is_citation: Callable[[str], bool]) -> bool:
    """Whether gaps separate texts on a page; one below the heading or a label says nothing."""
    texts = 0
    for line in lines:
        if label_of(line.text) is None and not is_citation(line.text):
            texts += 1
            if texts > 1 and line.gap >= GAP:
                return True
    return False


def _begins_with_record(lines: Sequence[Line]) -> bool:
    """Whether records stand before their texts: the first has organisation or source, then text.

    On other pages a text comes first, its record follows, and "Description" is about the source.
    """
    kinds = (label.kind if (label := label_of(line.text)) else "text" for line in lines)
    first = [kind for kind in kinds if kind not in (*_LISTS, "website", "comment", "note")][:3]
    return first[:1] in (["organisation"], ["source"], ["record"]) and "description" in first


def _description_end(lines: Sequence[Line], place: int) -> int:
    """The last line of a description, which ends with a bar; without one, it is a single line."""
    for end in range(place, len(lines)):
        line = lines[end]
        if end > place and (line.gap or label_of(line.text) is not None):
            break
        if line.text.endswith("|"):
            return end
    return place


def _goes_on(citation: str, line: str) -> bool:
    """Whether a citation goes on in the next line: it is not dated yet, that line is its end."""
    if citation.endswith((",", ";", ":")) or re.match(r"https?://", line):
        return True
    is_short = len(line) <= _LONGEST_CITATION // 2
    return is_short and not is_dated(citation) and (is_dated(line) or line[:1].islower())


def _goes_on_in_paragraph(paragraph: _Paragraph, line: Line) -> bool:
    """Whether a line without a bullet goes on with the paragraph or list item before it."""
    if line.gap:
        return False
    return not paragraph.is_item or line.is_indented or line.text[:1].islower()


def _is_term(text: str) -> bool:
    """Whether a line can be one term or a list of them, not a sentence."""
    listed = terms(bullet(text) or text)
    return not text.endswith((".", ":")) and all(
        len(term.split()) <= _MOST_WORDS_OF_A_TERM for term in listed
    )


def _unbracketed(note: str) -> str:
    text = note.strip().removesuffix(".").removesuffix(")")
    return text if text.endswith((".", "!", "?")) else f"{text}."


_VIEW_ALSO_AT_END = re.compile(r"\((?:view|see) also:?\s+([^()]+)\)\s*\.?$", re.I)


def _views_in(text: str) -> tuple[str, ...]:
    """The terms that a text points to in brackets at its end; the text keeps them."""
    match = _VIEW_ALSO_AT_END.search(text)
    return terms(match[1]) if match else ()


def _rendered(paragraphs: Sequence[_Paragraph]) -> tuple[str, bool]:
    """A text with its paragraphs, and whether it is Markdown because it holds a list."""
    is_list = any(p.is_item for p in paragraphs) and len(paragraphs) > 1
    parts: list[str] = []
    before: _Paragraph | None = None
    for paragraph in paragraphs:
        if before is not None:
            parts.append("\n" if before.is_item and paragraph.is_item else "\n\n")
        mark = "- " if paragraph.is_item and is_list else ""
        parts.append(mark + squash(" ".join(paragraph.lines)))
        before = paragraph
    return "".join(parts), is_list


_TERM_BEFORE_TEXT = re.compile(r"\((?P<term>[^()]{2,60})\)\s*(?=[\u2018\u201c'\"]?[A-Z])")


def _term_in(text: str, heading: str) -> str:
    """The term as the source calls it, where it stands in brackets before the text."""
    match = _TERM_BEFORE_TEXT.match(text)
    if match is None:
        return ""
    is_short_for = f"({match['term']})" in heading
    is_like = fold(match["term"]) != fold(heading) and set(words(match["term"])) & set(
        words(heading)
    )
    return match["term"] if is_short_for or is_like else ""
