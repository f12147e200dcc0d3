"""What the invented team has others read: posts in each stage, links, two sessions with young people."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import panels, reviews, stages
from campaigns.models import Decision, PanelKind, Post, Reader, Verdict
from campaigns.reviews import Answer
from core import clock
from core.i18n import typeset
from core.people import Actor


def read(session: Session, officer: Actor, coordinator: Actor) -> None:
    """Of the coming posts: a draft, two to read, one with changes asked for, one approved."""
    coming = session.scalars(
        select(Post)
        .where(Post.consortium_id == officer.consortium_id, Post.due_at > clock.now())
        .order_by(Post.due_at, Post.title)
    ).all()
    draft, first, second, changes, approved, theirs = coming[2:8]
    theirs.created_by = coordinator.user_id
    for post in (draft, first, second, changes, approved, theirs):
        stages.withdraw(session, officer, post.id, post.revision)
    stages.send(session, coordinator, theirs.id, theirs.revision)
    stages.send(session, officer, approved.id, approved.revision, then_schedule=False)
    reviews.say(session, coordinator, approved.id, Answer(Verdict.FINE, approved.words_revision))
    reviews.open_link(session, officer, [first.id, second.id], "Club L'Ancre", Reader.PARTNER, 14)
    panel = [changes.id]
    address = reviews.open_link(session, officer, panel, typeset("Jeunes du mercredi"), Reader.YOUTH, 14)
    text = typeset("« Démarche », personne ne dit ça. Dites « papiers ».")
    said = Answer(Verdict.CHANGE, changes.words_revision, text)
    reviews.answered_by_link(session, address.rpartition("/")[2], changes.id, said, None)
    _tried(session, officer)


def _tried(session: Session, officer: Actor) -> None:
    today = clock.now().date()
    page = "/bonjour/permis"
    title = typeset("Page permis")
    first = panels.add_version(
        session, officer, PanelKind.PAGE, title, what=typeset("Cinq champs, titre sur le prix"), page=page
    )
    second = panels.add_version(
        session, officer, PanelKind.PAGE, title, what=typeset("Trois phrases, un bouton"), page=page
    )
    visual = panels.add_version(session, officer, PanelKind.VISUAL, typeset("Affiche A3, version piscine"))
    then = panels.add_session(
        session,
        officer,
        today - timedelta(days=40),
        typeset("Maison de quartier des Tilleuls"),
        7,
        {first.id: typeset("Trop long avant le bouton. On ne sait pas qui rappelle.")},
    )
    panels.decide(session, officer, then.id, first.id, Decision.CHANGE)
    panels.add_session(
        session,
        officer,
        today - timedelta(days=12),
        typeset("Club L'Ancre"),
        5,
        {
            second.id: typeset("« On t'appelle quand ? » est compris tout de suite."),
            visual.id: typeset("Le code se lit de loin, la photo fait trop administration."),
        },
    )
