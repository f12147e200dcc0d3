"""What became of a post on each network: published, not done, given up, or put off."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns import accounts, addresses, stages, typed, when
from campaigns.models import Post, PostChange, PostMedia, Stage, Variant
from core import audit, clock, i18n, people, territory
from core.errors import Conflict, InvalidInput
from core.i18n import _
from core.people import Action, Actor, Consortium


def mark_published(session: Session, actor: Actor, variant_id: UUID, url: str) -> Variant:
    """«C'est publié, voici le lien»: the variant is published now, and its link can be collected.

    The same link again changes nothing. Raises InvalidInput (not a link of that network), Conflict
    (cancelled, not scheduled, published under another link, or the link is used elsewhere), NotFound.
    """
    post, variant = _locked(session, actor, variant_id, url=True)
    typed_in, url = url, addresses.post_url(variant.network, url)
    if variant.published_url == url:
        return variant
    if variant.published_at is not None:
        raise Conflict(
            _("Cette publication a déjà son lien. Pour le changer, choisissez « Corriger le lien ».")
        )
    _refuse_idle(post)
    _refuse_used(session, actor.consortium_id, url)
    variant.published_at, variant.published_url = clock.now(), url
    _note_account(session, variant, typed_in)
    variant.skipped_at, variant.skipped_why = None, ""
    session.flush()
    audit.record(session, actor, "campaigns.post_published", variant.id)
    return variant


def correct_link(session: Session, actor: Actor, variant_id: UUID, url: str) -> Variant:
    """Another link for a published variant; when it was published stays. Raises as mark_published."""
    _post, variant = _locked(session, actor, variant_id, url=True)
    typed_in, url = url, addresses.post_url(variant.network, url)
    if variant.published_at is None:
        raise Conflict(_("Cette publication n'est pas encore publiée. Choisissez « C'est publié »."))
    if variant.published_url != url:
        _refuse_used(session, actor.consortium_id, url)
        variant.published_url = url
        _note_account(session, variant, typed_in)
        session.flush()
        audit.record(session, actor, "campaigns.post_link_corrected", variant.id)
    return variant


def cancel_post(session: Session, actor: Actor, post_id: UUID) -> Post:
    """Give a post up; its published variants stay published. Twice changes nothing.

    Raises Conflict when all of it is published already, NotFound.
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    post = stages.locked(session, actor.consortium_id, post_id)
    left = select(func.count(Variant.id)).where(Variant.post_id == post.id, Variant.published_at.is_(None))
    if post.cancelled_at is not None:
        return post
    if not session.scalar(left):
        raise Conflict(_("Cette publication est déjà en ligne. Supprimez-la d'abord sur le réseau."))
    post.cancelled_at = clock.now()
    post.revision += 1
    session.flush()
    audit.record(session, actor, "campaigns.post_cancelled", post.id)
    return post


def skip(session: Session, actor: Actor, variant_id: UUID, why: str) -> Variant:
    """«Pas fait»: it does not go out on this network, and why; `unskip` takes that back.

    Raises InvalidInput («why»), Conflict (cancelled, not scheduled, published) and NotFound.
    """
    post, variant = _locked(session, actor, variant_id)
    why = typed.text(why, "why", 200, _("Dites pourquoi, en quelques mots."))
    _refuse_published(variant)
    _refuse_idle(post)
    if variant.skipped_at is None:
        variant.skipped_at = clock.now()
        post.revision += 1
        audit.record(session, actor, "campaigns.post_skipped", variant.id)
    variant.skipped_why = why
    session.flush()
    return variant


def unskip(session: Session, actor: Actor, variant_id: UUID) -> Variant:
    """It is to be done after all; a variant that was never skipped stays as it is. Raises NotFound."""
    post, variant = _locked(session, actor, variant_id)
    if variant.skipped_at is not None:
        variant.skipped_at, variant.skipped_why = None, ""
        post.revision += 1
        session.flush()
        audit.record(session, actor, "campaigns.post_unskipped", variant.id)
    return variant


