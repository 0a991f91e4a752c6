"""An HTML page as the lines that its text copy would have; never the markup itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tvet_skos.ingest.furniture import is_furniture
from tvet_skos.text import squash

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

NESTING = 500
"""How deep tags may stand in one another; deeper ones are taken out, their text stays."""

_DROPPED = frozenset((
    "script", "style", "nav", "form", "footer", "noscript", "template", "iframe", "svg", "math",
    "button", "select", "option", "textarea", "input", "object", "canvas", "audio", "video", "head",
    "dialog",
))  # fmt: skip
_SITE_PART = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|cookies?|footer|sidebar|search|share)"
    r"(?=$|[\s_-])",
    re.I,
)

# How many line ends stand before and after an element: 1 a new line, 2 a blank line, 3 a gap.
_LINE_ENDS = {
    **dict.fromkeys(("br", "tr", "li", "dt", "dd", "option", "caption", "summary", "legend"), 1),
    **dict.fromkeys((
        "p", "div", "ul", "ol", "dl", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5",
        "h6", "header", "figure", "address", "main", "details", "fieldset", "center", "body",
    ), 2),
    **dict.fromkeys(("section", "article", "hr"), 3),
}  # fmt: skip
_PARAGRAPHS = frozenset(["p", "ul", "ol", "dl", "table", "blockquote", "pre"])
_CELLS = frozenset(("td", "th"))

_LOOKS_LIKE_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|main|div|section|article|p|h[1-6]|ul|table)\b[^<>]*>", re.I
)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^<>]*>", re.I)
_NEVER_DEEP = frozenset((
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "br", "hr", "img",
    "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr", "html",
    "head", "body",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """What an HTML page shows: its ``text``, ``title``, main ``heading`` and address."""

    text: str
    title: str = ""
    heading: str = ""
    url: str = ""


def is_html(text: str) -> bool:
    """Whether a text is HTML: one of the usual tags stands near its beginning.

    >>> is_html("<!DOCTYPE html><p>x</p>"), is_html("Skill\\n\\nAn ability <see note>.")
    (True, False)
    """
    return _LOOKS_LIKE_HTML.search(text[:5_000]) is not None


def read_html(text: str) -> HtmlPage:
    """The text of an HTML page, with the gaps that its paragraphs and sections make.

    List items start with ``•``; menus, forms, scripts and hidden parts are left out.

    >>> read_html("<h1>Skill</h1><p>An ability<ul><li>to do</ul>").text
    'Skill\\n\\nAn ability\\n\\n• to do\\n'
    """
    from selectolax.lexbor import LexborHTMLParser  # only who reads HTML waits for it

    tree = LexborHTMLParser(flattened(text))
    title = tree.css_first("title")
    return HtmlPage(
        text=_Lines().read(tree.body or tree.root),
        title=squash(title.text()) if title is not None else "",
        heading=_heading(tree),
        url=_address(tree),
    )


def flattened(text: str) -> str:
    """HTML without the tags that stand more than ``NESTING`` deep.

    The parser's time grows with the square of the depth: 200,000 nested ``<div>`` took it 217 s.
    """
    depth = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2].lower() in _NEVER_DEEP:
            return tag[0]
        if not tag[1]:
            depth += 1
            return tag[0] if depth <= NESTING else " "
        depth = max(0, depth - 1)
        return tag[0] if depth < NESTING else " "

    return _TAG.sub(kept, text)


def _heading(tree: LexborHTMLParser) -> str:
    """The first ``h1`` that is no site furniture; sites use the others for their menus."""
    headings = (squash(node.text()) for node in tree.css("h1"))
    return next((text for text in headings if text and not is_furniture(text)), "")


def _address(tree: LexborHTMLParser) -> str:
    """The canonical address that the page gives for itself, if it is one for the web."""
    for selector, attribute in (
        ('link[rel="canonical"]', "href"),
        ('meta[property="og:url"]', "content"),
    ):
        node = tree.css_first(selector)
        address = squash(node.attributes.get(attribute) or "") if node is not None else ""
        if is_web_address(address):
            return address
    return ""


def is_web_address(address: str) -> bool:
    """Whether a text is an http or https address that can stand in RDF.

    >>> is_web_address("https://example.org/a"), is_web_address("javascript:alert(1)")
    (True, False)
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    clean = re.search(r'[\x00-\x20<>"{}|^`\\]', address) is None
    return clean and parts.scheme in ("http", "https") and bool(parts.netloc)


class _Lines:
    """Walks a tree without recursion and writes its text line by line."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.due = 0

    def read(self, root: LexborNode | None) -> str:
        """The text under a node; a stack stands in for recursion, so depth does not matter."""
        stack = [(root, False)] if root is not None else []
        while stack:
            node, is_read = stack.pop()
            if is_read:
                self.leave(node)
            elif node.is_text_node:
                self.write(node.text_content or "")
            elif node.is_element_node and not _is_left_out(node):
                self.enter(node)
                stack.append((node, True))
                children = list(node.iter(include_text=True))
                stack.extend((child, False) for child in reversed(children))
        return re.sub(r" *\n *", "\n", "".join(self.parts)).strip() + "\n"

    def enter(self, node: LexborNode) -> None:
        """Begin an element on the line that is its due."""
        self.break_line(_line_ends(node))
        if node.tag == "li":
            self.write("• ")

    def leave(self, node: LexborNode) -> None:
        """End an element's line; cells of one row stay on one line."""
        self.break_line(_line_ends(node))
        if node.tag in _CELLS:
            self.parts.append(" | ")

    def write(self, text: str) -> None:
        """Text with its white space folded, as browsers show it."""
        words = re.sub(r"\s+", " ", text)
        if words == " " and (self.due or not self.parts or self.parts[-1].endswith(" ")):
            return
        if self.due:
            self.parts.append("\n" * self.due)
            self.due, words = 0, words.lstrip()
        self.parts.append(words)

    def break_line(self, count: int) -> None:
        """Ask for line ends before the next text; the larger wish counts, as with margins."""
        self.due = max(self.due, count) if self.parts else 0


def _line_ends(node: LexborNode) -> int:
    """A ``div`` that holds whole paragraphs stands for itself like a section."""
    if node.tag == "div" and any(child.tag in _PARAGRAPHS for child in node.iter()):
        return 3
    return _LINE_ENDS.get(node.tag or "", 0)


def _is_left_out(node: LexborNode) -> bool:
    """Whether an element is not shown, or is a part of the site rather than of the page."""
    attributes, tag = node.attributes, node.tag or ""
    names = " ".join(attributes.get(name) or "" for name in ("class", "id", "role"))
    return (
        tag in _DROPPED
        or "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or re.search(r"display\s*:\s*none", attributes.get("style") or "") is not None
        or (tag not in ("body", "main", "article", "h1") and _SITE_PART.search(names) is not None)
    )
