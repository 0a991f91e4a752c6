"""From paths, folders and patterns to files, on this machine or where a cluster finds them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from glob import glob, has_magic
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from tvet_skos.checks.runners.spark_input import Source
from tvet_skos.errors import InputError, NotFound
from tvet_skos.rdf.folder import is_vocabulary_file, rdf_files
from tvet_skos.rdf.formats import FORMATS, format_of
from tvet_skos.rdf.stream import known_format

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def sources_of(session: SparkSession, paths: Sequence[str]) -> list[Source]:
    """The RDF files that paths lead to, each once: in the order of the paths, sorted within one.

    :param paths: files, folders and patterns of this machine; addresses with a scheme (hdfs:, s3a:)
        are looked up by Spark
    :raises NotFound: a path or pattern leads to nothing
    :raises InputError: a file has no suffix of RDF's
    """
    named: dict[str, str] = {}
    for path in paths:
        found = _remote(session, path) if _REMOTE.match(path) else _local(path)
        for name, address in found:
            named.setdefault(name, address)
    return [
        Source(number, address, name, _format(name))
        for number, (name, address) in enumerate(named.items())
    ]


def _local(path: str) -> Iterator[tuple[str, str]]:
    """Name and address of files on this machine."""
    is_pattern = has_magic(path) and not Path(path).exists()
    matching = sorted(glob(path, recursive=True)) if is_pattern else [path]  # noqa: PTH207
    if not matching:
        raise NotFound("no file matches the pattern", file=path)
    for each in matching:
        for file in rdf_files(Path(each)):
            known_format(file)
            yield str(file), f"file:{file.resolve()}"


def _remote(session: SparkSession, path: str) -> Iterator[tuple[str, str]]:
    """Addresses of files where Spark finds them."""
    virtual: Any = session.sparkContext._jvm  # Java's side is not typed
    hadoop = virtual.org.apache.hadoop.fs
    pattern = hadoop.Path(path)
    system = pattern.getFileSystem(session.sparkContext._jsc.hadoopConfiguration())
    found = sorted(_listed(system, system.globStatus(pattern) or ()))
    if not found:
        raise NotFound("nothing is there, or no file matches the pattern", file=path)
    return ((address, address) for address in found)


def _listed(system: Any, statuses: Any) -> Iterator[str]:
    for status in statuses:
        if status.isDirectory():
            files = system.listFiles(status.getPath(), True)
            while files.hasNext():
                address = files.next().getPath().toString()
                if is_vocabulary_file(PurePosixPath(address).name):
                    yield address
        else:
            yield status.getPath().toString()


def _format(name: str) -> str:
    found = format_of(PurePosixPath(name))
    if found is None:
        known = ", ".join(suffix for each in FORMATS.values() for suffix in each.suffixes)
        raise InputError("its suffix is no RDF format", file=name, hint=f"use one of {known}")
    return found.name
