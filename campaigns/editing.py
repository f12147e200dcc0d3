"""Changing a post: its words for all networks and for each, its day, what goes with it.

Whoever saves says which revision they saw. When somebody else saved meanwhile, nothing is written
and Conflict says who: the screen still holds what was typed, and shows both. What is published
stays as it went out.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import TypeVar
from uuid import UUID

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from campaigns import checks, stages, typed, when
from campaigns.media import consent, library
from campaigns.models import Campaign, Media, Post, PostChange, Stage, Variant
from campaigns.posts import LONGEST_TEXT
from campaigns.writing import endings, forms, history, tracked
from campaigns.writing.forms import Form
from core import audit, people, territory
from core.errors import Conflict, InvalidInput, NotFound
from core.i18n import _
from core.people import Action, Actor
from core.territory import NETWORKS, Channel

Row = TypeVar("Row", Post, Variant)
__all__ = ["Form", "Sheet", "Wording", "drafted", "edit", "sheet", "wording_of"]


@dataclass(frozen=True)
class Wording:
    """A post as it is to be from now on; `forms` names the networks that it goes out on."""

    title: str
    text: str
    day: date
    wall: time
    forms: Mapping[Channel, Form]
    hashtags: str = ""
    signature_id: UUID | None = None
    destination: str = ""
    media: Sequence[UUID] = field(default=())


@dataclass(frozen=True)
class Sheet:
    """A post as it stands, with all that its screen shows."""

    post: Post
    campaign: Campaign
    variants: tuple[Variant, ...]
    media: tuple[Media, ...]


def sheet(session: Session, consortium_id: UUID, post_id: UUID) -> Sheet:
    """The post with its variants (in the order of networks) and its media; NotFound."""
    return _sheet(session, _post(session, consortium_id, post_id))


def wording_of(now: Sheet) -> Wording:
    """What a post says, as it would be given back unchanged."""
    post = now.post
    return Wording(
        title=post.title,
        text=post.text,
        day=date.fromisoformat(post.due_wall[:10]),
        wall=time.fromisoformat(post.due_wall[11:]),
        forms={variant.network: forms.of(variant) for variant in now.variants},
        hashtags=post.hashtags,
        signature_id=post.signature_id,
        destination=post.destination,
        media=tuple(one.id for one in now.media),
    )


def drafted(session: Session, now: Sheet, wording: Wording) -> Sheet:
    """The post as `wording` would make it, stored nowhere: for its screen. What is absurd stays as it is.

    Links that do not exist yet are not made; until the post is saved it carries none there.
    """
    post = _copy(now.post)
    post.title, post.text, post.hashtags = wording.title, wording.text.strip(), wording.hashtags
    post.signature_id, post.destination = wording.signature_id, wording.destination
    with contextlib.suppress(InvalidInput):
        post.due_at, post.due_wall = when.planned(wording.day, wording.wall, post.due_timezone)
    known = {variant.network: variant for variant in now.variants}
    made = []
    for network in sorted(wording.forms, key=NETWORKS.index):
        variant = _copy(known[network]) if network in known else Variant(network=network, signed=True)
        if variant.published_at is None:
            forms.write(variant, wording.forms[network])
            link = tracked.find(session, now.campaign, network, wording.destination)
            variant.link_id = link.id if link else None
            variant.ending = endings.ending(session, post, now.campaign, variant)
        made.append(variant)
    files = {one.id: one for one in now.media}
    media = [files.get(one) or session.get(Media, one) for one in wording.media]
    return Sheet(post, now.campaign, tuple(made), tuple(one for one in media if one is not None))


def edit(session: Session, actor: Actor, post_id: UUID, revision: int, wording: Wording) -> Post:
    """The post says `wording` from now on; `revision` is the one that was on the screen.

    Raises Conflict (somebody saved meanwhile, the post is cancelled, a published text would change),
    InvalidInput (field named, «instagram/text» for one network's; for a scheduled post, whatever
    `campaigns.checks` forbids) and NotFound.
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    post = _post(session, actor.consortium_id, post_id, lock=True)
    _refuse_older(session, post, revision)
    now = _sheet(session, post)
    checked = _checked(wording)
    for variant in now.variants:
        forms.keep_published(post, variant, checked.forms.get(variant.network))
    before = _told(now)
    _write_post(session, post, checked)
    library.attach(session, actor, post.id, checked.media)
    _write_forms(session, post, now.variants, checked.forms)
    after_them = _sheet(session, post)
    endings.refresh(session, actor, post, after_them.campaign, after_them.variants)
    _note(session, actor, post, before, _told(after_them))
    return post


