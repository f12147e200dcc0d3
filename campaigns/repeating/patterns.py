"""Templates: words to start from, kept from a post, offered first to campaigns that are like its own."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import typed, when
from campaigns.models import Campaign, Post, PostTemplate, Stage, Variant
from campaigns.writing import endings, forms
from campaigns.writing.forms import Form
from core import audit, clock, people
from core.errors import Conflict, NotFound
from core.i18n import _
from core.people import Action, Actor, Consortium, folded
from core.territory import Channel


def keep(session: Session, actor: Actor, post_id: UUID, name: str, *, for_all: bool = False) -> PostTemplate:
    """The words of a post as a template, for campaigns of the same need and audience, or for all.

    Raises InvalidInput (no name), Conflict (the name is taken) and NotFound.
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    post = session.get(Post, post_id)
    if post is None or post.consortium_id != actor.consortium_id:
        raise NotFound(_("Cette publication est introuvable. Revenez à la liste des publications."))
    name = typed.text(name, "name", 120, _("Donnez un nom au modèle."))
    _refuse_taken(session, actor.consortium_id, name)
    campaign = session.get_one(Campaign, post.campaign_id)
    variants = session.scalars(select(Variant).where(Variant.post_id == post.id))
    template = PostTemplate(
        consortium_id=actor.consortium_id,
        name=name,
        need=None if for_all else campaign.need,
        audience=None if for_all else campaign.audience,
        title=post.title,
        text=post.text,
        hashtags=post.hashtags,
        forms={variant.network.value: asdict(forms.of(variant)) for variant in variants},
        created_at=clock.now(),
    )
    session.add(template)
    session.flush()
    audit.record(session, actor, "campaigns.template_kept", template.id)
    return template


def templates(session: Session, consortium_id: UUID, campaign: Campaign | None = None) -> list[PostTemplate]:
    """The templates of a consortium: those for campaigns like this one, those for all, then the others."""
    found = session.scalars(select(PostTemplate).where(PostTemplate.consortium_id == consortium_id))

    def order(one: PostTemplate) -> tuple[int, str]:
        if campaign is None or (one.need is None and one.audience is None):
            return 1, folded(one.name)
        like = (one.need, one.audience) == (campaign.need, campaign.audience)
        return 0 if like else 2, folded(one.name)

    return sorted(found, key=order)


def start(
    session: Session,
    actor: Actor,
    template_id: UUID,
    campaign_id: UUID,
    day: date,
    wall: time,
    timezone: str,
) -> Post:
    """A new draft with the template's words; raises InvalidInput (day, hour) and NotFound."""
    people.require(actor, Action.PLAN, actor.consortium_id)
    template = template_of(session, actor.consortium_id, template_id)
    campaign = typed.own_campaign(session, actor.consortium_id, campaign_id)
    due_at, due_wall = when.planned(day, wall, timezone)
    post = Post(
        consortium_id=actor.consortium_id,
        campaign_id=campaign.id,
        title=template.title,
        text=template.text,
        hashtags=template.hashtags,
        due_at=due_at,
        due_wall=due_wall,
        due_timezone=timezone,
        stage=Stage.DRAFT,
        created_by=actor.user_id,
        created_at=clock.now(),
    )
    session.add(post)
    session.flush()
    variants = []
    for network, said in template.forms.items():
        variant = Variant(consortium_id=post.consortium_id, post_id=post.id, network=Channel(network))
        forms.write(variant, Form(**said))
        variants.append(variant)
    session.add_all(variants)
    session.flush()
    endings.refresh(session, actor, post, campaign, variants)
    audit.record(session, actor, "campaigns.post_planned", post.id)
    return post


def forget(session: Session, actor: Actor, template_id: UUID) -> PostTemplate:
    """Take a template away; posts that were started from it stay. NotFound."""
    people.require(actor, Action.PLAN, actor.consortium_id)
    template = template_of(session, actor.consortium_id, template_id)
    session.delete(template)
    session.flush()
    audit.record(session, actor, "campaigns.template_forgotten", template_id)
    return template


def template_of(session: Session, consortium_id: UUID, template_id: UUID) -> PostTemplate:
    """The template; NotFound when there is none or it is another consortium's."""
    template = session.get(PostTemplate, template_id)
    if template is None or template.consortium_id != consortium_id:
        raise NotFound(_("Ce modèle est introuvable. Choisissez-en un autre."))
    return template


def _refuse_taken(session: Session, consortium_id: UUID, name: str) -> None:
    session.execute(
        select(Consortium.id).where(Consortium.id == consortium_id).with_for_update(key_share=True)
    )
    names = session.scalars(select(PostTemplate.name).where(PostTemplate.consortium_id == consortium_id))
    if folded(name) in map(folded, names):
        raise Conflict(_("Un modèle porte déjà ce nom. Choisissez-en un autre."))
