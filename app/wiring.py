"""Gives each room what its needs.py asks of rooms beside or above it; done once per process."""

from __future__ import annotations

from functools import cache

import app.tables  # noqa: F401 (every table is known before the first query)
from ambassadors import coming
from ambassadors import needs as ambassadors_needs
from ambassadors import persons as ambassadors_persons
from campaigns import jobs as campaigns_jobs
from campaigns import needs as campaigns_needs
from contacts import jobs as contacts_jobs
from contacts import landing
from contacts import persons as contacts_persons
from core import keeping
from reach import disclosure, targets
from reach import jobs as reach_jobs
from reach.owners import space as owners_space
from reach.series import keeping as reach_keeping


@cache
def wire() -> None:
    """Connect the rooms; calling it again does nothing."""
    campaigns_needs.provide(landing.choices, calendar=(coming.agreements_ending,))
    campaigns_needs.provide_contacts(targets.contacts)
    ambassadors_needs.provide(disclosure.brought)
    ambassadors_needs.provide_accesses(owners_space.accesses, owners_space.end)
    campaigns_jobs.register()
    reach_jobs.register()
    contacts_jobs.register()
    keeping.register(contacts_persons.KEEPER)
    keeping.register(ambassadors_persons.KEEPER)
    keeping.register(reach_keeping.KEEPER)
