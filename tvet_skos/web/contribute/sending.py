"""From what somebody entered to a file in the queue, or to what is wrong with it."""

from __future__ import annotations

import os
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from tvet_skos.contribute.queue import Draft, Mistake, Proposed, Remark, cleaned, drafted, proposal
from tvet_skos.contribute.queue.proposing import state_of
from tvet_skos.contribute.queue.similar import Similar, similar_to
from tvet_skos.errors import WriteError
from tvet_skos.namespaces import DCTERMS, OWL
from tvet_skos.rdf.turtle import write_turtle
from tvet_skos.terms import IRI, Literal, Triple
from tvet_skos.web.contribute.desk import Desk
from tvet_skos.web.problems import Problem
from tvet_skos.web.view import View


@dataclass(frozen=True, slots=True)
class Looked:
    """What was entered, looked through: what is wrong, what the rules say, what is there already.

    ``draft`` is there unless something is wrong with a field.
    """

    kind: str
    concept: IRI
    values: Mapping[str, str]
    mistakes: tuple[Mistake, ...] = ()
    draft: Draft | None = None
    remarks: tuple[Remark, ...] = ()
    alike: tuple[Similar, ...] = ()
    triples: tuple[Triple, ...] = ()

    @property
    def can_be_sent(self) -> bool:
        """Whether nothing stands in the way."""
        return self.draft is not None and not any(remark.stops for remark in self.remarks)

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to be told of it."""
        return self.can_be_sent and not self.remarks and not self.alike

    @property
    def digest(self) -> str:
        """The same for the same content only."""
        said = sorted((self.kind, self.concept, *(f"{k}={v}" for k, v in self.values.items())))
        return sha256("\0".join(said).encode("utf-8", "surrogatepass")).hexdigest()[:32]


_NOT_YET = "a" * 26
"""What a proposal is called that is only looked through."""


def looked_through(
    desk: Desk, view: View, concept: IRI, kind: str, given: Mapping[str, str]
) -> Looked:
    """What was entered, judged as ``check --base`` would judge the proposal.

    :raises NotFound: there is no such concept
    """
    values, mistakes = cleaned(kind, given)
    made = Proposed(None, mistakes)
    if not mistakes:
        made = drafted(view.store, base_for(view, concept), concept, kind, values, desk.day)
    if made.draft is None:
        return Looked(kind, concept, values, made.mistakes)
    triples = _triples(desk, view, made.draft, values, _NOT_YET)
    return Looked(
        kind,
        concept,
        values,
        draft=made.draft,
        remarks=desk.judge(view).remarks(made.draft, triples),
        alike=similar_to(view.store, made.draft),
        triples=triples,
    )


def _triples(
    desk: Desk, view: View, draft: Draft, values: Mapping[str, str], identifier: str
) -> tuple[Triple, ...]:
    state = state_of(_version(view), view.store.about(draft.concept))
    name, comment = values["name"], values["comment"]
    base = base_for(view, draft.concept)
    return proposal(draft, base, identifier, desk.day, state, name, comment)


def base_for(view: View, concept: IRI) -> IRI:
    """What the IRIs begin with of the vocabulary that a concept belongs to."""
    return next((base for base in view.bases if concept.startswith(base)), view.base)


def _version(view: View) -> str:
    """What the vocabulary calls its version, else the day of its last change."""
    said: dict[IRI, str] = {}
    for scheme in view.schemes[:1]:
        for triple in view.store.about(scheme):
            if isinstance(triple.object, Literal):
                said[triple.predicate] = triple.object.value
    return said.get(OWL.versionInfo, "") or said.get(DCTERMS.modified, "")


def keep(desk: Desk, view: View, looked: Looked, nonce: bytes) -> str:
    """Let it wait in the queue; what it is called, so that nobody else can guess it.

    The same content with the same nonce is the same proposal, however often it is sent.

    :raises StoreBusy: the queue is full
    :raises Problem: it cannot be written, which is no fault of who sends it
    """
    assert looked.draft is not None
    identifier = identifier_of(nonce, looked.digest)
    triples = _triples(desk, view, looked.draft, looked.values, identifier)
    try:
        desk.queue.add(identifier, triples, base_for(view, looked.concept))
    except WriteError as error:
        raise Problem("unavailable", "the proposal cannot be kept just now") from error
    return identifier


def identifier_of(nonce: bytes, digest: str) -> str:
    """A name of 130 bits that follows from what only the server and the sender know."""
    raw = sha256(b"proposal\0" + nonce + digest.encode()).digest()
    return b32encode(raw).decode().lower()[:26]


def fresh_nonce() -> bytes:
    """What makes a proposal one of its kind that came without a form."""
    return os.urandom(16)


def as_turtle(looked: Looked, base: str) -> str:
    """What would come into the vocabulary, as Turtle; empty while something is wrong."""
    return write_turtle(looked.draft.statements, base) if looked.draft is not None else ""
