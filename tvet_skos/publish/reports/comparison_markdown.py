"""The comparison as Markdown that pastes into GitHub, wikis and mail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tvet_skos.lookup.compare import Comparison, Entry
from tvet_skos.publish.characters import printable
from tvet_skos.publish.reports.attribution import announced, attribution, coverage
from tvet_skos.publish.reports.digest import (
    MACHINE_MADE,
    agreements,
    nearest,
    only_here,
    other_labels,
    spellings,
)
from tvet_skos.publish.reports.passages import IN_OTHERS, Passage, passages
from tvet_skos.publish.reports.relations import (
    COMPUTED,
    STATED,
    left_out,
    nearly_same,
    taken_over,
)
from tvet_skos.text import counted

_MOST_AGREEMENTS = 12


def comparison_markdown(comparison: Comparison) -> str:
    """A comparison as GitHub-flavoured Markdown.

    A table of the sources, then each definition as a quotation with its citation; words that
    another definition has as well are bold. Nothing of the data is taken for markup.
    """
    parts = [
        [f"# {escaped(comparison.concept.label())}", *_introduction(comparison)],
        [_table(comparison)],
        *(_section(entry, comparison) for entry in comparison.entries),
        _agreement_table(comparison),
        _sentences(STATED, taken_over(comparison)),
        _sentences(COMPUTED, nearly_same(comparison)),
        [f"*{MACHINE_MADE}*"] if len(comparison.entries) > 1 else [],
    ]
    return "\n\n".join(block for part in parts for block in part) + "\n"


_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~&$]")
_START = re.compile(r"(\d*)([-+=.):])")


def escaped(text: str) -> str:
    r"""A text that Markdown shows as it stands, on one line.

    >>> print(escaped("a | b *c* <d>"))
    a \| b \*c\* \<d\>
    """
    return _begun(_inside(" ".join(printable(text).split())))


def _inside(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _begun(line: str) -> str:
    """A line that begins like a list, a heading or a rule and is none."""
    return _START.sub(r"\1\\\2", line, count=1) if _START.match(line) else line


def _introduction(comparison: Comparison) -> Iterator[str]:
    others = (*other_labels(comparison), *spellings(comparison))
    if others:
        yield f"Also: {', '.join(map(escaped, others))}"
    if not comparison.match.is_plain:
        yield f"Matched by {escaped(comparison.match.why)}."
    yield f"**{counted(len(comparison.entries), 'definition')}. {escaped(coverage(comparison))}.**"

    if comparison.as_of is not None:
        told = (f"As of {comparison.as_of}.", *left_out(comparison))
        yield " ".join(map(escaped, told))


def _sentences(title: str, sentences: Sequence[str]) -> list[str]:
    listed = "\n".join(f"- {escaped(sentence)}" for sentence in sentences)
    return [f"## {title}", listed] if sentences else []


def _table(comparison: Comparison) -> str:
    rows = ["| # | Source | As printed | How the source is known |", "| --: | --- | --- | --- |"]
    for entry in comparison.entries:
        known = attribution(entry)
        number = f"{entry.number} ★" if entry.is_lead else str(entry.number)
        who = "; ".join(map(escaped, (known.heading, *known.titles)))
        rows.append(
            f"| {number} | {who} | {escaped(known.citation)} "
            f"| {known.evidence.mark} {known.evidence.label} |"
        )
    return "\n".join(rows)


def _section(entry: Entry, comparison: Comparison) -> Iterator[str]:
    known = attribution(entry)
    lead = " ★ lead" if entry.is_lead else ""
    language = f" ({entry.definition.language})" if _is_mixed(comparison) else ""
    yield f"## {entry.number}. {escaped(known.heading)}{language}{lead}"
    quoted = "\n".join(f"> {line}".rstrip() for line in _quoted(entry))
    yield quoted
    yield f"— {escaped(known.citation) or known.evidence.label}"
    if entry.lacks_source:
        yield f"**{known.evidence.mark} {known.evidence.label}**: {known.evidence.meaning}"
    yield from (f"Link: <{link}>" for link in known.links)
    if known.modification:
        yield escaped(known.modification)
    yield from (escaped(announced(note.value)) for note in entry.definition.notes)
    phrases = only_here(entry)
    if phrases:
        yield f"Only here: {' · '.join(map(escaped, phrases))}"


def _is_mixed(comparison: Comparison) -> bool:
    return len({entry.definition.language for entry in comparison.entries}) > 1


def _quoted(entry: Entry) -> Iterator[str]:
    """The lines of a quotation; an empty one keeps paragraphs and lists apart."""
    before: Passage | None = None
    for passage in passages(entry):
        if before is not None and not (before.marker and passage.marker):
            yield ""
        yield f"{passage.marker} {_marked(passage)}" if passage.marker else _marked(passage)
        before = passage


def _marked(passage: Passage) -> str:
    parts = (
        f"**{_inside(segment.text)}**" if segment.occurrence in IN_OTHERS else _inside(segment.text)
        for segment in passage.segments
    )
    return _begun("".join(parts).strip())


def _agreement_table(comparison: Comparison) -> Iterator[str]:
    found = agreements(comparison)
    if not found:
        return
    yield "## What they share"
    numbers = [entry.number for entry in comparison.entries]
    rows = [f"| {' | '.join(map(str, numbers))} | Words |", f"|{' :-: |' * len(numbers)} --- |"]
    for agreement in found[:_MOST_AGREEMENTS]:
        dots = " | ".join("●" if n in agreement.entries else "·" for n in numbers)
        rows.append(f"| {dots} | {escaped(', '.join(agreement.words))} |")
    yield "\n".join(rows)
    close = ", ".join(f"{e.number} ({e.similarity:.2f})" for e in nearest(comparison))
    if close:
        yield f"Closest to {comparison.baseline}, by the words they have in common: {close}."
