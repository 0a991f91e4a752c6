"""``tvet-skos clean``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tvet_skos.cli.checking import ruleset_of
from tvet_skos.cli.options import chosen_path, output_option, settings_here, vocab_option
from tvet_skos.cli.reporting import NOT_CONFORMING, put, say, warn
from tvet_skos.errors import InputError, SettingsError
from tvet_skos.iri import base_of
from tvet_skos.settings import language_tag
from tvet_skos.text import counted

if TYPE_CHECKING:
    from tvet_skos.checks import Report
    from tvet_skos.checks.graph import Graph
    from tvet_skos.contribute.clean import Cleaned, Fix, LeftOut, Options
    from tvet_skos.model import ConceptScheme
    from tvet_skos.rdf.folder import Vocabulary

_PREFERRED = ("shortest", "longest", "first", "all")


@click.command()
@click.argument("path", required=False)
@click.option("--unsafe", is_flag=True, help="Apply also the fixes that lose or decide something.")
@click.option("--only", multiple=True, metavar="FIX", help="Apply only this fix; repeatable.")
@click.option("--without", multiple=True, metavar="FIX", help="Leave a fix out; repeatable.")
@click.option("--language", metavar="TAG", help="The language of texts that have no tag.")
@click.option("--map", "map_", metavar="FILE", help="Terms to replace: a TOML file, or owl.")
@click.option(
    "--preferred",
    type=click.Choice(_PREFERRED),
    help="Which of several preferred labels in one language stays (default: shortest).",
)
@click.option("--no-narrower", is_flag=True, help="Say the hierarchy with skos:broader alone.")
@click.option("--transitive", is_flag=True, help="Write out skos:broaderTransitive.")
@click.option("--drop-terms", is_flag=True, help="Drop copied and unused classes and properties.")
@click.option("--diff", is_flag=True, help="Write nothing; exit with 1 if anything would change.")
@click.option("--in-place", is_flag=True, help="Write a single file back to its place.")
@click.option("--list", "listing", is_flag=True, help="List the fixes and stop.")
@output_option
@vocab_option
def command(path: str | None, **asked: Any) -> None:
    """Repair a vocabulary: spaces in labels, missing inverses, repeated labels and the like.

    PATH is a vocabulary folder or an RDF file; without it, the vocabulary. A folder is written back
    in canonical form, a file only where --in-place or -o says so. What was done stands on standard
    output. A fix that would add an error is left out. Look before with --diff.

    Safe fixes lose nothing. With --unsafe statements are dropped or changed in ways that people
    may see differently: cycles are broken, say. Definitions keep their words and their sources.
    """
    if asked["listing"]:
        put(_listing())
        return
    where = _Target(
        _target(path, asked["vocab"], read_only=asked["diff"] or asked["output"] is not None),
        asked["output"],
        in_place=asked["in_place"],
        diff=asked["diff"],
    )
    where.refuse()
    _clean(where, asked)


def _listing() -> str:
    """The fixes, in the order in which they are applied."""
    from tvet_skos.contribute.clean import FIXES

    rows = [(fix.id, fix.rule or "–", _kind(fix), fix.summary) for fix in FIXES]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "".join(
        f"{row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]:<{widths[2]}}  {row[3]}\n"
        for row in rows
    )


def _kind(fix: Fix) -> str:
    kind = "unsafe" if fix.unsafe else "safe"
    return f"{kind}, {fix.option}" if fix.option else kind


def _target(path: str | None, vocab: str | None, *, read_only: bool) -> Path:
    if path is not None:
        return Path(path)
    chosen, reason = chosen_path(vocab, settings_here())
    if reason == "bundled" and not read_only:
        raise SettingsError(
            "the bundled vocabulary is read-only", hint="name a folder or a file to clean"
        )
    return chosen


@dataclass(frozen=True, slots=True)
class _Target:
    """What is cleaned, and where the result goes."""

    path: Path
    output: str | None
    in_place: bool
    diff: bool

    def refuse(self) -> None:
        """Refuse to write where nobody asked for it.

        :raises SettingsError: with the options that say what is wanted
        """
        if sum((self.diff, self.in_place, self.output is not None)) > 1:
            raise SettingsError("give one of --diff, --in-place and -o")
        if self.diff or self.path.is_dir() or not self.path.exists():
            return
        if self.output is None and not self.in_place:
            raise SettingsError(
                f"{self.path} is a single file, which is not written over by itself",
                hint="give --in-place, -o FILE, or --diff to look first",
            )
        if self.in_place and not _is_turtle(self.path):
            raise SettingsError(
                f"{self.path} is not Turtle, so it cannot be written back",
                hint="give -o FILE.ttl; tvet-skos export makes other formats of it",
            )
        if self.output not in (None, "-") and not _is_turtle(Path(str(self.output))):
            raise SettingsError(
                f"-o {self.output}: the result is Turtle",
                hint="give it a name that ends in .ttl; tvet-skos export makes other formats of it",
            )


def _is_turtle(path: Path) -> bool:
    return path.suffix.lower() in (".ttl", ".turtle")


def _clean(where: _Target, asked: dict[str, Any]) -> None:
    from tvet_skos.checks.graph import Graph
    from tvet_skos.contribute.clean import chosen_fixes, clean
    from tvet_skos.rdf.folder import read_vocabulary

    fixes = chosen_fixes(asked["only"], asked["without"], unsafe=asked["unsafe"])
    vocabulary = read_vocabulary(where.path)
    graph = Graph(vocabulary.triples)
    options = _options(asked, _base(graph))
    _refuse_idle(fixes, options, asked)
    cleaned = clean(graph, fixes, options, _judge())
    shown = "".join(_account(graph, cleaned))
    if where.diff:
        put("".join(_diff(vocabulary, cleaned)))
    else:
        _write(where, vocabulary, cleaned)
        # Where the Turtle itself goes to standard output, the account must not stand in it.
        (say if where.output == "-" else put)(shown)
    _tell(cleaned, where, shown)
    if not (asked["unsafe"] or asked["only"]):
        _offer(cleaned, options, asked["without"])
    if where.diff and cleaned.patch:
        raise SystemExit(NOT_CONFORMING)


def _options(asked: dict[str, Any], base: str) -> Options:
    from tvet_skos.contribute.clean import Options, PreferredLabel, load_map

    return Options(
        language=language_tag(asked["language"]) if asked["language"] else "",
        terms=load_map(asked["map_"]) if asked["map_"] else None,
        narrower=not asked["no_narrower"],
        transitive=asked["transitive"],
        preferred=PreferredLabel(asked["preferred"] or _PREFERRED[0]),
        drop_terms=asked["drop_terms"],
        base=base,
    )


def _refuse_idle(fixes: Sequence[Fix], options: Options, asked: dict[str, Any]) -> None:
    """Refuse options that would have no effect, for who gives them expects one.

    :raises SettingsError: naming the option that is missing
    """
    for name in ("drop_terms", "preferred"):
        if asked[name] and not asked["unsafe"]:
            raise SettingsError(f"--{name.replace('_', '-')} is for unsafe fixes", hint="--unsafe")
    for fix in fixes:
        if fix.id in asked["only"] and fix.option and not fix.wanted(options):
            raise SettingsError(f"the fix {fix.id} needs {fix.option}")


def _base(graph: Graph) -> str:
    """What IRIs begin with: the scheme that most concepts are in, else the settings' base."""
    from tvet_skos.namespaces import SKOS
    from tvet_skos.terms import IRI

    named = (value for node in graph.nodes() for value in graph.values(node, SKOS.inScheme))
    uses = Counter(scheme for scheme in named if isinstance(scheme, IRI))
    declared = [s for s in graph.instances(SKOS.ConceptScheme) if isinstance(s, IRI)]
    if not declared and len(uses) == 1:
        declared = list(uses)
    scheme = min(declared, key=lambda iri: (-uses[iri], iri), default=None)
    return settings_here().base if scheme is None else base_of(scheme)


