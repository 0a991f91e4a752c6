"""Input that parsers crash on, that makes them read other files, or that they take as whole
although its end is missing: refused before any sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, islice
from operator import attrgetter

from tvet_skos.errors import SyntaxFault

NESTING = 100
"""How deep brackets may stand in one another; deeper input has crashed every RDF parser tried."""

ELEMENTS = 2 * NESTING
"""How deep elements of XML may stand in one another: a node of RDF/XML takes two of them."""

ENTITY_LENGTH = 1_000
"""How long the text of an XML entity may be: namespaces fit, bombs do not."""


def refuse_deep_nesting(content: bytes, file: str, *, json: bool = False) -> None:
    """Refuse Turtle or JSON whose brackets stand more than ``NESTING`` deep.

    :raises SyntaxFault: with the line on which it goes too deep
    """
    opening = content.count(b"[") + content.count(b"(") + (content.count(b"{") if json else 0)
    if opening <= NESTING:
        return
    brackets = _JSON_BRACKET if json else _TURTLE_BRACKET
    if _is_shallow(b"".join(brackets.findall(content))):
        return
    depth = 0
    for bracket in brackets.finditer(content):
        depth += _DEEPER.get(bracket[1], 0)
        if depth > NESTING:
            raise SyntaxFault(
                f"brackets are nested more than {NESTING} deep",
                file=file,
                line=content.count(b"\n", 0, bracket.end()) + 1,
                hint="give the inner nodes IRIs and write them as records of their own",
            )


def _is_shallow(brackets: bytes) -> bool:
    """Whether brackets pair up within ``NESTING``; a quick look that may say no where it is so."""
    for _ in range(NESTING // 3):
        if not brackets:
            return True
        # Three levels at most go in one turn.
        brackets = brackets.replace(b"[]", b"").replace(b"()", b"").replace(b"{}", b"")
    return False


_DEEPER = {b"[": 1, b"(": 1, b"{": 1, b"]": -1, b")": -1, b"}": -1}

# One match leads from a bracket to the next, over strings, IRIs and comments, in which brackets do
# not count. What is opened and never closed is passed a character at a time, for the parser to
# report.
_TURTLE_BRACKET = re.compile(
    rb'(?:[^"\'<#\[\]()]++|<[^<>"{}|^`\\\s]*+>|#[^\n]*+'
    rb'|"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+"""|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"'
    rb"|'''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+'''|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'"
    rb")*+([\[\]()]|.|\Z)",
    re.S,
)
_JSON_BRACKET = re.compile(rb'(?:[^"\[\]{}]++|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+([\[\]{}]|.|\Z)', re.S)


def refuse_deep_elements(content: bytes, file: str) -> None:
    """Refuse XML whose elements stand more than ``ELEMENTS`` deep.

    What the parser takes for them grows with the square of the depth: minutes at a hundred
    thousand, which are a file of two megabytes.

    :raises SyntaxFault: with the line on which it goes too deep
    """
    depths = accumulate(map(_STEPS.__getitem__, map(attrgetter("lastindex"), _tags(content))))
    deep = next((number for number, depth in enumerate(depths) if depth > ELEMENTS), None)
    if deep is not None:
        tag = next(islice(_tags(content), deep, None))
        raise SyntaxFault(
            f"elements are nested more than {ELEMENTS} deep",
            file=file,
            line=content.count(b"\n", 0, tag.start()) + 1,
            hint="give the inner nodes IRIs and write them as records of their own",
        )


# Group 1 is an end tag, 2 one that is start and end, 3 a start tag; comments and the like have no
# group. What is never closed goes to the end, so that no text is gone through again and again.
_TAG = re.compile(
    rb"<(?:!--(?:.*?-->|.*+)|!\[CDATA\[(?:.*?\]\]>|.*+)|\?(?:.*?\?>|.*+)|(/)"
    rb"|[^\s<>/!?](?:[^<>\"'/]++|\"[^\"]*+\"|'[^']*+'|/(?!>))*+(?:(/>)|()))",
    re.S,
)
_STEPS = {None: 0, 1: -1, 2: 0, 3: 1}


