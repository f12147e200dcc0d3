"""What stands under a post: the tracked link or code of its network, the signature, the hashtags.

It is written out when the post is saved, so that what was reviewed is what goes out: a signature
that changes later changes no post by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from campaigns import links, placing
from campaigns.models import Campaign, Code, Post, Signature, Variant
from campaigns.writing import tracked, whole
from connectors import limits
from core import i18n
from core.errors import NotFound
from core.i18n import _
from core.people import Actor
from core.territory import Audience


def refresh(
    session: Session, actor: Actor, post: Post, campaign: Campaign, variants: Iterable[Variant]
) -> None:
    """Write the ending of each variant that is not out yet, making the links that are missing."""
    for variant in variants:
        if variant.published_at is None:
            link = tracked.link(session, actor, campaign, variant.network, post.destination)
            variant.link_id = link.id if link else None
            variant.ending = ending(session, post, campaign, variant)
    session.flush()


def ending(session: Session, post: Post, campaign: Campaign, variant: Variant) -> str:
    """What would stand under the text if it were saved now."""
    parts = [
        _way(session, campaign, variant),
        _signature(session, post, variant),
        whole.hashtags(post, variant),
    ]
    return "\n\n".join(part for part in parts if part)


def code_of(session: Session, variant: Variant) -> str | None:
    """The code that a variant carries, as it is shown; None where it carries none."""
    return None if variant.link_id is None else links.code_of(session, variant.link_id).shown


def own_signature(session: Session, consortium_id: UUID, signature_id: UUID | None) -> UUID | None:
    """The signature, if it is of this consortium; NotFound otherwise."""
    if signature_id is not None:
        found = session.get(Signature, signature_id)
        if found is None or found.consortium_id != consortium_id:
            raise NotFound(_("Cette signature est introuvable. Choisissez-en une autre."))
    return signature_id


def own_destination(session: Session, post: Post, destination: str) -> str:
    """Where the links lead, as it is kept; what stood there already may stay. InvalidInput."""
    if not destination or destination == post.destination:
        return destination
    return placing.destination_of(session, post.consortium_id, destination)


def _way(session: Session, campaign: Campaign, variant: Variant) -> str:
    if variant.link_id is None:
        return ""
    code = links.code_of(session, variant.link_id)
    if whole.format_of(variant) in limits.CLICKABLE:
        return links.short_url(code)
    return said(code, campaign.audience)


def said(code: Code, audience: Audience) -> str:
    """How a post names its code where no link can be tapped; posts are in French."""
    with i18n.speaking("fr"):
        if audience is Audience.YOUNG:
            return _("Donne le code {code} quand tu nous écris.", code=code.shown)
        return _("Donnez le code {code} quand vous nous écrivez.", code=code.shown)


def _signature(session: Session, post: Post, variant: Variant) -> str:
    if post.signature_id is None or not variant.signed:
        return ""
    return session.get_one(Signature, post.signature_id).text