def _judge() -> Callable[[Graph], Report]:
    """What finds the errors of a graph, by the rules that are errors in this vocabulary."""
    from tvet_skos.checks import Severity, check, rules

    chosen = ruleset_of(settings_here(), None)
    errors = chosen.only(r.id for r in rules() if chosen.severity(r) is Severity.ERROR)
    return lambda graph: check(graph, errors)


# --- what is written and said ---------------------------------------------------------------------


def _write(where: _Target, vocabulary: Vocabulary, cleaned: Cleaned) -> None:
    from tvet_skos.files import write_atomically
    from tvet_skos.rdf.folder import write_folder

    if where.output is not None:
        put(_turtle(cleaned.graph), where.output)
        return
    if not cleaned.patch:
        return
    if where.path.is_dir():
        scheme = _scheme(cleaned.graph, vocabulary)
        if not scheme.declared:
            raise InputError(
                "no file in the folder declares a skos:ConceptScheme",
                file=str(where.path),
                hint="clean single files by naming them, or give -o FILE",
            )
        changes = write_folder(vocabulary, scheme)
        for path in changes.written:
            say(f"written: {where.path / path}")
        for path in changes.removed:
            say(f"removed: {where.path / path}")
        return
    write_atomically(where.path, _turtle(cleaned.graph).encode())


