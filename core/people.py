"""Who may do what: consortium, structure, user, membership, role. `may()` is the only access test."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core import clock, passwords
from core.database import Base, Identified
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from core.i18n import _, mark, number


class Role(StrEnum):
    """What a member of a consortium is there for."""

    ADMINISTRATOR = "administrator"
    COMMUNICATIONS = "communications"
    COORDINATOR = "coordinator"
    COUNSELLOR = "counsellor"
    READER = "reader"


ROLE_LABELS = {
    Role.ADMINISTRATOR: mark("administration"),
    Role.COMMUNICATIONS: mark("communication"),
    Role.COORDINATOR: mark("coordination"),
    Role.COUNSELLOR: mark("conseil"),
    Role.READER: mark("lecture"),
}


class Action(StrEnum):
    """Everything that is guarded; docs/access.md is the readable table."""

    SEE_DASHBOARD = "see_dashboard"
    SEE_REACH = "see_reach"
    PLAN = "plan"
    SETTLE_REVIEW = "settle_review"
    NOTE_ACTIONS = "note_actions"
    MANAGE_PLACEMENTS = "manage_placements"
    MANAGE_AMBASSADORS = "manage_ambassadors"
    ENTER_CONTACT = "enter_contact"
    SEE_CONTACT_DETAIL = "see_contact_detail"
    ACT_FOR_STRUCTURES = "act_for_structures"
    SETTLE_CONTACTS = "settle_contacts"
    COLLECT = "collect"
    SWITCH_PROVIDERS = "switch_providers"
    MANAGE_PEOPLE = "manage_people"


_ALL = frozenset(Role)
_TEAM = frozenset({Role.ADMINISTRATOR, Role.COMMUNICATIONS, Role.COORDINATOR})
_DESK = frozenset({Role.COORDINATOR, Role.COUNSELLOR})
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

ALLOWED: dict[Action, frozenset[Role]] = {
    Action.SEE_DASHBOARD: _ALL,
    Action.SEE_REACH: _ALL,
    Action.PLAN: _TEAM,
    Action.SETTLE_REVIEW: frozenset({Role.ADMINISTRATOR, Role.COORDINATOR}),
    Action.NOTE_ACTIONS: _TEAM | {Role.COUNSELLOR},
    Action.MANAGE_PLACEMENTS: _TEAM,
    Action.MANAGE_AMBASSADORS: _TEAM,
    Action.ENTER_CONTACT: _DESK,
    Action.SEE_CONTACT_DETAIL: _DESK,
    Action.ACT_FOR_STRUCTURES: frozenset({Role.COORDINATOR}),
    Action.SETTLE_CONTACTS: frozenset({Role.ADMINISTRATOR, Role.COORDINATOR}),
    Action.COLLECT: _TEAM,
    Action.SWITCH_PROVIDERS: _ADMINISTRATOR,
    Action.MANAGE_PEOPLE: _ADMINISTRATOR,
}
OWN_STRUCTURE_ONLY = frozenset({Action.SEE_CONTACT_DETAIL})


class Consortium(Identified, Base):
    """The group of structures that acts together; one never sees another."""

    __tablename__ = "consortium"

    name: Mapped[str] = mapped_column(String(120))
    programme: Mapped[str] = mapped_column(String(120), default="")
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class Structure(Identified, Base):
    """A member organisation; all are shown alike, in alphabetical order."""

    __tablename__ = "structure"
    __table_args__ = (UniqueConstraint("consortium_id", "name"),)

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))


class User(Identified, Base):
    """A person of the staff who signs in."""

    __tablename__ = "user_account"

    login: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    disabled_at: Mapped[datetime | None]


class Membership(Identified, Base):
    """A user's role in one consortium, within a structure or above them."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("user_id", "consortium_id"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    structure_id: Mapped[UUID | None] = mapped_column(ForeignKey("structure.id"))
    role: Mapped[Role]


@dataclass(frozen=True)
class Actor:
    """Who acts, where and as what; built afresh from the database at every run and write."""

    user_id: UUID
    name: str
    consortium_id: UUID
    structure_id: UUID | None
    role: Role


def may(actor: Actor | None, action: Action, consortium_id: UUID, structure_id: UUID | None = None) -> bool:
    """Whether `actor` may do `action` on a thing of that consortium and structure.

    A thing without a structure (structure_id None) belongs to the whole consortium.
    """
    if actor is None or actor.consortium_id != consortium_id or actor.role not in ALLOWED[action]:
        return False
    if action in OWN_STRUCTURE_ONLY and structure_id is not None:
        return actor.structure_id == structure_id
    return True


def require(
    actor: Actor | None, action: Action, consortium_id: UUID, structure_id: UUID | None = None
) -> Actor:
    """The actor, or Forbidden; a thing of another consortium is NotFound."""
    if actor is None:
        raise Forbidden(_("Connectez-vous pour continuer."))
    if actor.consortium_id != consortium_id:
        raise NotFound(_("Introuvable. Vérifiez l'adresse, ou revenez à la liste."))
    if not may(actor, action, consortium_id, structure_id):
        raise Forbidden(_("Votre rôle ne permet pas cela. Demandez l'accès à votre administration."))
    return actor


