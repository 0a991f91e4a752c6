"""The organisations and persons that the cells of a sheet name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tvet_skos.ingest.register import Register
from tvet_skos.iri import agent_iri
from tvet_skos.model import Agent
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import squash

# An export writes a bar inside a name as "\|".
_BETWEEN_NAMES = re.compile(r"(?<!\\)\||;")


class Agents:
    """Agents by name: those of the register, and a new one for each name that it does not know.

    >>> from tvet_skos.ingest.register import Register
    >>> Agents(Register(), "http://example.org/", "en").named("Example Institute; Example Agency")
    (IRI('http://example.org/agent/example-institute'), IRI('http://example.org/agent/example-agency'))
    """

    def __init__(self, register: Register, base: str, language: str) -> None:
        self._register = register
        self._base = base
        self._language = language
        self._new: dict[IRI, Agent] = {}

    def get(self, iri: IRI) -> Agent | None:
        """The agent of an address, if it is known."""
        return self._new.get(iri) or self._register.agents.get(iri)

    def name(self, iri: IRI) -> str:
        """The full name of an agent, else its abbreviation, else the empty string."""
        agent = self.get(iri)
        return (agent.name or "".join(agent.abbreviations[:1])) if agent else ""

    def named(self, cell: str, preferred: Iterable[IRI] = ()) -> tuple[IRI, ...]:
        """The agents that a cell names between bars or semicolons, by name or by address.

        :param preferred: counts before others of the same name
        """
        names = (squash(name).replace("\\|", "|") for name in _BETWEEN_NAMES.split(cell))
        first = [agent for iri in preferred if (agent := self.get(iri)) is not None]
        return tuple(self._named(name, first) for name in names if name)

    def _named(self, name: str, first: list[Agent]) -> IRI:
        if self.get(IRI(name)) is not None:
            return IRI(name)
        for agent in first:
            if name in (agent.name, *agent.abbreviations):
                return agent.iri
        known = self._register.agent(name)
        if known is not None:
            return known.iri
        iri = agent_iri(self._base, name)
        if self.get(iri) is None:
            self._new[iri] = Agent(iri=iri, names=(Literal(name, self._language),))
        return iri
