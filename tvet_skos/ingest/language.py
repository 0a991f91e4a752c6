"""Whether a text is in another language than its reader said. It only warns; it never decides."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_SURE = 0.999
_FEWEST_WORDS = 25


def other_language(text: str, language: str) -> str:
    """The language that a text is almost certainly written in, if it is not the given one.

    :param language: a BCP 47 tag; only its first part counts
    :returns: an ISO 639-1 code; the empty string for a short or doubtful text and for a language
        that the detector does not know

    >>> other_language("too short", "fr")
    ''
    """
    expected = language.split("-")[0].lower()
    if len(text.split()) < _FEWEST_WORDS:
        return ""
    detector = _detector()
    if expected not in detector.nb_classes:
        return ""
    # The detector reads bytes and is led astray by web addresses.
    found, probability = detector.classify(re.sub(r"https?://\S+", "", text))
    return str(found) if found != expected and probability >= _SURE else ""


@cache
def _detector() -> Any:
    """Loaded by the first long text only: it takes a second and brings numpy along."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
