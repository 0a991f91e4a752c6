"""The parameters that many operations take, worded once."""

from __future__ import annotations

from dataclasses import replace

from tvet_skos.web.rest.operations import Parameter

VOC = Parameter(
    "voc",
    "the id of a vocabulary, as /rest/v1/vocabularies lists them",
    required=True,
    in_path=True,
    example="glossary",
)
URI = Parameter(
    "uri",
    "the IRI of a concept",
    required=True,
    example="https://w3id.org/tvet-skos/glossary/micro-credential",
)
LANG = Parameter("lang", "the language of labels", kind="language", example="en")
REQUIRED_LANG = replace(LANG, required=True)
LIMIT = Parameter("limit", "so many at most", kind="integer", least=1, most=10_000)
OFFSET = Parameter("offset", "so many before the first", kind="integer", default=0, most=10_000)


def limit(default: int, most: int = 10_000) -> Parameter:
    """``limit`` with a default of its own."""
    return replace(LIMIT, default=default, most=most)