def create_consortium(session: Session, name: str, *, programme: str = "", demo: bool = False) -> Consortium:
    """A new consortium; InvalidInput without a name."""
    consortium = Consortium(
        name=required(name, "name", 120), programme=programme, demo=demo, created_at=clock.now()
    )
    session.add(consortium)
    session.flush()
    return consortium


def add_structure(session: Session, consortium_id: UUID, name: str) -> Structure:
    """A new member organisation; Conflict when the name is taken."""
    name = required(name, "name", 120)
    taken = select(Structure.id).where(Structure.consortium_id == consortium_id, Structure.name == name)
    if session.scalar(taken):
        raise Conflict(_("Cette structure existe déjà. Choisissez un autre nom."))
    structure = Structure(consortium_id=consortium_id, name=name)
    session.add(structure)
    session.flush()
    return structure


def consortium_ids(session: Session) -> list[UUID]:
    """Every consortium of the installation, the oldest first."""
    return list(session.scalars(select(Consortium.id).order_by(Consortium.created_at, Consortium.id)))


def structures(session: Session, consortium_id: UUID) -> list[Structure]:
    """The structures of a consortium, in alphabetical order with accents folded."""
    found = session.scalars(select(Structure).where(Structure.consortium_id == consortium_id))
    return sorted(found, key=lambda structure: folded(structure.name))


def create_user(session: Session, login: str, name: str, password: str) -> User:
    """A new user; InvalidInput on a weak password, Conflict when the login is taken."""
    login = normalised_login(login)
    if session.scalar(select(User.id).where(User.login == login)):
        raise Conflict(_("Cet identifiant est déjà pris. Choisissez-en un autre."))
    user = User(login=login, name=required(name, "name", 120), password_hash=passwords.hashed(password))
    session.add(user)
    session.flush()
    return user


def add_member(
    session: Session, user: User, consortium_id: UUID, role: Role, structure_id: UUID | None = None
) -> Membership:
    """Give `user` a role in a consortium; a counsellor must belong to a structure of it."""
    if role is Role.COUNSELLOR and structure_id is None:
        raise InvalidInput(_("Choisissez la structure de cette personne."), "structure")
    if structure_id is not None:
        structure = session.get(Structure, structure_id)
        if structure is None or structure.consortium_id != consortium_id:
            raise NotFound(_("Cette structure n'est pas dans ce consortium. Choisissez dans la liste."))
    member = Membership(user_id=user.id, consortium_id=consortium_id, role=role, structure_id=structure_id)
    session.add(member)
    session.flush()
    return member


def memberships(session: Session, user_id: UUID) -> list[tuple[Membership, Consortium]]:
    """What a user belongs to, by the consortium's name."""
    query = (
        select(Membership, Consortium)
        .join(Consortium, Consortium.id == Membership.consortium_id)
        .where(Membership.user_id == user_id)
        .order_by(Consortium.name)
    )
    return [(member, consortium) for member, consortium in session.execute(query)]


def actor_in(session: Session, user: User, consortium_id: UUID) -> Actor | None:
    """The user as an actor in that consortium, or None when they are no member."""
    query = select(Membership).where(Membership.user_id == user.id, Membership.consortium_id == consortium_id)
    member = session.scalar(query)
    if member is None or user.disabled_at is not None:
        return None
    return Actor(user.id, user.name, consortium_id, member.structure_id, member.role)


def empty(session: Session) -> bool:
    """True while nobody has set the installation up."""
    return not session.scalar(select(func.count()).select_from(Consortium))


def normalised_login(login: str) -> str:
    """Lower case, without outer spaces; InvalidInput when empty or absurd."""
    login = login.strip().casefold()
    if not login or len(login) > 120 or any(sign.isspace() or not _harmless(sign) for sign in login):
        raise InvalidInput(_("Donnez un identifiant sans espace, par exemple une adresse e-mail."), "login")
    return login


def required(text: str, field: str, longest: int) -> str:
    """`text` composed, without outer spaces, control signs and signs that turn what stands around them.

    InvalidInput when nothing of it shows, or when it is longer than `longest`.
    """
    kept = "".join(sign for sign in text if sign == "\n" or _harmless(sign))
    text = unicodedata.normalize("NFC", kept).strip()
    if all(sign.isspace() or unicodedata.category(sign) == "Cf" for sign in text):
        raise InvalidInput(_("Ce champ est vide. Remplissez-le, puis recommencez."), field)
    if len(text) > longest:
        raise InvalidInput(
            _(
                "Ce texte a {count} signes. Gardez-en {longest} au plus.",
                count=number(len(text)),
                longest=longest,
            ),
            field,
        )
    return text


def _harmless(sign: str) -> bool:
    # U+202A to 202E and U+2066 to 2069 turn the text around them: a name could show as another one.
    steers = "\u202a" <= sign <= "\u202e" or "\u2066" <= sign <= "\u2069"
    return not steers and unicodedata.category(sign) not in {"Cc", "Cs"}


def folded(text: str) -> str:
    """A key for alphabetical order: École stands between Club and Épicerie."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("’", "'"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