def _note(
    session: Session, actor: Actor, post: Post, before: Mapping[str, str], after: Mapping[str, str]
) -> None:
    changed = [
        name for name in dict.fromkeys([*before, *after]) if before.get(name, "") != after.get(name, "")
    ]
    for name in changed:
        history.note(session, post, actor, name, before.get(name, ""), after.get(name, ""))
    if changed:
        told = stages.after_edit if set(changed) - {"due"} else stages.after_move
        told(session, actor, post)
        if post.stage is Stage.SCHEDULED:
            checks.require(session, post)
        audit.record(session, actor, "campaigns.post_edited", post.id)


def _checked(wording: Wording) -> Wording:
    if not wording.forms or not set(wording.forms) <= set(NETWORKS):
        raise InvalidInput(_("Choisissez au moins un réseau."), "networks")
    title = typed.text(wording.title, "title", 120, _("Donnez un titre à la publication."))
    text = people.required(wording.text, "text", LONGEST_TEXT) if wording.text.strip() else ""
    return Wording(
        title=title,
        text=text,
        day=wording.day,
        wall=wording.wall,
        forms={network: forms.checked(network, form) for network, form in wording.forms.items()},
        hashtags=forms.tags(wording.hashtags, "hashtags"),
        signature_id=wording.signature_id,
        destination=wording.destination.strip(),
        media=tuple(dict.fromkeys(wording.media)),
    )


def _write_post(session: Session, post: Post, wording: Wording) -> None:
    written = f"{wording.day.isoformat()}T{wording.wall.strftime('%H:%M')}"
    if written != post.due_wall:
        post.due_at, post.due_wall = when.planned(wording.day, wording.wall, post.due_timezone)
        post.due_fold = 0
    post.title, post.text, post.hashtags = wording.title, wording.text, wording.hashtags
    post.signature_id = endings.own_signature(session, post.consortium_id, wording.signature_id)
    post.destination = endings.own_destination(session, post, wording.destination)
    session.flush()


def _write_forms(
    session: Session, post: Post, present: Iterable[Variant], wanted: Mapping[Channel, Form]
) -> None:
    known = {variant.network: variant for variant in present}
    for network, variant in known.items():
        if network not in wanted:
            session.delete(variant)
    for network, form in wanted.items():
        variant = known.get(network) or Variant(
            consortium_id=post.consortium_id, post_id=post.id, network=network
        )
        session.add(variant)
        if variant.published_at is None:
            forms.write(variant, form)
    session.flush()


def _copy(row: Row) -> Row:
    """The same values in a row that no session knows."""
    return type(row)(**{column.key: getattr(row, column.key) for column in inspect(type(row)).column_attrs})


def _told(now: Sheet) -> dict[str, str]:
    """Everything that can be changed, by the name that the history gives it."""
    post = now.post
    told = {
        "title": post.title,
        "text": post.text,
        "due": post.due_wall,
        "hashtags": post.hashtags,
        "signature": str(post.signature_id or ""),
        "destination": post.destination,
        "media": ", ".join(one.title for one in now.media),
        "networks": ", ".join(territory.label(variant.network) for variant in now.variants),
    }
    for variant in now.variants:
        told |= forms.told(variant)
    return told


def _sheet(session: Session, post: Post) -> Sheet:
    variants = session.scalars(select(Variant).where(Variant.post_id == post.id))
    return Sheet(
        post,
        session.get_one(Campaign, post.campaign_id),
        tuple(sorted(variants, key=lambda one: NETWORKS.index(one.network))),
        tuple(consent.of_posts(session, [post.id])[post.id]),
    )


def _post(session: Session, consortium_id: UUID, post_id: UUID, *, lock: bool = False) -> Post:
    query = select(Post).where(Post.id == post_id, Post.consortium_id == consortium_id)
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    post = session.scalar(query)
    if post is None:
        raise NotFound(_("Cette publication est introuvable. Revenez à la liste des publications."))
    return post


def _refuse_older(session: Session, post: Post, revision: int) -> None:
    if post.cancelled_at is not None:
        raise Conflict(_("Cette publication est annulée. Dupliquez-la pour en reprendre le texte."))
    if post.revision != revision:
        last = session.scalar(
            select(PostChange.who)
            .where(PostChange.post_id == post.id)
            .order_by(PostChange.at.desc())
            .limit(1)
        )
        raise Conflict(
            _(
                "{who} a enregistré cette publication pendant que vous écriviez. Rien de ce que vous "
                "avez écrit n'est perdu : comparez, puis enregistrez.",
                who=last or _("Quelqu'un"),
            )
        )
