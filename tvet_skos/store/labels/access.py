"""The ways into the label index beside the key: words, spellings, fragments, texts.

In memory each is made when something first needs it; a file has them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tvet_skos.store.labels.database import LabelDatabase
from tvet_skos.text import folded_words

# Thai, Lao, Burmese, Khmer, kana, Han and Hangul: one or two signs can be a word inside a "word".
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_UNSPACED += "\U00020000-\U0003ffff"
_RUN = re.compile(f"[{_UNSPACED}]+")


def is_unspaced(text: str) -> bool:
    """Whether a text is written in scripts that put no spaces between words.

    >>> is_unspaced("教育"), is_unspaced("ed")
    (True, False)
    """
    return bool(_RUN.fullmatch(text))


def words(database: LabelDatabase) -> None:
    """Make labels findable by their words."""
    database.ensure("words", lambda: database.script("words"))


def spellings(database: LabelDatabase) -> None:
    """Make labels and their words findable by spellings that come near."""
    words(database)
    database.ensure("spelling", lambda: _make_spellings(database))


def fragments(database: LabelDatabase) -> None:
    """Make words findable by three letters in a row."""
    spellings(database)
    database.ensure("fragments", lambda: database.script("fragments"))


def signs(database: LabelDatabase) -> None:
    """Make words of scripts without spaces findable by one sign and by two."""
    spellings(database)
    database.ensure("signs", lambda: _make_signs(database))


def definition_words(database: LabelDatabase) -> None:
    """Make definitions findable by their words."""
    database.ensure("definition_words", lambda: _make_text_words(database, "definition"))


def note_words(database: LabelDatabase) -> None:
    """Make notes findable by their words."""
    database.ensure("note_words", lambda: _make_text_words(database, "note"))


ACCESS = (words, spellings, fragments, signs, definition_words, note_words)
"""All of them, in the order in which a file gets them."""


def _make_spellings(database: LabelDatabase) -> None:
    database.script("spellings")
    found = database.stream("SELECT use, text FROM temp.spelt ORDER BY text")
    rows = ((use, len(text), text, text[::-1]) for use, text in found)
    database.insert("INSERT INTO spelling (use, length, text, backward) VALUES (?, ?, ?, ?)", rows)
    database.run(*_SPELLINGS_FOUND)


_SPELLINGS_FOUND = (
    "CREATE INDEX spelling_forward ON spelling (length, text, use)",
    "CREATE INDEX spelling_backward ON spelling (length, backward, text, use)",
    "DROP VIEW temp.spelt",
    "DROP TABLE temp.vocabulary",
)


def _make_text_words(database: LabelDatabase, table: str) -> None:
    """Make the words of ``definition`` or ``note``."""
    database.script(f"{table}_words")
    found = database.stream(f"SELECT id, value FROM {table} ORDER BY id")
    rows = ((number, " ".join(folded_words(text))) for number, text in found)
    database.insert(f"INSERT INTO {table}_words (rowid, folded) VALUES (?, ?)", rows)


def _make_signs(database: LabelDatabase) -> None:
    database.script("signs")
    found = database.rows("SELECT text, id FROM spelling WHERE use & 1 AND text GLOB '*[^ -~]*'")
    rows = ((sign, number) for text, number in found for sign in _signs(text))
    database.insert("INSERT OR IGNORE INTO signs VALUES (?, ?)", rows)


def _signs(text: str) -> Iterator[str]:
    for run in _RUN.findall(text):
        yield from run
        yield from (run[place : place + 2] for place in range(len(run) - 1))
