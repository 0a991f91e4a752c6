"""The texts in an HTML page that a reader sees and that a link may stand in, with their places.

A page is read as browsers read it (HTML Living Standard, section 13.2.5), and nothing of it is
changed: whoever puts something in between two characters of such a text puts it in no tag, comment,
script or attribute. Where a tag never ends, the rest of the page is taken for none of all that.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

_NAME = r"[a-zA-Z][^\s/>]*+"
# Nothing here is read twice: groups are atomic, and no two alternatives begin alike.
_ATTRIBUTE = (
    r"""(?>[^\s/>][^\s/>=]*+(?>\s*+=\s*+(?:"[^"]*"|'[^']*'|[^\s"'>][^\s>]*+|(?=>)))?+(?!\s*=))"""
)
_TAG = re.compile(rf"<(/?)({_NAME})(?>[\s/]++|{_ATTRIBUTE})*+>")
_BEGUN = re.compile(rf"</?{_NAME}")
_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))", re.DOTALL)
_BOGUS = re.compile(r"<(?:[!?]|/[^a-zA-Z>])[^>]*(?:>|\Z)|</>")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[a-zA-Z][a-zA-Z0-9]{1,31};?)")
_SCRIPT_STEP = re.compile(r"<!--|-->|<(/?)script(?=[\s/>])", re.IGNORECASE)

_ENDS_IN_VALUE = re.compile(r"""=\s*[^\s"'>][^\s>]*/>\Z""")

_CDATA = "<![CDATA["

_RAW = frozenset(
    ("iframe", "noembed", "noframes", "plaintext", "script", "style", "textarea", "title", "xmp")
)
"""Elements in which nothing is a tag but their own end, which ``plaintext`` has not even."""

_SKIPPED = frozenset(
    ("a", "applet", "audio", "button", "canvas", "code", "datalist", "kbd", "math", "noscript",
     "object", "optgroup", "option", "pre", "samp", "select", "svg", "template", "video")
)  # fmt: skip
"""Elements in which no link belongs."""

_FOREIGN = ("math", "svg")


@dataclass(frozen=True, slots=True)
class VisibleText:
    """A run of text between two tags, as it is read; ``start`` is where it begins in the page.

    ``jumps`` has, for each character reference before it, the place in the text and the place in
    the page right after it.
    """

    text: str
    start: int
    jumps: tuple[tuple[int, int], ...] = ()

    def place(self, position: int) -> int:
        """Where the character at a position of the text begins in the page."""
        passed = bisect_right(self.jumps, position, key=_in_text)
        at, in_page = self.jumps[passed - 1] if passed else (0, self.start)
        return in_page + position - at

    def end(self, position: int) -> int:
        """Where what ends before a position of the text ends in the page."""
        passed = bisect_right(self.jumps, position, key=_in_text)
        at, in_page = self.jumps[passed - 1] if passed else (0, self.start)
        return in_page if at == position else self.place(position - 1) + 1


def _in_text(jump: tuple[int, int]) -> int:
    return jump[0]


def visible_texts(page: str) -> Iterator[VisibleText]:
    """The texts of a page that links may be put in, in their order.

    Left out is what stands in links, buttons, code, drawings and whatever is no text for people.

    >>> [(each.text, each.start) for each in visible_texts('<p title="a">Skill <a>b</a> &amp; c')]
    [('Skill ', 13), (' & c', 27)]
    """
    reading = _Reading(page)
    position = 0
    while position < len(page):
        opened = page.find("<", position)
        end = len(page) if opened < 0 else opened
        if end > position and not reading.is_skipped:
            yield _decoded(page, position, end)
        if opened < 0:
            return
        position = reading.after(opened)


