"""Finds ``vocab/``, ``shapes/`` and ``queries/``, in an installed wheel or in a checkout."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

FOLDERS = ("vocab", "shapes", "queries")


def resource(folder: str, *names: str) -> Traversable:
    """A data file or folder of the project.

    A wheel carries the folders as ``tvet_skos/_data/<name>``; in a checkout they stand beside the
    package.

    :raises FileNotFoundError: for a broken installation
    """
    package = files("tvet_skos")
    shipped = package.joinpath("_data", folder)
    beside = Path(str(package)).parent / folder
    root: Traversable = shipped if shipped.is_dir() else beside
    found = root.joinpath(*names) if names else root
    if not (found.is_file() or found.is_dir()):
        raise FileNotFoundError(f"{folder}/{'/'.join(names)} is missing: reinstall tvet-skos")
    return found


def bundled_vocabulary() -> Path:
    """The folder of the vocabulary that comes with the tool; read-only.

    >>> bundled_vocabulary().name
    'vocab'
    """
    return Path(str(resource("vocab")))
