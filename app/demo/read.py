"""What the invented team has others read: posts in each stage, links, two sessions with young people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from campaigns import editing, panels, reviews, stages
from campaigns.models import Decision, PanelKind, Post, Reader, Verdict
from campaigns.reviews import Answer
from core import clock
from core.i18n import typeset
from core.people import Actor


def read(session: Session, officer: Actor, coordinator: Actor, coming: Sequence[Post]) -> frozenset[UUID]:
    """Of the coming posts: a draft, two to read, one with changes asked for, one approved; which they are."""
    chosen = coming[2:8]
    _draft, first, second, changes, approved, theirs = chosen
    theirs.created_by = coordinator.user_id
    stages.send(session, coordinator, theirs.id, theirs.revision)
    stages.send(session, officer, approved.id, approved.revision, then_schedule=False)
    fine = Answer(Verdict.FINE, approved.words_revision, typeset("Clair. L'heure est la bonne."))
    reviews.say(session, coordinator, approved.id, fine)
    _reworded(session, officer, coordinator, second)
    reviews.open_link(session, officer, [first.id, second.id], "Club L'Ancre", Reader.PARTNER, 14)
    label = typeset("Jeunes du mercredi")
    address = reviews.open_link(session, officer, [changes.id], label, Reader.YOUTH, 14)
    for name, text in (
        ("Zo", "« Démarche », personne ne dit ça. Dites « papiers »."),
        ("", "On ne sait pas si c'est gratuit. Mettez-le au début."),
    ):
        said = Answer(Verdict.CHANGE, changes.words_revision, typeset(text), name)
        reviews.answered_by_link(session, address.rpartition("/")[2], changes.id, said, None)
    _tried(session, officer)
    return frozenset(one.id for one in chosen)


def _reworded(session: Session, officer: Actor, coordinator: Actor, post: Post) -> None:
    """Somebody asked for a change, the words were changed, and it is to be read again."""
    stages.send(session, officer, post.id, post.revision)
    said = Answer(Verdict.CHANGE, post.words_revision, typeset("Il manque le lieu. On vient où ?"))
    reviews.say(session, coordinator, post.id, said)
    now = editing.sheet(session, officer.consortium_id, post.id)
    text = typeset(f"{post.text} Rendez-vous à la gare de Valbrune.")
    editing.edit(session, officer, post.id, post.revision, replace(editing.wording_of(now), text=text))
    stages.send(session, officer, post.id, post.revision)


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
    visual = panels.add_version(session, officer, PanelKind.VISUAL, typeset("Affiche A3 de la piscine"))
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
