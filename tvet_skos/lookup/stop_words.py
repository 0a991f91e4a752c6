"""Function words, which two definitions share without agreeing on anything."""

from __future__ import annotations

_EN = """a about above after all also among an and any are as at be been being but by can could do
does each either for from had has have having he her his how if in into is it its itself may might
more most must no nor not of on one only or other others out over own per shall she should so some
somebody somebody's someone such than that the their them then there these they this those through
to under up upon was were what when where whether which while who whom whose will with within
would you your come comes e.g etc example give given gives i.e instance make makes"""
_FR = """a au aux avec ce ces cet cette comme d dans de des donc du elle elles en est et être il ils
l la le les leur leurs lui mais ne ni non nos notre nous on ont ou où par pas peut plus pour qu que
qui s sa se ses si son sont sur tout toute toutes tous un une vos votre vous y"""
_ES = """a al algo como con cual cuando de del desde donde e el ella ellas ellos en entre era es esa
ese eso esta este esto fue ha han hasta la las le les lo los más me muy no nos o para pero por
porque puede que quien se ser si sin sobre son su sus también toda todas todo todos tu u un una uno
unos y ya"""

STOP_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(_EN.split()),
    "fr": frozenset(_FR.split()),
    "es": frozenset(_ES.split()),
}
"""Language to its function words, in lower case."""