def _scheme(graph: Graph, vocabulary: Vocabulary) -> ConceptScheme:
    from tvet_skos.rdf.profile import from_triples

    return from_triples(graph.triples(), vocabulary.scheme.iri)


def _turtle(graph: Graph) -> str:
    from tvet_skos.rdf.turtle import write_turtle

    return write_turtle(graph.triples(), _base(graph))


def _diff(vocabulary: Vocabulary, cleaned: Cleaned) -> Iterator[str]:
    """What would change in the canonical Turtle, file by file for a folder."""
    from tvet_skos.contribute.clean import unified_diff

    if not cleaned.patch:
        return
    before, after = (_files(graph, vocabulary) for graph in (cleaned.base, cleaned.graph))
    for name in sorted({*before, *after}):
        yield from unified_diff(before.get(name, ""), after.get(name, ""), name)


def _files(graph: Graph, vocabulary: Vocabulary) -> dict[str, str]:
    from tvet_skos.rdf.folder import layout

    if vocabulary.path.is_dir() and (scheme := _scheme(graph, vocabulary)).declared:
        files = layout(scheme).items()
        return {str(vocabulary.path / path): content.decode() for path, content in files}
    return {str(vocabulary.path): _turtle(graph)}


_SHOWN = 4
"""How many places of a fix are named; the others are counted."""


def _account(graph: Graph, cleaned: Cleaned) -> Iterator[str]:
    """What each fix did: how often, and where, by what people call the places."""
    from tvet_skos.contribute.clean import places

    for deed in cleaned.deeds:
        found = places(graph, deed.patch)
        rule = f" ({deed.fix.rule})" if deed.fix.rule else ""
        yield f"{deed.fix.id}{rule}: {counted(len(deed.patch), 'change')}\n"
        for place in found[:_SHOWN]:
            more = f" … and {len(place.changes) - _SHOWN} more" if place.changes[_SHOWN:] else ""
            yield f"  {place.name}: {'; '.join(place.changes[:_SHOWN])}{more}\n"
        if len(found) > _SHOWN:
            yield f"  … and {len(found) - _SHOWN} more\n"


def _tell(cleaned: Cleaned, where: _Target, account: str) -> None:
    """The sum, and what was not done, on standard error."""
    if where.diff and account:
        say(account.rstrip())
    for left_out in cleaned.left_out:
        warn(_reason(left_out))
    if not cleaned.patch:
        say("nothing to clean")
        return
    would = "would be " if where.diff else ""
    added, removed = len(cleaned.patch.added), len(cleaned.patch.removed)
    say(f"{counted(added, 'statement')} {would}added, {removed} {would}removed")


def _offer(cleaned: Cleaned, options: Options, without: Sequence[str]) -> None:
    """Say what unsafe fixes would find."""
    from tvet_skos.contribute.clean import chosen_fixes

    unsafe = [f for f in chosen_fixes((), without, unsafe=True) if f.unsafe and f.wanted(options)]
    found = [(fix.id, len(fix.patch(cleaned.graph, options))) for fix in unsafe]
    named = ", ".join(f"{name} ({counted(count, 'change')})" for name, count in found if count)
    if named:
        say(f"{click.style('hint:', fg='cyan')} --unsafe would do more: {named}")


def _reason(left_out: LeftOut) -> str:
    if not left_out.errors:
        return f"left out: {left_out.fix.id} never came to an end"
    error = left_out.errors[0]
    more = f", and {len(left_out.errors) - 1} more" if left_out.errors[1:] else ""
    return (
        f"left out: {left_out.fix.id} would add {error.rule} at {error.label or error.focus}: "
        f"{error.message}{more}"
    )
