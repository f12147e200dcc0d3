"""What the tests of first contacts share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from campaigns.models import Code
from core.database import Database
from tests.browsers import browser, chromium
from tests.contacts.phone import Phone
from tests.factories import campaigns as campaigns_factory
from tests.factories import contacts as factory
from tests.factories import people
from tests.factories.people import Place

__all__ = ["browser", "chromium"]


@pytest.fixture
def where(database: Database) -> Place:
    """A consortium with two structures and two pages, «permis» and «proche»."""
    with database.transaction() as session:
        made = people.place(session)
        factory.page(session, made.consortium.id)
        factory.page_for_relatives(session, made.consortium.id)
    return made


@pytest.fixture
def code(database: Database, where: Place) -> Code:
    """The code of a poster of that consortium."""
    with database.transaction() as session:
        return campaigns_factory.link(session, where.consortium.id)[1]


@pytest.fixture
def phone(where: Place) -> Iterator[Phone]:
    """A phone in front of that consortium's pages."""
    with Phone() as opened:
        yield opened
