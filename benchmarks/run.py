"""Measures what is promised, on this machine: ``python benchmarks/run.py``.

Prints the table of docs/performance.md; with ``--write`` it renews that page, its figures
(docs/performance.json) and its plots. What is installed and made for measuring is kept in
``.tvet-skos/benchmarks``, which can be deleted.

With ``--peers`` the same is measured with rdflib, pySHACL, pyrudof and Skosify, in an environment
of their own that is made at the first call, and with SPARQL servers where there are any.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from benchmarks.bench import PEER_NAMES, Bench
from benchmarks.catalogue import BENCHMARKS
from benchmarks.costs import ROOT, Failed
from benchmarks.environment import peer_interpreter
from benchmarks.figures import Figures, Point, Row, dated, dated_point, markdown, provenance
from benchmarks.page import renew
from benchmarks.subjects import Subjects, data_folder

WORK = ROOT / ".tvet-skos" / "benchmarks"
SIZES = (10_000, 100_000, 1_000_000)
QUICK_SIZES = (500, 2_000)
QUICK_SHRINK = 100


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted(int(part.replace("_", "")) for part in text.split(",")))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--quick", action="store_true", help="tiny vocabularies, to see that all of it runs")
    add("--only", action="append", choices=BENCHMARKS, metavar="NAME", help=", ".join(BENCHMARKS))
    add("--sizes", type=_sizes, metavar="N,N,N", help="concepts; default 10000,100000,1000000")
    add(
        "--peers",
        nargs="?",
        const=",".join(PEER_NAMES),
        metavar="NAME,NAME",
        help=f"measure others as well: {', '.join(PEER_NAMES)}; without names, all of them",
    )
    add("--data", type=Path, help="folder of public vocabularies; default: where tests look")
    add("--runs", type=int, default=3, help="fresh processes a figure is the median of")
    add("--limit", type=int, default=300, help="CPU seconds after which another program is stopped")
    add("--work", type=Path, default=WORK, help="where files are kept between calls")
    add("--write", action="store_true", help="renew docs/performance.md with what is measured")
    add("-o", "--output", type=Path, help="write the table to this Markdown file, plots beside it")
    return parser


def _bench(chosen: argparse.Namespace, scratch: Path) -> Bench:
    data = chosen.data or data_folder()
    data = data if data.is_dir() else None
    quick_sizes = QUICK_SIZES if chosen.quick else SIZES
    names = frozenset(chosen.peers.split(",")) if chosen.peers else frozenset()
    if unknown := names - set(PEER_NAMES):
        raise SystemExit(f"no such peer: {', '.join(sorted(unknown))}; {', '.join(PEER_NAMES)}")
    return Bench(
        subjects=Subjects(chosen.work, data, QUICK_SHRINK if chosen.quick else 1),
        scratch=scratch,
        sizes=chosen.sizes or quick_sizes,
        runs=1 if chosen.quick else chosen.runs,
        limit=chosen.limit,
        peers=peer_interpreter(chosen.work) if names else None,
        chosen=names,
        deeds=50 if chosen.quick else 1_000,
        data=data,
    )


def measured(bench: Bench, names: list[str]) -> Iterator[Row | Point]:
    """What the benchmarks of these names find, each row told on stderr as it comes."""
    for name in names:
        print(f"{name} …", file=sys.stderr)
        try:
            for found in BENCHMARKS[name](bench):
                if isinstance(found, Row):
                    print(f"  {found.job}: {found.measured} [{found.verdict}]", file=sys.stderr)
                    yield dated(found)
                else:
                    yield dated_point(found)
        except Failed as failed:
            text = f"could not be measured: {failed}"
            print(f"  {text}", file=sys.stderr)
            yield dated(Row(name, name, "–", "–", text, None))


def main() -> int:
    """Measure, and print or write the table; 1 if a promise is not kept."""
    if not hasattr(os, "wait4"):
        raise SystemExit("CPU seconds and memory are taken with os.wait4, which this system lacks")
    chosen = _parser().parse_args()
    names = [name for name in BENCHMARKS if name in (chosen.only or BENCHMARKS)]
    chosen.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=chosen.work, prefix="scratch-") as scratch:
        found = list(measured(_bench(chosen, Path(scratch)), names))
    rows = [each for each in found if isinstance(each, Row)]
    points = [each for each in found if isinstance(each, Point)]
    if chosen.write:
        renew(ROOT / "docs", rows, points)
    if chosen.output:
        chosen.output.write_text(markdown(rows) + "\n" + provenance(rows), encoding="utf-8")
        from benchmarks.page import write_plots

        write_plots(Figures((), tuple(points)), chosen.output.parent, chosen.output.stem)
    print(markdown(rows))
    print(provenance(rows))
    return 1 if any(row.kept is False for row in rows) else 0


if __name__ == "__main__":
    raise SystemExit(main())
