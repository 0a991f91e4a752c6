"""What may stand in a cell or on a screen: texts made harmless, and not changed otherwise."""

from __future__ import annotations

import re

# C0 and C1 controls (tab and line feed stay), the controls that turn the direction of text around,
# and what no XML can hold: surrogates and the two non-characters.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def printable(text: str) -> str:
    r"""``text`` with characters that act instead of showing written out as ``\\u001B``.

    An escape sequence would command the reader's terminal, a direction override would make a
    source look like another, and most control characters are allowed in no XML, XLSX or HTML.
    ``CRLF`` becomes a line feed.

    >>> print(printable("a\x1b[2Jb"))
    a\u001B[2Jb
    """
    lines = text.replace("\r\n", "\n")
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04X}", lines)


_COMMANDS = "=+\\-@\t\r\n\x00\uff1d\uff0b\uff0d\uff20"
_DANGEROUS = re.compile(f"'*[{_COMMANDS}]")
_DEFUSED = re.compile(f"'+[{_COMMANDS}]")


def defused(cell: str) -> str:
    """A cell of a spreadsheet that cannot be taken for a formula: a ``'`` goes before it.

    Cells that begin with ``=``, ``+``, ``-``, ``@``, a tab, a line break, NUL or a full-width
    form of these are meant; also those that look defused already, so that ``restored`` gets all.

    :source: OWASP ASVS 5.0, 1.2.10

    >>> defused("=1+1"), defused("'=1+1"), defused("learning")
    ("'=1+1", "''=1+1", 'learning')
    """
    return f"'{cell}" if _DANGEROUS.match(cell) else cell


def restored(cell: str) -> str:
    """The text that ``defused`` was given.

    >>> restored("'=1+1"), restored("''=1+1"), restored("'tis learning")
    ('=1+1', "'=1+1", "'tis learning")
    """
    return cell[1:] if _DEFUSED.match(cell) else cell
