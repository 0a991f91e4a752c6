"""The vocabularies that are measured: public ones where they are at hand, else made-up ones."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.costs import ROOT

GENERATOR = ROOT / "benchmarks" / "generate.py"
CONCEPTS_A_FAULT = 100
TRIPLES_A_CONCEPT = 17.4


@dataclass(frozen=True)
class Subject:
    """A vocabulary in a file."""

    name: str
    path: Path
    triples: int
    concepts: int

    @property
    def title(self) -> str:
        """How tables name it: ``STW, 110 k triples``."""
        return f"{self.name}, {_rounded(self.triples)} triples"


@dataclass(frozen=True)
class _Public:
    """A public vocabulary, and how large a made-up one stands in for it."""

    name: str
    file: str
    triples: int
    concepts: int


PUBLIC = {
    "stw": _Public("STW", "stw.ttl", 109_659, 6_244),
    "oewn": _Public("OEWN", "oewn.ttl", 1_352_647, 107_525),
}
"""The STW Thesaurus for Economics, and the Open English WordNet as SKOS."""


def data_folder() -> Path:
    """Where tests and benchmarks look for public data: beside the checkout, or as set."""
    return Path(os.environ.get("TVET_SKOS_TEST_DATA") or ROOT.parent / "shared" / "data")


class Subjects:
    """Vocabularies by name or size; files are unpacked or made once, and kept for the next run.

    :param data: a folder of public vocabularies (``stw.ttl``, ``oewn.ttl``, plain or gzipped, there
        or in ``vocabularies/``); what is missing there is made up
    :param shrink: divides the size of made-up vocabularies, for trying things out
    """

    def __init__(self, folder: Path, data: Path | None, shrink: int = 1) -> None:
        self._folder, self._data, self._shrink = folder, data, shrink
        folder.mkdir(parents=True, exist_ok=True)

    def public(self, key: str, *, sound: bool = False) -> Subject:
        """A public vocabulary, or a made-up one with as many triples (if ``sound``, no faults)."""
        known = PUBLIC[key]
        path = self._unpacked(known.file) if self._shrink == 1 else None
        if path is None:
            concepts = max(200, round(known.triples / TRIPLES_A_CONCEPT / self._shrink))
            return self.made_up(concepts, sound=sound)
        return Subject(known.name, path, known.triples, known.concepts)

    def _unpacked(self, name: str) -> Path | None:
        if self._data is None:
            return None
        for folder in (self._data, self._data / "vocabularies"):
            if (folder / name).exists():
                return folder / name
            packed = folder / f"{name}.gz"
            if packed.exists():
                target = self._folder / name
                if not target.exists():
                    with gzip.open(packed) as source, target.open("wb") as file:
                        shutil.copyfileobj(source, file)
                return target
        return None

    def made_up(self, concepts: int, *, sound: bool = False) -> Subject:
        """A made-up vocabulary with one fault in every hundred concepts, or without any."""
        path = self._folder / f"made-up-{concepts}{'-sound' * sound}.nt"
        facts = path.with_suffix(".json")
        if not facts.exists():
            command = [sys.executable, str(GENERATOR), str(concepts), str(path)]
            command += ["--faults", str(0 if sound else self.faults(concepts))]
            made = subprocess.run(command, check=True, capture_output=True, text=True)
            facts.write_text(made.stderr, encoding="utf-8")
        triples = int(json.loads(facts.read_text(encoding="utf-8"))["triples"])
        return Subject(f"made up, {_rounded(concepts)} concepts", path, triples, concepts)

    def faults(self, concepts: int) -> int:
        """How many faults were planted in a made-up vocabulary of that size."""
        return concepts // CONCEPTS_A_FAULT


def _rounded(count: int) -> str:
    """A count as people say it.

    >>> _rounded(109_659), _rounded(1_352_647), _rounded(500)
    ('110 k', '1.35 M', '500')
    """
    if count >= 1_000_000:
        return f"{count / 1_000_000:.3g} M"
    return f"{count / 1_000:.3g} k" if count >= 1_000 else str(count)
