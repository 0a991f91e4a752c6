from __future__ import annotations

import subprocess
import sys

from tvet_skos.ingest.language import other_language

FRENCH = (
    "La formation en atelier est une formation qui se déroule dans un atelier, sous la conduite"
    " d'une personne expérimentée ; elle permet aux apprenants d'acquérir les gestes du métier."
)
ENGLISH = (
    "Workshop training is training that takes place in a workshop, under the guidance of a person"
    " with experience; it allows learners to acquire the movements and the habits of the trade."
)


def test_a_long_text_in_another_language_is_noticed() -> None:
    assert other_language(FRENCH, "en") == "fr"


def test_the_right_language_a_short_text_and_an_unknown_tag_are_not_warned_of() -> None:
    assert other_language(FRENCH, "fr-CA") == ""
    assert other_language(ENGLISH, "en") == ""
    assert other_language("La formation", "en") == ""
    assert other_language(FRENCH, "tlh") == ""


def test_the_detector_is_loaded_only_when_it_is_asked() -> None:
    code = (
        "import sys, tvet_skos.ingest;"
        "sys.exit(bool({'py3langid', 'selectolax', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
