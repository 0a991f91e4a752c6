"""How a server takes proposals."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from tvet_skos.checks import Policy
from tvet_skos.contribute.queue.folder import MOST_BYTES, MOST_WAITING


def _secret() -> bytes:
    return os.urandom(32)


@dataclass(frozen=True, slots=True)
class ContributionSettings:
    """How a server takes proposals; the defaults are those of ``tvet-skos serve``.

    Where several processes answer, each counts for itself what an address sends.
    """

    folder: Path
    """Where they wait."""
    policy: Policy = field(default_factory=Policy)
    """What rules cannot know by themselves."""
    trust_forwarded: bool = False
    """Whether ``X-Forwarded-For`` tells who asks: only behind a proxy that sets it itself."""
    least_seconds: float = 3.0
    """Nobody fills in a form faster."""
    most_seconds: float = 24 * 3600.0
    """How long a form may stay open."""
    most_an_hour: int = 20
    """How many proposals one address may send in an hour."""
    most_looks: int = 120
    """How many times one address may have forms looked through in a minute."""
    most_waiting: int = MOST_WAITING
    """How many proposals may wait."""
    most_bytes: int = MOST_BYTES
    """How many bytes the folder may hold."""
    secret: bytes = field(default_factory=_secret, repr=False)
    """What the forms that are given out are signed with; all processes of a server share it."""
