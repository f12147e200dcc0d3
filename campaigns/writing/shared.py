"""What posts share: the hashtags of a campaign by sets, and who answers and when."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import placing, typed
from campaigns.models import HashtagSet, Signature
from campaigns.writing import forms
from core import audit, people
from core.errors import InvalidInput, NotFound
from core.i18n import _
from core.people import Action, Actor, Consortium, Structure, folded


@dataclass(frozen=True)
class Signing:
    """A signature to choose; `whose` is a structure's name, or the consortium's."""

    id: UUID
    structure_id: UUID | None
    whose: str
    text: str


def sets(session: Session, consortium_id: UUID, campaign_id: UUID) -> list[HashtagSet]:
    """The sets of a campaign, by name."""
    query = select(HashtagSet).where(
        HashtagSet.consortium_id == consortium_id, HashtagSet.campaign_id == campaign_id
    )
    return sorted(session.scalars(query), key=lambda one: folded(one.name))


def save_set(session: Session, actor: Actor, campaign_id: UUID, name: str, tags: str) -> HashtagSet:
    """The set of that name holds these hashtags now. InvalidInput («name», «tags»), NotFound."""
    people.require(actor, Action.PLAN, actor.consortium_id)
    typed.own_campaign(session, actor.consortium_id, campaign_id)
    name = typed.text(name, "name", 60, _("Donnez un nom à ce jeu de mots-dièse."))
    tags = forms.tags(tags, "tags")
    if not tags:
        raise InvalidInput(_("Écrivez au moins un mot-dièse."), "tags")
    known = sets(session, actor.consortium_id, campaign_id)
    found = next((one for one in known if folded(one.name) == folded(name)), None) or HashtagSet(
        consortium_id=actor.consortium_id, campaign_id=campaign_id, name=name
    )
    found.tags = tags
    session.add(found)
    session.flush()
    audit.record(session, actor, "campaigns.hashtags_kept", found.id)
    return found


def remove_set(session: Session, actor: Actor, set_id: UUID) -> None:
    """Forget a set; posts keep their hashtags. NotFound."""
    people.require(actor, Action.PLAN, actor.consortium_id)
    found = session.get(HashtagSet, set_id)
    if found is None or found.consortium_id != actor.consortium_id:
        raise NotFound(_("Ce jeu de mots-dièse n'existe plus."))
    session.delete(found)
    session.flush()
    audit.record(session, actor, "campaigns.hashtags_removed", set_id)


def signatures(session: Session, consortium_id: UUID) -> list[Signing]:
    """The consortium's own signature first, then those of structures, A to Z."""
    query = (
        select(Signature, Structure.name)
        .outerjoin(Structure, Structure.id == Signature.structure_id)
        .where(Signature.consortium_id == consortium_id)
    )
    own = session.get_one(Consortium, consortium_id).name
    found = [Signing(one.id, one.structure_id, name or own, one.text) for one, name in session.execute(query)]
    return sorted(found, key=lambda one: (one.structure_id is not None, folded(one.whose)))


def save_signature(session: Session, actor: Actor, structure_id: UUID | None, text: str) -> Signature:
    """Who answers and when, for a structure or (None) the consortium; saved posts keep what they say.

    Raises InvalidInput («text»), NotFound.
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    placing.check_here(session, actor.consortium_id, None, structure_id)
    text = typed.text(text, "text", 300, _("Dites qui répond, et quand."))
    query = select(Signature).where(Signature.consortium_id == actor.consortium_id)
    # Two who sign for the same structure at once queue here on PostgreSQL; SQLite queues writers anyway.
    session.execute(
        select(Consortium.id).where(Consortium.id == actor.consortium_id).with_for_update(key_share=True)
    )
    found = session.scalar(query.where(Signature.structure_id.is_not_distinct_from(structure_id)))
    found = found or Signature(consortium_id=actor.consortium_id, structure_id=structure_id)
    found.text = text
    session.add(found)
    session.flush()
    audit.record(session, actor, "campaigns.signature_kept", found.id)
    return found
