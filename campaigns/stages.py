"""How far a post's words are agreed: one table of moves, and the acts that follow it.

draft → in_review → changes_requested | approved → scheduled. Only a scheduled post is ever due. A
change of words takes an agreement back, a change of time keeps it. Nobody approves what they wrote.
Where the consortium's rule is on, a post is scheduled once somebody else agreed to its very words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns import checks
from campaigns.media import consent
from campaigns.models import Post, PostChange, ReviewRule, Stage, Variant
from campaigns.writing import history
from core import audit, clock, people
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from core.i18n import _, mark
from core.people import Action, Actor, Consortium

STAGE_LABELS = {
    Stage.DRAFT: mark("brouillon"),
    Stage.IN_REVIEW: mark("à relire"),
    Stage.CHANGES_REQUESTED: mark("modifications demandées"),
    Stage.APPROVED: mark("approuvée"),
    Stage.SCHEDULED: mark("programmée"),
}
NO_WORDS = ("due", "stage")
"""Changes that make nobody an author."""
SCHEDULABLE = frozenset({Stage.DRAFT, Stage.APPROVED})


class Move(StrEnum):
    """What can be asked of a post's stage."""

    SEND = "send"
    ASK_CHANGES = "ask_changes"
    APPROVE = "approve"
    SCHEDULE = "schedule"
    WITHDRAW = "withdraw"
    EDIT = "edit"


@dataclass(frozen=True)
class By:
    """Who takes a step: a member of the staff, or whoever holds a review link."""

    who: str
    actor: Actor | None = None
    link_id: UUID | None = None

    @classmethod
    def of(cls, actor: Actor) -> By:
        """A member of the staff."""
        return cls(actor.name, actor)

    @property
    def user_id(self) -> UUID | None:
        """The member of the staff, None for an outsider."""
        return self.actor.user_id if self.actor else None


def after(stage: Stage, move: Move, *, required: bool, approved: bool) -> Stage | None:
    """The stage after a move, None where the move is refused: the whole machine, without a database.

    `required`: somebody else has to agree; `approved`: somebody did, to these very words.
    """
    if move is Move.EDIT:
        agreed = stage is Stage.APPROVED or (stage is Stage.SCHEDULED and (required or approved))
        return Stage.IN_REVIEW if agreed else stage
    if move is Move.SCHEDULE:
        allowed = stage in SCHEDULABLE and (approved or not required)
        return Stage.SCHEDULED if allowed else None
    return _MOVES.get((stage, move))


_MOVES = {
    (Stage.DRAFT, Move.SEND): Stage.IN_REVIEW,
    (Stage.CHANGES_REQUESTED, Move.SEND): Stage.IN_REVIEW,
    (Stage.IN_REVIEW, Move.APPROVE): Stage.APPROVED,
    # Who asks for a change is heard late as well: the post does not go out before somebody looked at it.
    (Stage.IN_REVIEW, Move.ASK_CHANGES): Stage.CHANGES_REQUESTED,
    (Stage.APPROVED, Move.ASK_CHANGES): Stage.CHANGES_REQUESTED,
    (Stage.SCHEDULED, Move.ASK_CHANGES): Stage.CHANGES_REQUESTED,
    (Stage.IN_REVIEW, Move.WITHDRAW): Stage.DRAFT,
    (Stage.CHANGES_REQUESTED, Move.WITHDRAW): Stage.DRAFT,
    (Stage.APPROVED, Move.WITHDRAW): Stage.DRAFT,
    (Stage.SCHEDULED, Move.WITHDRAW): Stage.DRAFT,
}
_REFUSED = {
    Move.SEND: mark("Cette publication n'est plus un brouillon. Rechargez la page pour voir où elle en est."),
    Move.ASK_CHANGES: mark("Cette publication n'est plus à relire."),
    Move.APPROVE: mark("Cette publication n'est plus à relire."),
    Move.SCHEDULE: mark("Cette publication n'est pas encore approuvée. Demandez d'abord une relecture."),
    Move.WITHDRAW: mark("Cette publication est déjà un brouillon."),
}


def after_edit(session: Session, actor: Actor, post: Post) -> None:
    """The words of a locked post were changed by `actor`: what was agreed of the old ones is over."""
    people.require(actor, Action.PLAN, post.consortium_id)
    rule = required(session, post.consortium_id)
    target = after(post.stage, Move.EDIT, required=rule, approved=post.approved_at is not None)
    post.approved_at = None
    post.revision += 1
    post.words_revision = post.revision
    _keep(session, post, By.of(actor), "reworded", target or post.stage)


def after_move(session: Session, actor: Actor, post: Post) -> None:
    """The planned time of a locked post was changed by `actor`: its stage stays.

    InvalidInput for a scheduled one whose pictures show people who no longer agree that day.
    """
    people.require(actor, Action.PLAN, post.consortium_id)
    if post.stage is Stage.SCHEDULED:
        consent.require(post, consent.of_posts(session, [post.id])[post.id])
    post.revision += 1
    _keep(session, post, By.of(actor), "moved", post.stage)


def send(session: Session, actor: Actor, post_id: UUID, revision: int, *, then_schedule: bool = True) -> Post:
    """Ask for a review; `then_schedule`: the approval schedules it too. Raises Conflict, NotFound."""
    post = move(session, _open(session, actor, post_id, revision), By.of(actor), Move.SEND, "sent")
    post.then_schedule = then_schedule
    return post


def withdraw(session: Session, actor: Actor, post_id: UUID, revision: int) -> Post:
    """Back to a draft: nothing of it is due, and what was agreed is over. Raises Conflict, NotFound."""
    post = _open(session, actor, post_id, revision)
    if out_everywhere(session, post):
        raise Conflict(_("Cette publication est déjà en ligne. Dupliquez-la pour écrire autre chose."))
    move(session, post, By.of(actor), Move.WITHDRAW, "withdrawn")
    post.approved_at = None
    return post


