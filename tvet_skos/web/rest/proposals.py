"""Proposals as JSON, for ``/openapi.json``; ``web/contribute`` answers them."""

from __future__ import annotations

from tvet_skos.web.rest.operations import Answer, Operation, Parameter
from tvet_skos.web.rest.parameters import VOC

_PATH = "/rest/v1/{voc}/contributions"
_JSON = "application/json"

CONTRIBUTE = Operation(
    "contribute",
    _PATH,
    "Propose a definition, spelling, translation or relation; 404 where no proposals are taken",
    None,
    (Answer("it waits in the queue; Location tells where to ask", {_JSON: "ProposalTaken"}, 202),),
    (VOC,),
    (400, 403, 404, 413, 415, 422, 429, 503),
    method="POST",
    tag="proposals",
    body={_JSON: "Proposal"},
)
PROGRESS = Operation(
    "contribution",
    f"{_PATH}/{{id}}",
    "What became of a proposal; 404 where no proposals are taken",
    None,
    (Answer("how far it is", {_JSON: "ProposalProgress"}),),
    (
        VOC,
        Parameter(
            "id",
            "what the proposal is called: 26 letters and digits that only its sender knows",
            required=True,
            in_path=True,
            example="abcdefghijklmnopqrstuvwxyz",
        ),
    ),
    (404,),
    tag="proposals",
)
OPERATIONS = (CONTRIBUTE, PROGRESS)
