"""The search page of a site without a server: it is filled in by the browser."""

from __future__ import annotations

from tvet_skos.publish.site.edition import Reading
from tvet_skos.publish.site.rendering import asset_path, render

_SAID = ("count.", "why.", "search.", "term.lack", "offline.", "layout.", "language.")
"""What the keys of the texts begin with that the script says."""


def search_page(reading: Reading) -> str:
    """The form, the script, and what to do where scripts do not run."""
    entries = reading.say.entries
    return render(
        reading,
        "offline",
        kind="search",
        texts={key: entries[key] for key in sorted(entries) if key.startswith(_SAID)},
        scripts=[reading.address.file(asset_path(name)) for name in ("fold.js", "search.js")],
        root=reading.address.file("/data.ttl").removesuffix("data.ttl"),
    )
