"""Whatever is sent to the public forms: a page of ours, never an error, and one contact at most."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts import flood, receipts
from contacts.flood import Step
from contacts.wording import ORIGIN_BY_KEY, When
from core import web
from core.database import Database
from core.territory import Need
from tests.contacts.phone import Phone
from tests.factories import contacts as factory
from tests.factories.people import Place

PAGES = ["/bonjour/permis/rappel", "/bonjour/proche/rappel", "/bonjour/permis/decide", "/bonjour/retirer"]
PURPOSES = [
    "contacts.form",
    "contacts.form.again",
    "contacts.form.sure",
    "contacts.decide",
    "contacts.withdraw",
]
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "way": st.sampled_from([factory.PHONE, factory.EMAIL, "+1", "@"]) | ANYTHING,
        "kind": st.sampled_from(["phone", "sms", "email", "handle"]) | ANYTHING,
        "when": st.sampled_from([*When]) | ANYTHING,
        "need": st.sampled_from([*Need]) | ANYTHING,
        "age": st.sampled_from(["under_16", "unsaid"]) | ANYTHING,
        "origin": st.lists(st.sampled_from([*ORIGIN_BY_KEY, "unknown", "control-tv"]) | ANYTHING, max_size=4),
        "code": st.just(receipts.of("a form")) | ANYTHING,
        "step": st.sampled_from([*Step]) | ANYTHING,
        "note": st.just("") | ANYTHING,
        "decided": st.sampled_from([*ORIGIN_BY_KEY]) | ANYTHING,
    },
)


@pytest.mark.database
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    path=st.sampled_from(PAGES),
    query=st.just("") | ANYTHING,
    purpose=st.sampled_from(PURPOSES) | st.none(),
    fields=FIELDS,
    headers=st.sampled_from([{}, {"origin": "null"}, {"sec_fetch_site": "same-origin"}]),
)
def test_no_form_breaks_anything(
    engine_kind: str,
    phone: Phone,
    database: Database,
    where: Place,
    path: str,
    query: str,
    purpose: str | None,
    fields: dict[str, Any],
    headers: dict[str, str],
) -> None:
    flood.forget()
    before = count(database)
    token = {"token": web.form_token(purpose, flood.stamp())} if purpose else {}
    shown = phone.post(f"{path}?{urlencode({'c': query})}", {**token, **fields}, **headers)
    assert shown.status_code in {200, 422, 429}
    assert "<h1" in shown.text
    assert count(database) - before <= (1 if path.endswith("rappel") else 0)
    if path.endswith("rappel") and shown.status_code == 422:
        assert count(database) == before


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(path=st.sampled_from(PAGES), body=st.binary(max_size=300), form=st.booleans())
def test_no_bytes_break_anything(
    phone: Phone, database: Database, where: Place, path: str, body: bytes, form: bool
) -> None:
    kind = "application/x-www-form-urlencoded" if form else "multipart/form-data; boundary=x"
    assert phone.raw(path, body, kind).status_code == 422
    assert count(database) == 0


def count(database: Database) -> int:
    with database.snapshot() as session:
        return factory.count(session)
