"""Where a contact is noted: for which structure, in which zone and at which place."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from core.errors import NotFound
from core.i18n import _
from core.people import Action, Actor, Structure, require, required
from core.territory import Zone

LONGEST_PLACE = 80


def structure(session: Session, actor: Actor, structure_id: UUID | None) -> UUID | None:
    """The structure that notes: the actor's own when None; another one takes `act_for_structures`.

    Raises NotFound for a structure of another consortium.
    """
    require(actor, Action.ENTER_CONTACT, actor.consortium_id)
    if structure_id in {None, actor.structure_id}:
        return actor.structure_id
    found = session.get(Structure, structure_id)
    if found is None or found.consortium_id != actor.consortium_id:
        raise NotFound(_("Cette structure n'est pas dans ce consortium. Choisissez dans la liste."))
    require(actor, Action.ACT_FOR_STRUCTURES, actor.consortium_id)
    return structure_id


def zone(session: Session, actor: Actor, zone_id: UUID | None) -> UUID | None:
    """The zone that was named, or None; NotFound for one of another consortium."""
    require(actor, Action.ENTER_CONTACT, actor.consortium_id)
    found = session.get(Zone, zone_id) if zone_id else None
    if zone_id and (found is None or found.consortium_id != actor.consortium_id):
        raise NotFound(_("Cette zone n'est pas dans ce consortium. Choisissez dans la liste."))
    return zone_id


def place(text: str) -> str:
    """A place in a few words, "" when nothing was typed; InvalidInput («place») when it is too long."""
    return required(text, "place", LONGEST_PLACE) if text.strip() else ""
