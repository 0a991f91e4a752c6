"""How a server is set up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tvet_skos.namespaces import DEFAULT_BASE
from tvet_skos.terms import IRI

if TYPE_CHECKING:
    from tvet_skos.web.contribution_settings import ContributionSettings


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """How a server is set up; the defaults are those of ``tvet-skos serve``."""

    address: str
    """The store, as ``open_store`` takes it."""
    graph: IRI | None = None
    """The one vocabulary that is served; by default all that the store holds."""
    base: str = DEFAULT_BASE
    """What the IRIs of a vocabulary that declares no concept scheme begin with."""
    workers: int = 2
    """How many queries are answered at a time, each in a process of its own."""
    query_seconds: float = 10.0
    """How long a query may take."""
    query_rows: int = 10_000
    """The most rows of an answer; there may be more, and then the answer says so."""
    query_triples: int = 100_000
    """The most triples of an answer that is a graph."""
    query_memory: int = 1 << 30
    """How many bytes a query may take beside what the store takes itself."""
    queries_per_worker: int = 1000
    """After so many queries a worker is replaced by a new one."""
    queries_waiting: int = 32
    """How many queries may wait for a worker; more are turned away at once."""
    contributions: ContributionSettings | None = None
    """How proposals are taken; by default none are."""
