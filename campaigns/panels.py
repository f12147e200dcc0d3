"""What is tried with young people: versions, sessions, remarks, decisions. How many came, never who."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns import needs, review_desk, typed, when
from campaigns.models import Decision, PanelFinding, PanelKind, PanelSession, PanelVersion
from core import audit, clock, people
from core.errors import InvalidInput, NotFound
from core.i18n import _, mark
from core.people import Action, Actor, Consortium

KIND_LABELS = {
    PanelKind.PAGE: mark("page d'accueil"),
    PanelKind.FORM: mark("formulaire"),
    PanelKind.VISUAL: mark("visuel"),
    PanelKind.POST: mark("publication"),
}
DECISION_LABELS = {
    Decision.KEEP: mark("on garde"),
    Decision.CHANGE: mark("on change"),
    Decision.DROP: mark("on abandonne"),
}
MOST_PRESENT = 200


@dataclass(frozen=True)
class VersionRow:
    """A version, and in how many sessions and before how many young people it was tried."""

    id: UUID
    kind: PanelKind
    title: str
    version: int
    what: str
    page: str
    post_id: UUID | None
    sessions: int
    young_people: int
    decision: Decision | None
    """The latest one."""


@dataclass(frozen=True)
class Finding:
    """What was said of one version in one session."""

    version_id: UUID
    title: str
    version: int
    remarks: str
    decision: Decision | None


@dataclass(frozen=True)
class SessionRow:
    """A session, the latest first in a list."""

    id: UUID
    held_on: date
    place: str
    young_people: int
    findings: tuple[Finding, ...]


def add_version(
    session: Session,
    actor: Actor,
    kind: PanelKind,
    title: str,
    *,
    what: str = "",
    page: str = "",
    post_id: UUID | None = None,
) -> PanelVersion:
    """The next version of that title; a page is one of the landing pages, a post is of this consortium.

    Raises InvalidInput («title», «page») and NotFound.
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    here = actor.consortium_id
    title = typed.text(title, "title", 120, _("Donnez un titre à ce qui est testé."))
    if page and page not in {one.path for one in needs.landing_choices(session, here)}:
        raise InvalidInput(_("Choisissez une page d'accueil de la liste."), "page")
    if post_id is not None:
        review_desk.post_of(session, here, post_id)
    # Two people who note a version at once queue here on PostgreSQL: no number is given twice.
    session.execute(select(Consortium.id).where(Consortium.id == here).with_for_update(key_share=True))
    last = session.scalar(
        select(func.max(PanelVersion.version)).where(
            PanelVersion.consortium_id == here, PanelVersion.title == title
        )
    )
    made = PanelVersion(
        consortium_id=here,
        kind=kind,
        title=title,
        version=(last or 0) + 1,
        what=people.required(what, "what", 500) if what.strip() else "",
        page=page,
        post_id=post_id,
        created_by=actor.user_id,
        created_at=clock.now(),
    )
    session.add(made)
    session.flush()
    audit.record(session, actor, "campaigns.panel_version_added", made.id)
    return made


