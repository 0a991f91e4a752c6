"""A large vocabulary on disk, ready to judge contributions to it without being read again.

``prepared_base`` is the door: what lies on a shelf and is fresh is opened in milliseconds, else it
is made and put there. ``open_base`` makes one of triples, for as long as it is open. ``parts`` is
what a base consists of and how it is kept, ``making`` makes it of files, ``keys`` answers for rules
on what nodes share, ``excerpts`` tells lines, and ``shelf`` knows what is fresh.
"""

from tvet_skos.checks.prepared.base import PreparedBase
from tvet_skos.checks.prepared.opening import MANY, open_base
from tvet_skos.checks.prepared.shelf import prepared_base, worth_preparing
from tvet_skos.checks.prepared.unread import UnreadVocabulary

__all__ = [
    "MANY",
    "PreparedBase",
    "UnreadVocabulary",
    "open_base",
    "prepared_base",
    "worth_preparing",
]
