"""Proposals that people make one by one, and that wait in a folder until an editor decides.

``fields`` is what a form holds and what is wrong with it, ``proposing`` makes triples of it,
``judging`` judges these by the rules for contributions, ``similar`` finds what is there already,
``folder`` is where they wait, and ``accepting`` takes one into the vocabulary.
"""

from tvet_skos.contribute.queue.accepting import Taken, taken_in
from tvet_skos.contribute.queue.fields import FIELDS, KINDS, Mistake, cleaned
from tvet_skos.contribute.queue.folder import Decision, Queue, State, Waiting
from tvet_skos.contribute.queue.judging import Judge, Remark
from tvet_skos.contribute.queue.proposing import Draft, Proposed, drafted, proposal

__all__ = [
    "FIELDS",
    "KINDS",
    "Decision",
    "Draft",
    "Judge",
    "Mistake",
    "Proposed",
    "Queue",
    "Remark",
    "State",
    "Taken",
    "Waiting",
    "cleaned",
    "drafted",
    "proposal",
    "taken_in",
]
