"""Tables of first contacts, private to this room: the only ones that hold a young person's identity."""

from __future__ import annotations

from contacts.models.answers import (
    AnsweringHours,
    ContactNote,
    ContactYearKey,
    Gender,
    HandOver,
    HandOverState,
    HookDelivery,
    Offer,
    PartnerHook,
    Told,
)
from contacts.models.pages import ContactPolicy, HubPage, LandingPage, LandingVersion
from contacts.models.requests import (
    AgeBand,
    Caller,
    CodeEvidence,
    ContactDetail,
    ContactOrigin,
    DetailKind,
    Entry,
    FirstContact,
    Likeness,
    State,
)

__all__ = [
    "AgeBand",
    "AnsweringHours",
    "Caller",
    "CodeEvidence",
    "ContactDetail",
    "ContactNote",
    "ContactOrigin",
    "ContactPolicy",
    "ContactYearKey",
    "DetailKind",
    "Entry",
    "FirstContact",
    "Gender",
    "HandOver",
    "HandOverState",
    "HookDelivery",
    "HubPage",
    "LandingPage",
    "LandingVersion",
    "Likeness",
    "Offer",
    "PartnerHook",
    "State",
    "Told",
]
