"""Rules on links to the web, judged only when somebody asks: they need the network."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TypeGuard
from urllib.parse import quote, urldefrag

from tvet_skos.checks.answers import Answer, Fetch
from tvet_skos.checks.closure import MAPPING
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.report import Severity
from tvet_skos.checks.rule import Hit, Rule, Scope
from tvet_skos.errors import SettingsError
from tvet_skos.files import write_atomically
from tvet_skos.namespaces import BIBO, DCTERMS, FOAF, PROV, RDFS
from tvet_skos.terms import IRI, Literal, Node, Term, order

BROKEN = Rule(
    "LK001",
    "broken-link",
    Severity.WARNING,
    "The link leads nowhere.",
    "Correct the address, or link a copy in an archive.",
    Scope.NETWORK,
    reference="qSKOS, Broken Links",
)
REDIRECTED = Rule(
    "LK002",
    "redirected-or-http-link",
    Severity.INFO,
    "The page has moved for good, or is there with https too.",
    "Link the new address.",
    Scope.NETWORK,
    reference="Practice: redirects do not last for ever",
)
RULES = (BROKEN, REDIRECTED)
"""The rules of this family."""

PAGES = (FOAF.page, FOAF.homepage, RDFS.seeAlso)
"""Properties whose values are addresses of pages, which may be replaced by where they moved to."""

NAMES = (
    *MAPPING, DCTERMS.license, DCTERMS.source, DCTERMS.references, DCTERMS.isReplacedBy,
    PROV.wasDerivedFrom, PROV.wasQuotedFrom, PROV.hadPrimarySource,
)  # fmt: skip
"""Properties whose values name something elsewhere: they must lead to it, and never change."""

DEFAULT_LIMIT = 1000
_ARCHIVE = "https://web.archive.org/web/"

Place = tuple[Node, IRI, Term]
"""Where a link stands: the statement."""


def links_of(graph: Graph) -> dict[str, list[Place]]:
    """The web addresses that a vocabulary links to, sorted, each with where it stands.

    Those are the pages of records, their sources, mappings and licences, and DOIs; nothing that
    the graph itself describes. What follows a ``#`` is not part of the address.
    """
    found: dict[str, list[Place]] = {}
    for node in graph.nodes():
        own = graph.properties(node)
        for predicate in (*PAGES, *NAMES):
            for value in own.get(predicate, ()):
                if _is_link(value, predicate, graph):
                    found.setdefault(urldefrag(value).url, []).append((node, predicate, value))
        for doi in own.get(BIBO.doi, ()):
            if isinstance(doi, Literal) and doi.value.startswith("10."):
                address = f"https://doi.org/{quote(doi.value, safe='/:;().-_')}"
                found.setdefault(address, []).append((node, BIBO.doi, doi))
    return {address: sorted(found[address], key=_place_order) for address in sorted(found)}


def _is_link(value: Term, predicate: IRI, graph: Graph) -> TypeGuard[IRI]:
    """Whether a value is an address elsewhere; what the graph describes is not elsewhere."""
    if not isinstance(value, IRI) or not value.lower().startswith(("http://", "https://")):
        return False
    return predicate in PAGES or not graph.properties(value)


def _place_order(place: Place) -> tuple[object, ...]:
    return (*order(place[0]), place[1], *order(place[2]))


def check_links(
    graph: Graph,
    fetch: Fetch,
    *,
    answers: MutableMapping[str, Answer] | None = None,
    limit: int = DEFAULT_LIMIT,
    today: str = "",
    progress: Callable[[int, int], object] | None = None,
) -> Iterator[tuple[Rule, Hit]]:
    """Ask every address that a vocabulary links to, and tell which lead nowhere or have moved.

    :param fetch: asks one address; ``tvet_skos.checks.web.PoliteFetch()`` does, with its waits
    :param answers: what is known already (``load_answers``) and is not asked again; new answers
        are added, so that a run that was stopped early can be saved and continued
    :param limit: how many addresses are asked at most; the others are left for the next run, and
        ``unasked`` names them
    :param today: the day, ``YYYY-MM-DD``, to note with the answers
    :param progress: told after each address how many of how many are done
    :yields: rule and hit, by address; a hit for each place where it stands
    """
    links = links_of(graph)
    known = answers if answers is not None else {}
    ask = _remembering(fetch, known, today)
    waiting = set([address for address in links if address not in known][:limit])
    for number, (address, places) in enumerate(links.items(), 1):
        if address in known or address in waiting:
            yield from _judged(address, places, ask)
        if progress is not None:
            progress(number, len(links))


def _remembering(fetch: Fetch, known: MutableMapping[str, Answer], today: str) -> Fetch:
    def ask(address: str) -> Answer:
        if address not in known:
            known[address] = replace(fetch(address), day=today)
        return known[address]

    return ask


def unasked(graph: Graph, answers: Mapping[str, Answer]) -> list[str]:
    """The addresses of a vocabulary that nothing is known of, sorted."""
    return [address for address in links_of(graph) if address not in answers]


def _judged(address: str, places: list[Place], ask: Fetch) -> Iterator[tuple[Rule, Hit]]:
    answer = ask(address)
    if not answer.is_there:
        message = f"The link leads nowhere: {answer.reason or f'it answers {answer.status}'}."
        hint = f"Correct the address, or look for a copy at {_ARCHIVE}{address} and link that."
        for node, predicate, value in places:
            yield BROKEN, Hit(node, predicate, value, message, hint)
        return
    pages = [place for place in places if place[1] in PAGES]
    better = _better(address, answer, ask) if pages else ""
    for node, predicate, value in pages:
        fragment = urldefrag(str(value)).fragment
        target = f"{better}#{fragment}" if fragment and "#" not in better else better
        if better:
            message = f"The page has moved for good to {better}."
            if not answer.moved:
                message = "The page is there with https, too."
            yield REDIRECTED, Hit(node, predicate, value, message, f"Link {target}.")


def _better(address: str, answer: Answer, ask: Fetch) -> str:
    """Where a page has moved to for good, or its address with https where that works."""
    if answer.moved or not address.startswith("http://"):
        return answer.moved
    secure = f"https{address.removeprefix('http')}"
    found = ask(secure)
    return secure if 200 <= found.status < 300 and not found.moved else ""


def load_answers(path: Path, since: str = "") -> dict[str, Answer]:
    """The answers of earlier runs; none where there is no such file.

    Links that were broken are not among them, for they are what people mend: ask them again.

    :param since: the first day whose answers count, ``YYYY-MM-DD``
    :raises SettingsError: the file is not one that ``save_answers`` wrote
    """
    if not path.exists():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        answers = {address: Answer(**said) for address, said in content.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise SettingsError(
            "this is no file of answers to link checks",
            file=str(path),
            hint="delete it; all links are then asked again",
        ) from error
    return {a: said for a, said in answers.items() if said.is_there and said.day >= since}


def save_answers(path: Path, answers: Mapping[str, Answer]) -> None:
    """Write answers for the next run, sorted.

    :raises WriteError: the file cannot be written; what was there stays
    """
    content = {address: asdict(answers[address]) for address in sorted(answers)}
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    write_atomically(path, f"{text}\n".encode())