def put_off(
    session: Session, actor: Actor, variant_id: UUID, *, day: date, wall: time, timezone: str
) -> Post:
    """«Plus tard»: another time for the whole post, or for this network alone once others are out.

    What is out keeps its time: the network that is put off gets a post of its own then. Raises
    InvalidInput (past or absurd time), Conflict (cancelled, not scheduled, published) and NotFound.
    """
    post, variant = _locked(session, actor, variant_id)
    _refuse_published(variant)
    _refuse_idle(post)
    due_at, due_wall = when.planned(day, wall, timezone)
    if due_at <= clock.now():
        raise InvalidInput(_("Cette heure est passée. Choisissez-en une à venir."), "wall")
    out = select(func.count(Variant.id)).where(Variant.post_id == post.id, Variant.published_at.is_not(None))
    if session.scalar(out):
        post = _apart(session, post, variant)
    post.due_at, post.due_wall, post.due_timezone, post.due_fold = due_at, due_wall, timezone, 0
    variant.skipped_at, variant.skipped_why = None, ""
    stages.after_move(session, actor, post)
    return post


def _apart(session: Session, post: Post, variant: Variant) -> Post:
    """A post of its own for one variant, with the same words, agreement and authors."""
    same = (
        *("consortium_id", "campaign_id", "title", "text", "hashtags", "signature_id", "destination"),
        *("due_at", "due_timezone", "due_wall", "due_fold"),
        *("created_by", "stage", "approved_at", "then_schedule"),
    )
    own = Post(**{name: getattr(post, name) for name in same}, created_at=clock.now())
    session.add(own)
    session.flush()
    for media in session.scalars(select(PostMedia).where(PostMedia.post_id == post.id)):
        session.add(PostMedia(post_id=own.id, media_id=media.media_id, position=media.position))
    told = ("consortium_id", "at", "user_id", "who", "field", "before", "after")
    for change in session.scalars(select(PostChange).where(PostChange.post_id == post.id)):
        session.add(PostChange(post_id=own.id, **{name: getattr(change, name) for name in told}))
    variant.post_id = own.id
    own.revision = own.words_revision = post.revision
    session.flush()
    return own


def _note_account(session: Session, variant: Variant, url: str) -> None:
    """What is read of the post, and when no more, goes with the account that it is on."""
    here, before = variant.consortium_id, variant.account_id
    variant.account_id = accounts.behind(session, here, variant.network, url, before)


def _refuse_published(variant: Variant) -> None:
    if variant.published_at is not None:
        raise Conflict(_("C'est déjà publié sur ce réseau. Rechargez la page."))


def _refuse_idle(post: Post) -> None:
    if post.cancelled_at is not None:
        raise Conflict(_("Cette publication est annulée. Créez-en une nouvelle."))
    if post.stage is not Stage.SCHEDULED:
        raise Conflict(
            _("Cette publication n'est pas programmée. Faites-la relire ou programmez-la d'abord.")
        )


def _locked(session: Session, actor: Actor, variant_id: UUID, *, url: bool = False) -> tuple[Post, Variant]:
    """The variant, its post held; `url`: addresses of the consortium are held before it, in that order."""
    people.require(actor, Action.PLAN, actor.consortium_id)
    here = select(Consortium.id).where(Consortium.id == actor.consortium_id)
    if url:
        session.execute(here.with_for_update(key_share=True))
    while True:
        found = session.scalar(select(Variant.post_id).where(Variant.id == variant_id))
        if found is None:
            raise stages.unknown()
        post = stages.locked(session, actor.consortium_id, found)
        variant = session.get_one(Variant, variant_id, populate_existing=True)
        if variant.post_id == post.id:  # put off meanwhile, it has a post of its own
            return post, variant


def _refuse_used(session: Session, consortium_id: UUID, url: str) -> None:
    query = (
        select(Post, Variant)
        .join(Variant, Variant.post_id == Post.id)
        .where(Variant.consortium_id == consortium_id, Variant.published_url == url)
    )
    used = session.execute(query).first()
    if used is not None:
        raise Conflict(
            _(
                "Ce lien est déjà celui de « {title} » ({network}, {moment}). Collez un autre lien.",
                title=used[0].title,
                network=territory.label(used[1].network),
                moment=i18n.moment(used[0].due_at, used[0].due_timezone),
            )
        )
