"""The one environment that HTML is made in: everything is escaped, nothing is missing silently."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tvet_skos.publish.characters import printable
from tvet_skos.publish.links import web_link

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def environment() -> Environment:
    """The templates of ``templates/``; ``web_link`` is the only filter that an ``href`` may use.

    An undefined name is an error, not an empty text.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    result = Environment(
        loader=PackageLoader("tvet_skos.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    result.filters["web_link"] = web_link
    return result


def _finalize(value: object) -> object:
    """Texts without characters that no HTML may hold; markup and numbers as they are."""
    return printable(value) if type(value) is str else value
