"""Bytes to text: the encoding is the one given, else UTF-8; it is never guessed."""

from __future__ import annotations

import re

from tvet_skos.errors import DecodingError, InputError
from tvet_skos.text import nfc

MAX_BYTES = 5_000_000
"""The largest page that is read; the largest glossary page known has less than a hundredth."""

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029]")

# Web pages put these in to steer line breaks; in a text they would only break search.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))

# No text holds them, XML cannot carry them, and windows-1252 read as latin-1 is full of them.
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

_DECLARED = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_.:-]+)""", re.I)


def decoded(content: bytes, *, file: str = "<input>", encoding: str | None = None) -> str:
    """The text of a page: NFC, ``\\n`` at line ends, without byte order mark and soft hyphens.

    :param encoding: a name that Python knows; ``None`` for UTF-8
    :raises InputError: an empty or too large file, or an unknown encoding
    :raises DecodingError: the bytes are no text in that encoding; the hint names a likely one

    >>> decoded("cafe\u0301\\r\\n".encode())
    'café\\n'
    """
    if len(content) > MAX_BYTES:
        raise InputError(
            f"the page has {len(content):,} bytes; more than {MAX_BYTES:,} are not read",
            file=file,
            hint="give the page of one term, not a whole site or a book",
        )
    text = _text(content, file, encoding)
    if not text.strip():
        raise InputError("the file is empty", file=file, hint="save the page again")
    fault = _NOT_TEXT.search(text)
    if fault:
        raise _unreadable(content, file, text.count("\n", 0, fault.start()) + 1, encoding)
    return nfc(text.translate(_INVISIBLE))


def _text(content: bytes, file: str, encoding: str | None) -> str:
    try:
        text = content.decode(encoding or "utf-8-sig")
    except LookupError as error:
        raise InputError(
            f"no encoding is called {encoding!r}",
            file=file,
            hint="use a name such as utf-8, utf-16 or windows-1252",
        ) from error
    except (UnicodeError, ValueError) as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        raise _unreadable(content, file, content.count(b"\n", 0, start) + 1, encoding) from error
    return _LINE_ENDS.sub("\n", text.removeprefix("\ufeff"))


def _unreadable(content: bytes, file: str, line: int, encoding: str | None) -> DecodingError:
    if _is_wide(content):
        found, hint = "UTF-16", "try --encoding utf-16"
    elif b"\x00" in content:
        found, hint = "binary", "give the page as text or HTML, not as PDF, DOCX or image"
    else:
        found, hint = "", f"try --encoding {_likely(content, encoding)}"
    assumed = encoding or "UTF-8"
    message = f"this is {found}, not {assumed} text" if found else f"this is no {assumed} text"
    return DecodingError(message, file=file, line=None if found else line, hint=hint)


def _is_wide(content: bytes) -> bool:
    """Whether bytes look like UTF-16: its mark, or a NUL in nearly every second place."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    start = content[:2_000]
    half = len(start) // 2
    return half > 1 and max(start[::2].count(0), start[1::2].count(0)) > half * 0.8


def _likely(content: bytes, tried: str | None) -> str:
    """The encoding that an HTML page declares, else the usual one of older Windows programs."""
    declared = _DECLARED.search(content[:2_000])
    name = declared[1].decode("ascii").lower() if declared else ""
    unhelpful = {"utf-8", "utf8", (tried or "").lower(), ""}
    if name not in unhelpful:
        return name
    return "windows-1252" if (tried or "").lower() not in ("windows-1252", "cp1252") else "utf-8"
