"""The promise: 1,000 glossary pages are read in under 20 s and under 300 MB.

Run ``python benchmarks/ingest_pages.py``. It writes varied pages to a temporary folder, reads them
in a process of its own, and prints the seconds and the peak memory of that process.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAGES = 1_000
MOST_SECONDS = 20.0
MOST_MEGABYTES = 300.0

ROOT = Path(__file__).resolve().parent.parent

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


def write_pages(folder: Path) -> None:
    """Write ``PAGES`` pages in turn of each layout."""
    for number in range(PAGES):
        suffix, page = _LAYOUTS[number % len(_LAYOUTS)]
        (folder / f"{number:04}.{suffix}").write_text(page(number), encoding="utf-8")


def measure(folder: Path) -> dict[str, float]:
    """Read the pages of a folder with the bundled register: seconds, megabytes, what was found."""
    started = time.perf_counter()
    from tvet_skos.ingest import PageOptions, page_input, read, read_pages

    vocabulary = read(ROOT / "vocab")
    pages = (page_input(path) for path in sorted(folder.iterdir()))
    found = read_pages(pages, PageOptions(read_on="2026-01-01"), vocabulary)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "seconds": seconds,
        "megabytes": peak / (1024 * 1024 if sys.platform == "darwin" else 1024),
        "concepts": len(found.scheme.concepts),
        "definitions": sum(1 for _ in found.scheme.definitions),
        "failures": len(found.failures),
    }


def main() -> int:
    """Measure in a fresh process; 0 when the promise holds, else 1."""
    with tempfile.TemporaryDirectory() as name:
        write_pages(Path(name))
        command = [sys.executable, str(Path(__file__).resolve()), name]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    result = json.loads(done.stdout)
    print(
        f"{PAGES} pages: {result['seconds']:.2f} s, {result['megabytes']:.0f} MB,"
        f" {result['concepts']} concepts, {result['definitions']} definitions"
    )
    kept = result["seconds"] < MOST_SECONDS and result["megabytes"] < MOST_MEGABYTES
    whole = result["concepts"] == PAGES and not result["failures"]
    return 0 if kept and whole else 1


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.path.insert(0, str(ROOT))
        print(json.dumps(measure(Path(sys.argv[1]))))
    else:
        sys.exit(main())
