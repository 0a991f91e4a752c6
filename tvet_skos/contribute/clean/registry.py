"""Every fix, in the order in which they are applied."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from tvet_skos.contribute.clean import (
    collections,
    definitions,
    hierarchy,
    labels,
    leftovers,
    mapping,
    preferred,
    redirections,
    relations,
    schemes,
    see_also,
    terms,
    texts,
)
from tvet_skos.contribute.clean.fix import Fix
from tvet_skos.errors import NotFound, SettingsError

_FAMILIES = (
    mapping, terms, texts, labels, see_also, preferred, schemes, definitions, collections,
    redirections, relations, hierarchy, leftovers,
)  # fmt: skip

_ORDER = (
    # What the words mean.
    "map-terms",
    "rename-undefined-terms",
    "rename-deprecated-terms",
    "name-blank-nodes",
    # Texts, before any two are compared.
    "drop-invisible-characters",
    "compose-characters",
    "strip-markup",
    "trim-labels",
    "trim-notes",
    "remove-empty-labels",
    "tag-language",
    "refresh-flat-definitions",
    "drop-notation-language",
    # Labels, the stronger before the weaker.
    "add-plain-labels",
    "split-labels",
    "demote-preferred-labels",
    "drop-repeated-labels",
    # What things are, before it is asked how they hang together.
    "type-schemes",
    "type-concepts",
    "complete-in-scheme",
    "join-only-scheme",
    # Relations: first those that go, then those that follow from the rest.
    "move-collections",
    "unmatch-inside-scheme",
    "follow-replacements",
    "drop-reflexive-relations",
    "break-cycles",
    "drop-clashing-related",
    "drop-redundant-broader",
    "unmark-top-concepts",
    "complete-broader",
    "mark-top-concepts",
    "complete-top-concepts",
    "complete-narrower",
    "link-see-also",
    "complete-related",
    "complete-mappings",
    "drop-narrower",
    "add-transitive",
    "drop-copied-terms",
    "drop-unused-terms",
    "drop-leftover-lists",
)

_FOUND = {fix.id: fix for family in _FAMILIES for fix in family.FAMILY.fixes}

FIXES: tuple[Fix, ...] = tuple(_FOUND[name] for name in _ORDER)
"""Every fix, in the order in which they are applied."""


def chosen_fixes(
    only: Iterable[str] = (), without: Iterable[str] = (), *, unsafe: bool = False
) -> tuple[Fix, ...]:
    """The fixes that are asked for, in the order of ``FIXES``.

    :param only: names; without any, all are meant
    :param without: names of those to leave out
    :param unsafe: whether unsafe ones may be applied
    :raises NotFound: there is no fix of that name
    :raises SettingsError: an unsafe fix is named among ``only``, and ``unsafe`` is not given

    >>> [fix.id for fix in chosen_fixes(["trim-notes", "trim-labels"])]
    ['trim-labels', 'trim-notes']
    """
    wanted, unwanted = set(only), set(without)
    for name in sorted(wanted | unwanted):
        _require_known(name)
    for name in sorted(wanted):
        if _FOUND[name].unsafe and not unsafe:
            raise SettingsError(f"the fix {name} is unsafe", hint="give --unsafe as well")
    return tuple(
        fix
        for fix in FIXES
        if (not wanted or fix.id in wanted)
        and fix.id not in unwanted
        and (unsafe or not fix.unsafe)
    )


def _require_known(name: str) -> None:
    if name not in _FOUND:
        near = tuple(get_close_matches(name, _ORDER, n=1))
        hint = f"did you mean {near[0]}?" if near else "see tvet-skos clean --list"
        raise NotFound(f"there is no fix {name!r}", hint=hint, suggestions=near)
