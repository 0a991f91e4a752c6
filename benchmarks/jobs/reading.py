"""Reading glossary pages of our own invention, in three layouts."""

from __future__ import annotations

from pathlib import Path

from benchmarks.jobs.timing import timed
from tvet_skos.ingest import PageOptions, page_input, read, read_pages
from tvet_skos.resources import bundled_vocabulary

_INDEX = "1-9  A  B  C  D  E  F  G  H  I  J  K  L  M  N  O  P  Q  R  S  T  U  V  W  X  Y  Z"
_TOP = f"UNESCO-UNEVOC Logo\n\nAbout Us\n\nTVETipedia Glossary\n\n{_INDEX}\n\n\n"
_BOTTOM = "\n\n\nBrowse related topics\n\n\nContribute\n\n\nunevoc.unesco.org\n"
_SENTENCES = (
    "It is planned by the school and by the firm together.",
    "Learners keep a record of what they did, which counts later.",
    "The term is used of adults as well as of young people.",
    "Some countries ask for a test at the end, others for a report.",
)


def _text(number: int, part: int) -> str:
    """A definition of two to six sentences that occurs once."""
    sentences = (_SENTENCES[(number + part + i) % len(_SENTENCES)] for i in range(1 + part % 5))
    return f"Training scheme {number}-{part} is a way to learn a trade. {' '.join(sentences)}"


def _current(number: int) -> str:
    parts = (
        f"{_text(number, i)}\n\nSource:\nExample Agency {i}, Training in {2000 + i}, {2000 + i}"
        for i in range(2 + number % 5)
    )
    return f"{_TOP}Training scheme {number}\n\n" + "\n\n\n".join(parts) + _BOTTOM


def _old(number: int) -> str:
    parts = (
        f"{_text(number, i)}\nSource: EXA {2000 + i}, Exampleland" for i in range(2 + number % 5)
    )
    body = "\n".join(parts)
    return (
        f"{_TOP}Training scheme {number}\n\nParent term: Training scheme {number // 2}\n\n{body}\n"
    )


def _html(number: int) -> str:
    parts = (
        f"<div><p>{_text(number, i)}, as follows:</p><ul><li>one;</li><li>two.</li></ul></div>"
        for i in range(2 + number % 5)
    )
    heading = f"<h1>Training scheme {number}</h1>"
    return f"<!DOCTYPE html><body><p>{_INDEX}</p>{heading}{''.join(parts)}</body>"


_LAYOUTS = (("txt", _current), ("txt", _old), ("html", _html))


def _write_pages(folder: Path, count: int) -> None:
    """Write pages, each layout in turn."""
    for number in range(count):
        suffix, page = _LAYOUTS[number % len(_LAYOUTS)]
        (folder / f"{number:04}.{suffix}").write_text(page(number), encoding="utf-8")


def pages(folder: str, count: str) -> dict[str, float]:
    """Write pages and read them with the bundled register: how many concepts came of it."""
    _write_pages(Path(folder), int(count))
    vocabulary = read(bundled_vocabulary())
    with timed() as watch:
        found = read_pages(
            (page_input(path) for path in sorted(Path(folder).iterdir())),
            PageOptions(read_on="2026-01-01"),
            vocabulary,
        )
    failures = len(found.failures)
    return {"count": len(found.scheme.concepts) - failures, "reading": watch.seconds}
