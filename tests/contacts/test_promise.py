"""The thank-you page says only what the chosen moment makes true."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

from contacts import promise
from contacts.intake import DetailKind, Received
from contacts.wording import When

MONDAY_MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MONDAY_SIX_PM = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
FOUR_PM = datetime(2026, 11, 23, 15, 59, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)


def said(received: Received, *, polite: bool = False) -> tuple[str, str]:
    title, detail = promise.of(received, polite=polite)
    return title.replace("’", "'").replace("\u00a0", " "), detail.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("at", "when", "title"),
    [
        (MONDAY_MORNING, When.EVENING, "C'est noté. On t'appelle ce soir."),
        (FOUR_PM, When.EVENING, "C'est noté. On t'appelle ce soir."),
        (MONDAY_SIX_PM, When.EVENING, "C'est noté. On t'appelle un soir, après 17 h."),
        (SATURDAY, When.EVENING, "C'est noté. On t'appelle un soir, après 17 h."),
        (SUNDAY, When.EVENING, "C'est noté. On t'appelle un soir, après 17 h."),
        (MONDAY_MORNING, When.SATURDAY, "C'est noté. On t'appelle samedi."),
        (SATURDAY, When.SATURDAY, "C'est noté. On t'appelle un samedi."),
        (MONDAY_MORNING, When.SOON, "C'est noté. On t'appelle dès que possible."),
        (MONDAY_MORNING, None, "C'est noté. On t'appelle dès que possible."),
    ],
)
def test_the_title_follows_the_moment(at: datetime, when: When | None, title: str) -> None:
    with time_machine.travel(at, tick=False):
        assert said(Received(DetailKind.PHONE, when))[0] == title


def test_who_prefers_a_message_is_written_to() -> None:
    with time_machine.travel(MONDAY_MORNING, tick=False):
        assert said(Received(DetailKind.SMS, When.EVENING))[0] == "C'est noté. On t'écrit ce soir."


def test_saturday_has_its_date() -> None:
    with time_machine.travel(MONDAY_MORNING, tick=False):
        assert "samedi 28 novembre 2026" in said(Received(DetailKind.EMAIL, When.SATURDAY))[1]


def test_relatives_are_told_vous() -> None:
    with time_machine.travel(MONDAY_MORNING, tick=False):
        received = Received(DetailKind.PHONE, When.EVENING)
        assert said(received, polite=True)[0] == "C'est noté. On vous appelle ce soir."
