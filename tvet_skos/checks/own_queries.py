"""Rules that are SPARQL queries of somebody's own: each row that a query gives is a finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.judging import Judgement
from tvet_skos.checks.report import Severity
from tvet_skos.checks.requested import OWN
from tvet_skos.checks.rule import Hit, Rule, Scope
from tvet_skos.errors import InputError, NotFound, SettingsError
from tvet_skos.store import MemoryStore
from tvet_skos.store.results import Rows
from tvet_skos.terms import IRI, Literal

_HEAD = re.compile(r"^#\+[ \t]*([a-z]+)[ \t]*:[ \t]*(.*?)[ \t]*$", re.M)
_ID = re.compile(r"[A-Z]{2}\d{3}")


@dataclass(frozen=True, slots=True)
class QueryRule:
    """A query and the rule that its head tells."""

    rule: Rule
    text: str
    file: str


def read_query_rule(path: Path) -> QueryRule:
    """The rule in a ``.rq`` file.

    Its head has ``#+ rule:`` (an id such as XY001), ``#+ summary:`` (what is said of a finding)
    and, if wanted, ``#+ severity:`` (error, warning or info; else warning) and ``#+ hint:``.

    :raises NotFound: there is no such file
    :raises InputError: it cannot be read
    :raises SettingsError: the head lacks something
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise NotFound("there is no such file", file=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", file=str(path)) from error
    head = {match[1]: match[2] for match in _HEAD.finditer(text)}
    severity = head.get("severity", "warning")
    if not _ID.fullmatch(head.get("rule", "")) or not head.get("summary"):
        raise _fault(path, "the head does not say which rule this is", "#+ rule: XY001")
    if severity not in list(Severity):
        raise _fault(path, f"{severity!r} is no severity", "#+ severity: warning")
    rule = Rule(
        head["rule"],
        path.stem,
        Severity(severity),
        head["summary"],
        head.get("hint", ""),
        Scope.WHOLE,
        kind=OWN,
    )
    return QueryRule(rule, text, str(path))


def _fault(path: Path, message: str, line: str) -> SettingsError:
    hint = f"begin the file with #+ rule:, #+ summary: and perhaps #+ severity: lines: {line}"
    return SettingsError(message, file=str(path), hint=hint)


def own_queries(rules: tuple[QueryRule, ...]) -> Callable[[Graph], Iterator[Judgement]]:
    """Judges by queries; a row binds ``?focus`` and, if it likes, ``?path ?value ?message``.

    Queries pass the same gate as all others: none reaches the network.

    :raises SettingsError: a query does not select ``?focus``
    :raises QueryRefused, QueryFailed: a query cannot be asked
    """

    def judge(graph: Graph) -> Iterator[Judgement]:
        store = MemoryStore(graph.triples())
        for each in rules:
            answer = store.query(each.text)
            if not isinstance(answer, Rows) or "focus" not in answer.variables:
                message = "the query does not select ?focus, the node that a finding is about"
                raise SettingsError(message, file=each.file, hint="SELECT ?focus … WHERE { … }")
            for row in answer.rows:
                yield from _judgement(each.rule, dict(zip(answer.variables, row, strict=True)))

    return judge


def _judgement(rule: Rule, row: dict[str, object]) -> Iterator[Judgement]:
    focus, path, value = row["focus"], row.get("path"), row.get("value")
    said = row.get("message")
    if focus is None or isinstance(focus, Literal):
        return
    message = said.value if isinstance(said, Literal) else ""
    yield Judgement(
        rule,
        Hit(
            focus,  # type: ignore[arg-type]
            path if isinstance(path, IRI) else None,
            value,  # type: ignore[arg-type]
            message,
        ),
    )
