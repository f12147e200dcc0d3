"""The data that pages carry for their own scripts. Pure functions of the text; a page cut short has none."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from connectors.errors import Changed


def script(text: str, identifier: str) -> str | None:
    """The text of `<script id="identifier">` where it is whole, else None."""
    match = re.search(rf'<script[^>]*\bid="{re.escape(identifier)}"[^>]*>(.*?)</script>', text, re.DOTALL)
    return match[1] if match else None


def data(text: str) -> Mapping[str, object]:
    """The JSON object in a script. Raises Changed for anything else."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Changed from None
    if not isinstance(found, dict):
        raise Changed
    return found
