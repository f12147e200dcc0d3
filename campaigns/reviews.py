"""What readers say of a post before it goes out: somebody of the team, or whoever holds a review link.

A link is given to a partner or a youth panel, opens its posts until its last day or until it is
taken back, and approves as another person than the authors do. It is given away: who really holds
it cannot be known, so each answer is kept under the link's name and its maker's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from campaigns import checks, stages, typed
from campaigns.models import Post, PostRemark, Reader, ReviewLink, ReviewLinkPost, Stage, Verdict
from campaigns.stages import By, Move
from core import audit, clock, crypto, people, settings
from core.errors import Conflict, InvalidInput, NotFound, TooMany
from core.i18n import _, mark
from core.people import Action, Actor

PREFIX = "/relecture"
LONGEST = 60
"""Days for which a link may be good."""
MOST_POSTS = 30
WINDOW = timedelta(minutes=10)
MOST_ANSWERS = 40
"""Answers of one link in ten minutes: a group on one phone passes, a flood waits."""
NAMES_KEPT = timedelta(days=365)
"""How long the name that an outsider gave stands beside a remark."""
VERDICT_LABELS = {Verdict.FINE: mark("ça me va"), Verdict.CHANGE: mark("à changer")}
READER_LABELS = {Reader.YOUTH: mark("un groupe de jeunes"), Reader.PARTNER: mark("un partenaire")}


@dataclass(frozen=True)
class LinkRow:
    """A review link in a list; the link itself is shown once, when it is made."""

    id: UUID
    label: str
    maker: str
    reader: Reader
    titles: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    opened: int
    answered: int


@dataclass(frozen=True)
class Answer:
    """What a reader says of the words of `words_revision`."""

    verdict: Verdict
    words_revision: int
    text: str = ""
    name: str = ""


def open_link(
    session: Session,
    actor: Actor,
    post_ids: Sequence[UUID],
    label: str,
    reader: Reader,
    days: int,
    *,
    then_schedule: bool = True,
) -> str:
    """A new review link for some posts: its address, which is shown once. Drafts are sent to review with it.

    Raises InvalidInput («label», «days», «posts»), Conflict (a cancelled post) and NotFound.
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    label = typed.text(label, "label", 60, _("Dites pour qui est ce lien, par exemple le Club L'Ancre."))
    if not 1 <= days <= LONGEST:
        raise InvalidInput(_("Choisissez une durée entre 1 et {most} jours.", most=LONGEST), "days")
    wanted = sorted(set(post_ids))
    if not 0 < len(wanted) <= MOST_POSTS:
        raise InvalidInput(_("Choisissez entre 1 et {most} publications.", most=MOST_POSTS), "posts")
    token, now = crypto.token(), clock.now()
    link = ReviewLink(
        consortium_id=actor.consortium_id,
        label=label,
        reader=reader,
        token_hash=crypto.digest(token),
        created_by=actor.user_id,
        maker=actor.name[:50],
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(link)
    session.flush()
    for post_id in wanted:
        post = stages.open_post(session, actor.consortium_id, post_id, None)
        session.add(ReviewLinkPost(link_id=link.id, post_id=post.id))
        if post.stage in (Stage.DRAFT, Stage.CHANGES_REQUESTED):
            stages.send(session, actor, post.id, post.revision, then_schedule=then_schedule)
    session.flush()
    audit.record(session, actor, "campaigns.review_link_opened", link.id)
    return f"{settings.current().public_url}{PREFIX}/{token}"


def revoke(session: Session, actor: Actor, link_id: UUID) -> None:
    """Take a review link back at once; twice changes nothing. NotFound in another consortium."""
    people.require(actor, Action.PLAN, actor.consortium_id)
    link = session.get(ReviewLink, link_id)
    if link is None or link.consortium_id != actor.consortium_id:
        raise NotFound(_("Ce lien de relecture est introuvable. Revenez à la liste."))
    if link.revoked_at is None:
        link.revoked_at = clock.now()
        session.flush()
        audit.record(session, actor, "campaigns.review_link_revoked", link.id)


def listed(session: Session, consortium_id: UUID) -> list[LinkRow]:
    """The review links of a consortium, the latest first."""
    query = (
        select(ReviewLinkPost.link_id, Post.title)
        .join(Post, Post.id == ReviewLinkPost.post_id)
        .where(Post.consortium_id == consortium_id)
        .order_by(Post.due_at)
    )
    titles: dict[UUID, list[str]] = {}
    for link_id, title in session.execute(query):
        titles.setdefault(link_id, []).append(title)
    links = session.scalars(
        select(ReviewLink)
        .where(ReviewLink.consortium_id == consortium_id)
        .order_by(ReviewLink.created_at.desc(), ReviewLink.id)
    )
    same = ("id", "label", "maker", "reader", "created_at", "expires_at", "revoked_at", "opened", "answered")
    return [
        LinkRow(titles=tuple(titles.get(one.id, ())), **{name: getattr(one, name) for name in same})
        for one in links
    ]


def holder(session: Session, token: str) -> ReviewLink:
    """The link with that token; NotFound says whether it is over, taken back or unknown."""
    link = session.scalar(select(ReviewLink).where(ReviewLink.token_hash == crypto.digest(token)))
    if link is None:
        raise NotFound(_("Ce lien de relecture n'existe pas. Vérifiez que l'adresse est entière."))
    if link.revoked_at is not None:
        raise NotFound(_("Ce lien de relecture a été fermé par l'équipe. Demandez-en un autre si besoin."))
    if link.expires_at <= clock.now():
        raise NotFound(_("Ce lien de relecture est fini. Demandez-en un nouveau à l'équipe."))
    return link


def opened(session: Session, link: ReviewLink) -> None:
    """Count one more opening of a link."""
    session.execute(update(ReviewLink).where(ReviewLink.id == link.id).values(opened=ReviewLink.opened + 1))


def posts_of(session: Session, link: ReviewLink) -> list[Post]:
    """The posts that a link shows, the next to go out first; cancelled ones are left out."""
    query = (
        select(Post)
        .join(ReviewLinkPost, ReviewLinkPost.post_id == Post.id)
        .where(ReviewLinkPost.link_id == link.id, Post.cancelled_at.is_(None))
    )
    return list(session.scalars(query.order_by(Post.due_at, Post.id)))


def answered_by_link(
    session: Session, token: str, post_id: UUID, answer: Answer, user_id: UUID | None
) -> Post:
    """What the holder of a link says of one of its posts; `user_id`: who is signed in there, if anybody.

    Raises NotFound (link or post), TooMany, Forbidden (an author who is signed in) and what `say` raises.
    """
    link = holder(session, token)
    if session.get(ReviewLinkPost, (link.id, post_id)) is None:
        raise stages.unknown()
    lately = select(func.count(PostRemark.id)).where(
        PostRemark.link_id == link.id, PostRemark.at > clock.now() - WINDOW
    )
    if (session.scalar(lately) or 0) >= MOST_ANSWERS:
        raise TooMany(
            _("Beaucoup d'avis à la fois avec ce lien. Attendez dix minutes, puis recommencez."),
            int(WINDOW.total_seconds()),
        )
    by = By(_("{label}, lien donné par {maker}", label=link.label, maker=link.maker), link_id=link.id)
    post = _say(session, link.consortium_id, post_id, by, answer, user_id)
    session.execute(
        update(ReviewLink).where(ReviewLink.id == link.id).values(answered=ReviewLink.answered + 1)
    )
    return post


def say(session: Session, actor: Actor, post_id: UUID, answer: Answer) -> Post:
    """What somebody of the team says of a post: yes approves it, no asks for a change.

    Raises Conflict (its words changed, nothing is to be read), Forbidden (their own words),
    InvalidInput («text»: what to change) and NotFound.
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    return _say(session, actor.consortium_id, post_id, By.of(actor), answer, actor.user_id)


def remarks(session: Session, consortium_id: UUID, post_id: UUID) -> list[PostRemark]:
    """What was said of a post, the latest first, with the revision of the words it was said of."""
    query = (
        select(PostRemark)
        .join(Post, Post.id == PostRemark.post_id)
        .where(Post.consortium_id == consortium_id, Post.id == post_id)
    )
    return list(session.scalars(query.order_by(PostRemark.at.desc(), PostRemark.id)))


def forget_names(session: Session, before: datetime) -> int:
    """Empty the names that outsiders gave themselves, of what was said before then; how many."""
    old = (PostRemark.at < before, PostRemark.name != "")
    found = list(session.scalars(select(PostRemark.id).where(*old)))
    session.execute(update(PostRemark).where(PostRemark.id.in_(found)).values(name=""))
    return len(found)


def _say(
    session: Session, consortium_id: UUID, post_id: UUID, by: By, answer: Answer, user_id: UUID | None
) -> Post:
    post = stages.open_post(session, consortium_id, post_id, None)
    if post.words_revision != answer.words_revision:
        raise Conflict(_("Le texte a changé entre-temps : le voici. Rien n'est encore envoyé."))
    text = people.required(answer.text, "text", 1000) if answer.text.strip() else ""
    name = people.required(answer.name, "name", 60) if answer.name.strip() else ""
    if answer.verdict is Verdict.CHANGE and not text:
        raise InvalidInput(_("Il manque la remarque : que faut-il changer ?"), "text")
    stages.refuse_own(session, post, user_id if answer.verdict is Verdict.FINE else None)
    if post.stage is Stage.DRAFT:
        raise Conflict(_("Cette publication n'est plus à relire : l'équipe l'a reprise."))
    session.add(
        PostRemark(
            post_id=post.id,
            words_revision=post.words_revision,
            at=clock.now(),
            verdict=answer.verdict,
            text=text,
            name=name,
            user_id=by.user_id,
            link_id=by.link_id,
            who=by.who[:120],
        )
    )
    session.flush()
    if answer.verdict is Verdict.FINE:
        _agree(session, post, by)
    elif post.stage is not Stage.CHANGES_REQUESTED and not stages.out_everywhere(session, post):
        stages.move(session, post, by, Move.ASK_CHANGES, "changes_asked")
        post.approved_at = None
    session.flush()
    return post


def _agree(session: Session, post: Post, by: By) -> None:
    """The first yes approves; with others that say no, theirs stands until the words change."""
    if post.stage is not Stage.IN_REVIEW:
        return
    stages.move(session, post, by, Move.APPROVE, "approved")
    post.approved_at = clock.now()
    if post.then_schedule and post.due_at > clock.now() and _fit(session, post):
        stages.move(session, post, by, Move.SCHEDULE, "scheduled")


def _fit(session: Session, post: Post) -> bool:
    """Whether nothing forbids the post; otherwise it stays approved, and its author sees why."""
    try:
        checks.require(session, post)
    except InvalidInput:
        return False
    return True
