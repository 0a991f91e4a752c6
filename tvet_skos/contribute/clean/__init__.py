"""Cleaning: the only deed that repairs. Named fixes, safe and unsafe, each of them a pure function.

``clean`` applies those of ``chosen_fixes``, and tells what each of them did.
"""

from tvet_skos.contribute.clean.account import Place, places
from tvet_skos.contribute.clean.fix import Fix, Options, Patch, PreferredLabel
from tvet_skos.contribute.clean.registry import FIXES, chosen_fixes
from tvet_skos.contribute.clean.run import Cleaned, Deed, LeftOut, clean
from tvet_skos.contribute.clean.term_map import TermMap, load_map, map_names
from tvet_skos.contribute.clean.unified import unified_diff

__all__ = [
    "FIXES",
    "Cleaned",
    "Deed",
    "Fix",
    "LeftOut",
    "Options",
    "Patch",
    "Place",
    "PreferredLabel",
    "TermMap",
    "chosen_fixes",
    "clean",
    "load_map",
    "map_names",
    "places",
    "unified_diff",
]
