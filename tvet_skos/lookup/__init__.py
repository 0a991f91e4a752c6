"""Answers: a term to its concept, the concept's card, its definitions compared, named queries."""

from tvet_skos.lookup.card import card, label_of
from tvet_skos.lookup.compare import Comparison, compare
from tvet_skos.lookup.find import Match, find, find_one

__all__ = ["Comparison", "Match", "card", "compare", "find", "find_one", "label_of"]
