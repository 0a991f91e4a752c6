"""The one environment that HTML is made in: everything is escaped, nothing is missing silently."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tvet_skos.publish.characters import printable
from tvet_skos.publish.links import licence_name, web_link

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def environment() -> Environment:
    """The templates of ``templates/``; ``web_link`` is the only filter that an ``href`` may use.

    An undefined name is an error, not an empty text.
    """
    from jinja2 import PackageLoader, StrictUndefined

    from tvet_skos.publish.calls import PlainCalls
    from tvet_skos.publish.outputs import Pages

    result = Pages(
        loader=PackageLoader("tvet_skos.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # else each page asks the disk whether its templates have changed
    )
    result.context_class = PlainCalls
    result.filters["web_link"] = web_link
    result.filters["licence_name"] = licence_name
    return result


def _finalize(value: object) -> object:
    """Texts without characters that no HTML may hold; markup and numbers as they are."""
    # The test is one step in C, and a page has hundreds of texts.
    return printable(value) if type(value) is str and not value.isprintable() else value
