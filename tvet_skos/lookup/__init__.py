"""Answers: a term to its concept, the concept's card, its definitions compared, named queries."""

from tvet_skos.lookup.card import card, label_of
from tvet_skos.lookup.compare import Comparison, compare
from tvet_skos.lookup.find import Match, find, find_one
from tvet_skos.lookup.search import Hit, SearchResult, search

__all__ = [
    "Comparison",
    "Hit",
    "Match",
    "SearchResult",
    "card",
    "compare",
    "find",
    "find_one",
    "label_of",
    "search",
]
