"""The metadata of every room's tables, complete once this module is imported."""

from __future__ import annotations

from importlib import import_module

from core.database import Base

# By name: contacts.models is private to its room, and only the metadata is wanted here.
for _room in (
    "core.audit",
    "core.runs",
    "core.sessions",
    "core.territory",
    "core.tokens",
    "campaigns.visits",
):
    import_module(_room)
for _room in ("campaigns", "ambassadors", "contacts", "reach"):
    import_module(f"{_room}.models")
import_module("campaigns.feeds")
import_module("reach.imports.tables")
for _room in ("campaigns.feeds", "campaigns.calendar.days"):
    import_module(_room)

METADATA = Base.metadata