def _tags(content: bytes) -> Iterator[re.Match[bytes]]:
    return _TAG.finditer(content)


def may_declare_entities(content: bytes) -> bool:
    """Whether RDF/XML may hold a declaration of the kind that ``refuse_entities`` looks at."""
    return bool(re.search(rb"<!(?:DOCTYPE|ENTITY)", content, re.I))


def refuse_entities(text: str, file: str) -> None:
    """Refuse RDF/XML with external, nested or long entities; short names for namespaces pass.

    :raises SyntaxFault: with the line of the declaration
    """
    if "<!" not in text or not re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.I):
        return
    for declaration in re.finditer(r"<!DOCTYPE[^\[>]*+|<!ENTITY[^>]*+>?", text, re.I):
        if not _HARMLESS.fullmatch(declaration[0]):
            raise SyntaxFault(
                "the XML declares an external, nested or long entity, which is never read",
                file=file,
                line=text.count("\n", 0, declaration.start()) + 1,
                hint="remove the declaration, or save the file as Turtle",
            )


_HARMLESS = re.compile(
    r"<!DOCTYPE\s+[\w:.-]+\s*"
    rf"|<!ENTITY\s+[\w.-]+\s+(?:\"[^&%\"<]{{0,{ENTITY_LENGTH}}}\"|'[^&%'<]{{0,{ENTITY_LENGTH}}}')\s*>",
    re.I,
)


def double_quoted_entities(text: str) -> str:
    """The document with its entities in double quotes, which the parser insists on.

    >>> double_quoted_entities("<!ENTITY skos 'http://www.w3.org/2004/02/skos/core#'>")
    '<!ENTITY skos "http://www.w3.org/2004/02/skos/core#">'
    """
    return _SINGLE_QUOTED.sub(r'\1"\2"', text)


def refuse_cut_xml(content: bytes, file: str) -> None:
    """Refuse an XML document that ends before its root element does: the parser takes it as whole.

    :raises SyntaxFault: with the last line

    >>> refuse_cut_xml(b"<r><a/></r> <!-- end -->", "in.rdf")
    >>> refuse_cut_xml(b"<r><a/>", "in.rdf")
    Traceback (most recent call last):
    ...
    tvet_skos.errors.SyntaxFault: in.rdf:1: the file ends before <r> is closed
    """
    root = _XML_ROOT.match(content)
    if root is None or _is_closed(content[-_XML_TAIL:], root[1]):
        return
    raise SyntaxFault(
        f"the file ends before <{root[1].decode()}> is closed",
        file=file,
        line=content.rstrip().count(b"\n") + 1,
        hint="it may be cut off: fetch or save the whole of it again",
    )


def _is_closed(tail: bytes, root: bytes) -> bool:
    """Whether the last tag is the end of the root element, or is all there is of it."""
    tags = _XML_ASIDE.sub(b"", tail)
    last = tags[tags.rfind(b"<") :]
    if last.startswith(b"</"):
        return last[2:].partition(b">")[0].rstrip() == root
    return last.startswith(b"<" + root) and b"/>" in last


_XML_TAIL = 1 << 16
# What is never closed goes to the end, so that no text is gone through again and again.
_XML_ASIDE = re.compile(rb"<!--(?:.*?-->|.*+)|<\?(?:.*?\?>|.*+)", re.S)
_XML_ROOT = re.compile(
    rb"(?:[^<]++|<!--(?:(?!-->).)*+-->|<\?(?:(?!\?>).)*+\?>"
    rb"|<!DOCTYPE[^\[>]*+(?:\[[^\]]*+\]\s*+)?+>)*+<([^\s/>!?]++)",
    re.S | re.I,
)

_SINGLE_QUOTED = re.compile(r"(<!ENTITY\s+[\w.-]+\s+)'([^'\"]*)'", re.I)