def schedule(session: Session, actor: Actor, post_id: UUID, revision: int) -> Post:
    """It will be due at its time.

    Raises Conflict (not approved where it has to be) and InvalidInput (past, forbidden by checks).
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    # The rule before the post, as when it is switched: neither waits for the other in a circle.
    required(session, actor.consortium_id, hold=True)
    post = _open(session, actor, post_id, revision)
    if post.due_at <= clock.now():
        raise InvalidInput(_("L'heure prévue est passée. Choisissez-en une autre, puis programmez."), "wall")
    checks.require(session, post)
    return move(session, post, By.of(actor), Move.SCHEDULE, "scheduled")


def move(session: Session, post: Post, by: By, wanted: Move, step: str) -> Post:
    """Take a locked post to its next stage, written down; Conflict where the table has none."""
    rule = required(session, post.consortium_id)
    target = after(post.stage, wanted, required=rule, approved=post.approved_at is not None)
    if target is None:
        raise Conflict(_(_REFUSED[wanted]))
    post.revision += 1
    _keep(session, post, by, step, target)
    return post


def locked(session: Session, consortium_id: UUID, post_id: UUID, revision: int | None = None) -> Post:
    """The post, held until the transaction ends: two people cannot both win.

    Raises NotFound, and Conflict when it is no longer at `revision`.
    """
    query = (
        select(Post)
        .where(Post.id == post_id, Post.consortium_id == consortium_id)
        .with_for_update(key_share=True)
    )
    post = session.scalar(query.execution_options(populate_existing=True))
    if post is None:
        raise unknown()
    if revision is not None and post.revision != revision:
        raise Conflict(
            _("Quelqu'un a changé cette publication entre-temps. Rechargez la page, puis recommencez.")
        )
    return post


def out_everywhere(session: Session, post: Post) -> bool:
    """Whether every form of the post is out: nothing of it is left to agree on."""
    left = select(func.count(Variant.id)).where(Variant.post_id == post.id, Variant.published_at.is_(None))
    return not session.scalar(left)


def refuse_own(session: Session, post: Post, user_id: UUID | None) -> None:
    """Forbidden for whoever wrote any of the post's words."""
    if user_id is not None and user_id in authors(session, post):
        raise Forbidden(_("Une publication ne se valide pas par son auteur. Qui peut relire ?"))


def authors(session: Session, post: Post) -> set[UUID]:
    """Whoever began the post or changed its words, however little."""
    query = select(PostChange.user_id).where(PostChange.post_id == post.id, PostChange.field.not_in(NO_WORDS))
    return {one for one in (post.created_by, *session.scalars(query)) if one is not None}


def required(session: Session, consortium_id: UUID, *, hold: bool = False) -> bool:
    """Whether somebody else has to agree before a post is scheduled there.

    `hold`: the answer stays true until the transaction ends (on SQLite writers queue anyway).
    """
    if hold:
        session.execute(
            select(Consortium.id).where(Consortium.id == consortium_id).with_for_update(read=True)
        )
    return bool(session.scalar(select(ReviewRule.required).where(ReviewRule.consortium_id == consortium_id)))


def settle(session: Session, actor: Actor, *, required: bool) -> int:
    """Switch the consortium's rule; how many coming posts went back to review because nobody else agreed."""
    people.require(actor, Action.SETTLE_REVIEW, actor.consortium_id)
    here = actor.consortium_id
    session.execute(select(Consortium.id).where(Consortium.id == here).with_for_update(key_share=True))
    rule = session.get(ReviewRule, here, populate_existing=True) or ReviewRule(
        consortium_id=here, required=False
    )
    if rule.required is required:
        return 0
    audit.record(session, actor, "campaigns.review_rule_settled", f"{rule.required}>{required}")
    rule.required = required
    session.add(rule)
    session.flush()
    if not required:
        return 0
    unread = session.scalars(
        select(Post)
        .where(
            Post.consortium_id == here,
            Post.stage == Stage.SCHEDULED,
            Post.approved_at.is_(None),
            Post.cancelled_at.is_(None),
            Post.due_at > clock.now(),
            select(Variant.id).where(Variant.post_id == Post.id, Variant.published_at.is_(None)).exists(),
        )
        .order_by(Post.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    for post in unread:
        post.revision += 1
        _keep(session, post, By.of(actor), "called_back", Stage.IN_REVIEW)
    return len(unread)


def unknown() -> NotFound:
    """No such post here."""
    return NotFound(_("Cette publication est introuvable. Revenez à la liste des publications."))


def open_post(session: Session, consortium_id: UUID, post_id: UUID, revision: int | None) -> Post:
    """The post, held; Conflict when it is cancelled or changed since."""
    post = locked(session, consortium_id, post_id, revision)
    if post.cancelled_at is not None:
        raise Conflict(_("Cette publication est annulée. Créez-en une nouvelle."))
    return post


def _open(session: Session, actor: Actor, post_id: UUID, revision: int) -> Post:
    people.require(actor, Action.PLAN, actor.consortium_id)
    return open_post(session, actor.consortium_id, post_id, revision)


def _keep(session: Session, post: Post, by: By, step: str, stage: Stage) -> None:
    before, post.stage = post.stage, stage
    history.note(session, post, by.actor or by.who, "stage", before.value, stage.value)
    session.flush()
    what, thing = f"campaigns.post_{step}", f"{post.id} {before.value}>{stage.value} r{post.revision}"
    if by.actor is not None:
        audit.record(session, by.actor, what, thing)
    else:
        audit.record_system(session, by.who[:120], what, thing, post.consortium_id)
