"""Words of our trade that a text for the public does not open with; French only."""

from __future__ import annotations

import re

TRADE = re.compile(
    r"\b(insertion|dispositifs?|accompagnement|remobilisation|mobilisation|usagers?|bénéficiaires?|"
    r"publics?|prescripteurs?|invisibles?|neets?|qpv|parcours|orientation|employabilité|partenariat|"
    r"problématiques?|freins?|diagnostic|référente?s?|démarches?|droit commun)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.?!])\s+|\n+")


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


def opening(text: str) -> str:
    """The word of our trade in the first sentence of a text; empty when there is none."""
    found = TRADE.search(next(iter(sentences(text)), ""))
    return found[0] if found else ""
