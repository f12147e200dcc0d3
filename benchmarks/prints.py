"""How long a sheet of many codes takes, read back: `python -m benchmarks.prints [--json] [--codes N]`.

Prints a list of {"case", "value", "target", "met"}; exit status 1 where a target is not met.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable

from campaigns.prints import checking, making, orders
from campaigns.prints.kit import Template
from campaigns.prints.making import Print
from campaigns.prints.words import Cell, Words
from core.i18n import typeset

SECONDS_FOR_500 = 10.0
WORDS = Words(
    "Permis",
    typeset("Le permis, c'est cher. On t'aide."),
    "Trois-Rives",
    ("Centre social des Tilleuls", "École de la deuxième chance"),
    typeset("Du lundi au vendredi, 9 h à 20 h"),
)


def order(template: Template, count: int) -> orders.Order:
    """An order of `count` different codes."""
    codes = [f"K{number:05d}" for number in range(count)]
    host = "porte-voix.example"
    cells = [
        Cell(code, f"HTTPS://{host.upper()}/R/{code}", host, f"/r/{code}", WORDS, f"Lieu {code}")
        for code in codes
    ]
    return orders.order(template, cells)


def timed(make: Callable[[], Print]) -> tuple[Print, float]:
    """What was made, and the seconds it took."""
    begun = time.perf_counter()
    made = make()
    return made, time.perf_counter() - begun


def _result(case: str, value: float, target: float | str, met: bool = True) -> dict[str, object]:
    return {"case": case, "value": value, "target": target, "met": met}


def main() -> int:
    """Measure, print, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="JSON only")
    parser.add_argument("--codes", type=int, default=500)
    given = parser.parse_args()
    wanted = order(Template.STICKER, given.codes)
    made, seconds = timed(lambda: making.make(wanted))
    read = [text for page in checking.pictures(made.content) for text in checking.read(page)]
    _one, single = timed(lambda: making.make(order(Template.POSTER, 1)))
    limit = SECONDS_FOR_500 * given.codes / 500
    results = [
        _result(
            f"stickers, {given.codes} codes, seconds", round(seconds, 2), f"< {limit:g}", seconds < limit
        ),
        _result(
            "different codes on them", len(set(read)), given.codes, len(read) == len(set(read)) == given.codes
        ),
        _result("one poster, seconds", round(single, 2), "recorded"),
    ]
    if given.json:
        print(json.dumps(results, ensure_ascii=False, indent=2))
    else:
        for one in results:
            print(f"{'ok ' if one['met'] else 'NOT'} {one['case']}: {one['value']} (target {one['target']})")
    return 0 if all(one["met"] for one in results) else 1


if __name__ == "__main__":
    sys.exit(main())
