"""Input that parsers crash on, or that makes them read other files: refused before any sees it."""

from __future__ import annotations

import re

from tvet_skos.errors import SyntaxFault

NESTING = 100
"""How deep brackets may stand in one another; deeper input has crashed every RDF parser tried."""

ENTITY_LENGTH = 1_000
"""How long the text of an XML entity may be: namespaces fit, bombs do not."""


def refuse_deep_nesting(text: str, file: str, *, json: bool = False) -> None:
    """Refuse Turtle or JSON whose brackets stand more than ``NESTING`` deep.

    :raises SyntaxFault: with the line on which it goes too deep
    """
    opening = text.count("[") + text.count("(") + (text.count("{") if json else 0)
    if opening <= NESTING:
        return
    depth = 0
    for token in (_JSON_TOKEN if json else _TURTLE_TOKEN).finditer(text):
        mark = token[0]
        if mark in "[({":
            depth += 1
        elif mark in "])}":
            depth -= 1
        if depth > NESTING:
            raise SyntaxFault(
                f"brackets are nested more than {NESTING} deep",
                file=file,
                line=text.count("\n", 0, token.start()) + 1,
                hint="give the inner nodes IRIs and write them as records of their own",
            )


# Strings, IRIs and comments are tokens so that brackets inside them do not count. An unterminated
# one matches nothing and is left for the parser to report.
_TURTLE_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*+\'\'\''
    r'|"(?:[^"\\\n]|\\.)*+"|\'(?:[^\'\\\n]|\\.)*+\''
    r"|<[^<>\"{}|^`\\\s]*+>|#[^\n]*+|[\[\]()]",
    re.S,
)
_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.S)


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


_SINGLE_QUOTED = re.compile(r"(<!ENTITY\s+[\w.-]+\s+)'([^'\"]*)'", re.I)
