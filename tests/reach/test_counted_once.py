"""What the overview says of people who came twice, and of those whom nobody can tell apart."""

from __future__ import annotations

import pytest

from contacts.counting import Tally
from reach import sentences


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (Tally(5, 0, 0, 0), []),
        (Tally(5, 1, 0, 2), ["1 contact sans numéro ni e-mail"]),
        (Tally(5, 3, 2, 0), ["3 contacts sans numéro ni e-mail", "2 contacts sont peut-être déjà venus"]),
    ],
)
def test_the_rule_is_said_with_what_it_leaves_out(told: Tally, said: list[str]) -> None:
    shown = sentences.counted_once(told).replace("\u00a0", " ")
    assert shown.startswith("Un même numéro ou e-mail compte une fois par année de campagne.")
    assert [part in shown for part in said] == [True] * len(said)
    assert ("peut-être" in shown) == bool(told.suspected)
