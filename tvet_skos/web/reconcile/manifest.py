"""What a reconciliation service says of itself."""

from __future__ import annotations

from typing import Any

from tvet_skos import __version__
from tvet_skos.publish.site.rendering import asset_path
from tvet_skos.web.reconcile.queries import BATCH_SIZE
from tvet_skos.web.reconcile.service import CONCEPT, Service


def manifest(service: Service) -> dict[str, Any]:
    """The service manifest.

    :source: Reconciliation Service API 0.2, section "Service Manifest"
    """
    path = service.address.removeprefix(service.site)
    return {
        "versions": ["0.2"],
        "name": f"{service.vocabulary.title(service.language)} ({service.language})",
        "identifierSpace": service.vocabulary.base,
        "schemaSpace": CONCEPT,
        "documentation": service.site + service.reading.address("api"),
        "logo": service.site + asset_path("icon.svg"),
        "serviceVersion": f"tvet-skos {__version__}",
        "defaultTypes": [service.type_object(each) for each in service.types],
        "view": {"url": _view(service)},
        "preview": _preview(service),
        "suggest": {what: _suggest(service.site, path, what) for what in _SUGGESTED},
        "extend": {
            "propose_properties": {"service_url": service.site, "service_path": f"{path}/propose"},
            "property_settings": _SETTINGS,
        },
        "batchSize": BATCH_SIZE,
    }


_SUGGESTED = ("entity", "type", "property")


def _view(service: Service) -> str:
    """To the page of an entity.

    Clients put an id in as it is, so that of an IRI in a query all from its ``#`` on would be lost.
    """
    return "{{id}}" if "#" in service.vocabulary.base else f"{service.address}/view?id={{{{id}}}}"


def _preview(service: Service) -> dict[str, Any]:
    language = service.reading.language
    url = f"{service.site}/embed?lang={language}&definitions=all&id={{{{id}}}}"
    return {"url": url, "width": 480, "height": 360}


def _suggest(site: str, path: str, what: str) -> dict[str, str]:
    return {
        "service_url": site,
        "service_path": f"{path}/suggest/{what}",
        "flyout_service_url": site,
        "flyout_service_path": f"{path}/flyout/{what}?id=${{id}}",
    }


_SETTINGS = [
    {
        "name": "lang",
        "label": "Language",
        "type": "text",
        "default": "",
        "help_text": "Only texts in this language, as a tag: en, fr …; empty for all",
    },
    {
        "name": "limit",
        "label": "Values",
        "type": "number",
        "default": 0,
        "help_text": "So many values at most; 0 for all",
    },
]