def add_session(
    session: Session,
    actor: Actor,
    held_on: date,
    place: str,
    young_people: int,
    remarks: Mapping[UUID, str],
) -> PanelSession:
    """A session, with what was said of each version that was tried in it.

    Raises InvalidInput («held_on», «place», «young_people», «versions») and NotFound (a version).
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    if when.sane_day(held_on, "held_on") > clock.now().date():
        raise InvalidInput(_("Cette séance n'a pas encore eu lieu. Notez-la après."), "held_on")
    place = typed.text(place, "place", 160, _("Dites où la séance a eu lieu."))
    if not 0 < young_people <= MOST_PRESENT:
        raise InvalidInput(
            _("Écrivez combien de jeunes étaient là, entre 1 et {most}.", most=MOST_PRESENT), "young_people"
        )
    if not remarks:
        raise InvalidInput(_("Choisissez au moins une version qui a été testée."), "versions")
    made = PanelSession(
        consortium_id=actor.consortium_id,
        held_on=held_on,
        place=place,
        young_people=young_people,
        created_by=actor.user_id,
        created_at=clock.now(),
    )
    session.add(made)
    session.flush()
    for version_id, said in remarks.items():
        version = _version(session, actor.consortium_id, version_id)
        text = people.required(said, "remarks", 2000) if said.strip() else ""
        session.add(PanelFinding(session_id=made.id, version_id=version.id, remarks=text))
    session.flush()
    audit.record(session, actor, "campaigns.panel_session_noted", made.id)
    return made


def decide(
    session: Session, actor: Actor, session_id: UUID, version_id: UUID, decision: Decision
) -> PanelFinding:
    """What follows from a session for a version; another decision takes its place. Raises NotFound."""
    people.require(actor, Action.PLAN, actor.consortium_id)
    _version(session, actor.consortium_id, version_id)
    found = session.get(PanelFinding, (session_id, version_id))
    if found is None:
        raise NotFound(_("Cette version n'a pas été testée dans cette séance. Rechargez la page."))
    before = found.decision.value if found.decision else ""
    if found.decision is not decision:
        found.decision = decision
        session.flush()
        audit.record(session, actor, "campaigns.panel_decided", f"{version_id} {before}>{decision.value}")
    return found


def versions(session: Session, consortium_id: UUID) -> list[VersionRow]:
    """Every version, by title, the latest version of each first."""
    tried: dict[UUID, list[tuple[PanelSession, PanelFinding]]] = {}
    query = (
        select(PanelSession, PanelFinding)
        .join(PanelFinding, PanelFinding.session_id == PanelSession.id)
        .where(PanelSession.consortium_id == consortium_id)
        .order_by(PanelSession.held_on, PanelSession.created_at)
    )
    for held, finding in session.execute(query):
        tried.setdefault(finding.version_id, []).append((held, finding))
    found = session.scalars(select(PanelVersion).where(PanelVersion.consortium_id == consortium_id))
    rows = [_row(one, tried.get(one.id, [])) for one in found]
    return sorted(rows, key=lambda row: (people.folded(row.title), -row.version))


def sessions(session: Session, consortium_id: UUID) -> list[SessionRow]:
    """Every session with what was said in it, the latest first."""
    query = (
        select(PanelSession, PanelFinding, PanelVersion)
        .join(PanelFinding, PanelFinding.session_id == PanelSession.id)
        .join(PanelVersion, PanelVersion.id == PanelFinding.version_id)
        .where(PanelSession.consortium_id == consortium_id)
        .order_by(
            PanelSession.held_on.desc(),
            PanelSession.created_at.desc(),
            PanelVersion.title,
            PanelVersion.version,
        )
    )
    held: dict[UUID, PanelSession] = {}
    said: dict[UUID, list[Finding]] = {}
    for one, finding, version in session.execute(query):
        held[one.id] = one
        said.setdefault(one.id, []).append(
            Finding(version.id, version.title, version.version, finding.remarks, finding.decision)
        )
    return [
        SessionRow(one.id, one.held_on, one.place, one.young_people, tuple(said[one.id]))
        for one in held.values()
    ]


def _row(one: PanelVersion, tried: list[tuple[PanelSession, PanelFinding]]) -> VersionRow:
    decided = [finding.decision for _held, finding in tried if finding.decision]
    return VersionRow(
        id=one.id,
        kind=one.kind,
        title=one.title,
        version=one.version,
        what=one.what,
        page=one.page,
        post_id=one.post_id,
        sessions=len(tried),
        young_people=sum(held.young_people for held, _finding in tried),
        decision=decided[-1] if decided else None,
    )


def _version(session: Session, consortium_id: UUID, version_id: UUID) -> PanelVersion:
    found = session.get(PanelVersion, version_id)
    if found is None or found.consortium_id != consortium_id:
        raise NotFound(_("Cette version est introuvable. Rechargez la page."))
    return found
