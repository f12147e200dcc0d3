"""What each network takes, as data: one row per network, format and thing counted, dated and sourced.

One function, `breaches`, is used when a post is written, when it is scheduled and when it is sent,
so that the three never disagree.
"""

from __future__ import annotations

from connectors.limits.checking import Breach, breaches, formats, hashtags, limit, mentions
from connectors.limits.data import CLICKABLE, FOLDS, LIMITS, MEGABYTE, TAKES_ALT, TEXTLESS, TITLED, USUAL
from connectors.limits.kinds import READ_ON, WORDS, Draft, Format, Limit, Medium, Thing

__all__ = [
    "CLICKABLE",
    "FOLDS",
    "LIMITS",
    "MEGABYTE",
    "READ_ON",
    "TAKES_ALT",
    "TEXTLESS",
    "TITLED",
    "USUAL",
    "WORDS",
    "Breach",
    "Draft",
    "Format",
    "Limit",
    "Medium",
    "Thing",
    "breaches",
    "formats",
    "hashtags",
    "limit",
    "mentions",
]