@dataclass(slots=True)
class _Reading:
    """How far a page is read, and which elements are open that no link belongs in.

    In two places browsers read a page in one of two ways: in ``noscript``, depending on whether
    they run scripts, and in drawings and formulas, depending on what has ended those. Where the two
    would part, the rest of the page is left alone.
    """

    page: str
    open: Counter[str] = field(default_factory=Counter)
    without_scripts: int | None = None

    @property
    def is_skipped(self) -> bool:
        return self.open.total() > 0

    @property
    def is_foreign(self) -> bool:
        return any(self.open[each] for each in _FOREIGN)

    def after(self, opened: int) -> int:
        """Where reading goes on after what a ``<`` begins."""
        end = self._after(opened)
        parts_here = self.without_scripts is not None and opened < self.without_scripts < end
        return len(self.page) if parts_here else end

    def _after(self, opened: int) -> int:
        tag = _TAG.match(self.page, opened)
        if tag is not None:
            return self._after_tag(tag)
        if self.is_foreign and self.page.startswith(_CDATA, opened):
            return self._after_cdata(opened)
        for other in (_COMMENT, _BOGUS):
            found = other.match(self.page, opened)
            if found is not None:
                return found.end()
        # Any other "<" is a sign like all others; but what begins like a tag and never ends is not.
        return len(self.page) if _BEGUN.match(self.page, opened) else opened + 1

    def _after_cdata(self, opened: int) -> int:
        end = self.page.find("]]>", opened)
        is_agreed = end >= 0 and self.page.find(">", opened) == end + 2
        return end + 3 if is_agreed else len(self.page)

    def _after_tag(self, tag: re.Match[str]) -> int:
        name, is_end = tag[2].lower(), bool(tag[1])
        was_foreign = self.is_foreign
        if name in _SKIPPED:
            is_closed = (was_foreign or name in _FOREIGN) and _closes_itself(tag[0])
            self._count(name, is_end, is_closed)
        if name == "noscript" and (is_end or self.without_scripts is None):
            self.without_scripts = None if is_end else self._end_of(name, tag.end())
            if self.without_scripts == len(self.page):
                return len(self.page)
        if is_end or name not in _RAW:
            return tag.end()
        end = self._end_of(name, tag.end())
        if not was_foreign:
            return _after_script(self.page, tag.end()) if name == "script" else end
        is_agreed = _closes_itself(tag[0]) or "<" not in self.page[tag.end() : end]
        return tag.end() if is_agreed else len(self.page)

    def _end_of(self, name: str, position: int) -> int:
        """Where the next end tag of an element begins."""
        if name == "plaintext":
            return len(self.page)
        end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self.page, position)
        return end.start() if end else len(self.page)

    def _count(self, name: str, is_end: bool, is_closed: bool) -> None:
        if is_end:
            self.open[name] = max(0, self.open[name] - 1)
        elif name == "a":  # a link in a link ends the outer one
            self.open[name] = 1
        elif not is_closed:
            self.open[name] += 1


def _closes_itself(tag: str) -> bool:
    """Whether a tag ends in a slash that belongs to no attribute."""
    return tag.endswith("/>") and not _ENDS_IN_VALUE.search(tag)


def _after_script(page: str, position: int) -> int:
    """The end of a script: the first end tag that is not inside ``<!-- <script> … </script>``."""
    in_comment = in_script = False
    for step in _SCRIPT_STEP.finditer(page, position):
        if step[0] == "<!--":
            in_comment = True
        elif step[0] == "-->":
            in_comment = in_script = False
        elif not step[1]:
            in_script = in_comment
        elif not in_script:
            return step.start()
        else:
            in_script = False
    return len(page)


def _decoded(page: str, start: int, end: int) -> VisibleText:
    """A text with its character references resolved."""
    raw = page[start:end]
    if "&" not in raw:
        return VisibleText(raw, start)
    parts: list[str] = []
    jumps: list[tuple[int, int]] = []
    done = length = 0
    for found in _REFERENCE.finditer(raw):
        meant = unescape(found[0])
        if meant == found[0]:
            continue
        parts += [raw[done : found.start()], meant]
        length += found.start() - done + len(meant)
        done = found.end()
        jumps.append((length, start + done))
    return VisibleText("".join(parts) + raw[done:], start, tuple(jumps))
