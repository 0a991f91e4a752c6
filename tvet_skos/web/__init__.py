"""The server: linked data, the SPARQL protocol and named queries over HTTP.

The names below are imported when they are first used: the workers live in this room, too, and need
nothing of the web.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tvet_skos.web.app import create_app
    from tvet_skos.web.settings import ServerSettings

__all__ = ["ServerSettings", "create_app"]

_HOMES = {"create_app": "tvet_skos.web.app", "ServerSettings": "tvet_skos.web.settings"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
