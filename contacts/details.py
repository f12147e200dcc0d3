"""The way to answer someone: read as typed, kept encrypted and apart, shown once asked, erased on time."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from uuid import UUID

import phonenumbers
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from contacts import keeping, policy
from contacts.models import ContactDetail, DetailKind, FirstContact, HandOver, HandOverState
from core import audit, clock, crypto, i18n
from core.errors import InvalidInput, NotFound
from core.i18n import _, n_
from core.people import Action, Actor, require

PURPOSE = "contact-detail"
SEEN = "contacts.detail_seen"
FIELD = "way"
LONGEST_HANDLE = 60
LONGEST_EMAIL = 254
FRENCH_DIGITS = 10
HOME = "FR"

# Local part, one @, a domain with a dot: what a person can check by eye. More is the mail server's job.
_EMAIL = re.compile(r"[^@\s<>\"(),:;]{1,64}@[\w-]+(\.[\w-]+)*\.[^\W\d_]{2,}")
_STEERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Way:
    """A way to answer. A phone number is kept as +33639981234; `value` never shows in a log."""

    kind: DetailKind
    value: str = field(repr=False)

    @property
    def shown(self) -> str:
        """As people write it: «06 39 98 12 34»."""
        if self.kind in {DetailKind.PHONE, DetailKind.SMS}:
            return shown_number(self.value)
        return self.value


def read(kind: DetailKind | None, typed: str, *, polite: bool = False) -> Way:
    """The way to answer that someone typed; InvalidInput («way») says what to mend.

    `kind` is what they prefer; an e-mail typed where a call was chosen is still an e-mail. With no
    choice the kind is read from what was typed.
    """
    text = clean(typed)
    if not text:
        raise _wrong(
            polite,
            _("Il manque un moyen de te répondre. Écris ton numéro, ton e-mail ou ton pseudo."),
            _("Il manque un moyen de vous répondre. Écrivez un numéro, un e-mail ou un pseudo."),
        )
    if kind is not DetailKind.HANDLE and _EMAIL.fullmatch(text) and len(text) <= LONGEST_EMAIL:
        return Way(DetailKind.EMAIL, text)
    if kind is DetailKind.EMAIL:
        raise _wrong(
            polite,
            _("Cette adresse n'est pas complète. Écris-la comme nom@exemple.fr."),
            _("Cette adresse n'est pas complète. Écrivez-la comme nom@exemple.fr."),
        )
    if kind is DetailKind.HANDLE or (kind is None and not _digits(text)):
        return Way(DetailKind.HANDLE, _handle(text, polite=polite))
    return Way(kind or DetailKind.PHONE, number(text, polite=polite))


def number(typed: str, *, polite: bool = False) -> str:
    """A phone number as +33639981234; InvalidInput when digits are missing, too many or impossible.

    Length is checked, not allocation: a number given out last month must pass.
    """
    digits = _digits(typed)
    if not digits:
        raise _wrong(
            polite,
            _("Il n'y a pas de numéro ici. Écris ton numéro, ou choisis «un message privé»."),
            _("Il n'y a pas de numéro ici. Écrivez un numéro, ou choisissez «un message privé»."),
        )
    if "+" in typed or digits.startswith("00"):
        return _abroad(digits.removeprefix("00"), polite=polite)
    if len(digits) == FRENCH_DIGITS + 1 and digits.startswith("33"):
        return _abroad(digits, polite=polite)
    if len(digits) != FRENCH_DIGITS:
        raise _miscounted(len(digits), polite=polite)
    if not digits.startswith("0"):
        raise _wrong(
            polite,
            _("Un numéro commence par 0. Vérifie-le, ou commence par + et le pays."),
            _("Un numéro commence par 0. Vérifiez-le, ou commencez par + et le pays."),
        )
    return _home(digits)


def optional_number(typed: str) -> str:
    """A number of the staff's own, or "" where none was typed; InvalidInput («phone»)."""
    if not typed.strip():
        return ""
    try:
        return number(typed, polite=True)
    except InvalidInput as error:
        raise InvalidInput(error.message, "phone") from None


def shown_number(number: str) -> str:
    """«+33639981234» → «06 39 98 12 34»; another country keeps its +."""
    parsed = phonenumbers.parse(number, HOME)
    home = parsed.country_code == phonenumbers.country_code_for_region(HOME)
    form = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)


def clean(text: str) -> str:
    """Typed text without control and direction signs, spaces made single."""
    kept = "".join(
        " " if sign.isspace() else sign
        for sign in text
        if sign.isspace() or (unicodedata.category(sign) not in {"Cc", "Cs"} and sign not in _STEERING)
    )
    return " ".join(kept.split())


def keep(session: Session, contact_id: UUID, way: Way) -> None:
    """Store a way to answer, encrypted, for as long as is settled; it replaces an earlier one.

    Whatever is overdue leaves at the same time, so that the promise holds without a nightly job.
    """
    keeping.erase_overdue(session)
    contact = session.get_one(FirstContact, contact_id)
    session.merge(
        ContactDetail(
            first_contact_id=contact_id,
            kind=way.kind,
            sealed=crypto.encrypt(way.value, PURPOSE),
            erase_after=clock.now() + policy.kept_for(session, contact.consortium_id),
        )
    )
    session.flush()


def reveal(session: Session, actor: Actor, contact_id: UUID) -> Way:
    """The way to answer, read and logged; Forbidden to another structure, NotFound once erased.

    A structure that is asked to go on with the person reads it too, for as long as it is asked.
    """
    _allowed(session, actor, contact_id, asked=True)
    detail = session.get(ContactDetail, contact_id)
    if detail is None or detail.erase_after <= clock.now():
        raise NotFound(_("Ce moyen de répondre est effacé. Le contact reste compté."))
    audit.record(session, actor, SEEN, contact_id)
    return Way(detail.kind, crypto.decrypt(detail.sealed, PURPOSE))


def erase(session: Session, actor: Actor, contact_id: UUID) -> None:
    """Erase a way to answer because the person asked; the contact stays counted."""
    _allowed(session, actor, contact_id)
    forget(session, contact_id)
    audit.record(session, actor, "contacts.detail_erased", contact_id)


def forget(session: Session, contact_id: UUID) -> None:
    """Take a way to answer out of the database; the contact stays counted."""
    session.execute(delete(ContactDetail).where(ContactDetail.first_contact_id == contact_id))


def _allowed(session: Session, actor: Actor, contact_id: UUID, *, asked: bool = False) -> None:
    contact = session.get(FirstContact, contact_id)
    if contact is None:
        raise NotFound(_("Ce contact est introuvable. Revenez à la liste."))
    received = asked and _asked(session, actor, contact_id)
    structure_id = actor.structure_id if received else contact.structure_id
    require(actor, Action.SEE_CONTACT_DETAIL, contact.consortium_id, structure_id)


def _asked(session: Session, actor: Actor, contact_id: UUID) -> bool:
    """Whether the actor's structure is asked to go on with the person."""
    query = select(HandOver.id).where(
        HandOver.first_contact_id == contact_id,
        HandOver.structure_id == actor.structure_id,
        HandOver.state == HandOverState.PROPOSED,
    )
    return session.scalar(query) is not None


def _digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(sign)) for sign in text if sign.isdecimal())


def _home(digits: str) -> str:
    """A ten-digit French number; a number of an overseas region is dialled alike and has its own prefix."""
    for region in (HOME, "RE", "GP", "MQ", "GF"):
        parsed = phonenumbers.parse(digits, region)
        if phonenumbers.is_valid_number(parsed):
            return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return f"+33{digits[1:]}"


def _abroad(digits: str, *, polite: bool) -> str:
    wrong = _wrong(
        polite,
        _("Ce numéro ne va pas avec ce pays. Vérifie les chiffres après le +."),
        _("Ce numéro ne va pas avec ce pays. Vérifiez les chiffres après le +."),
    )
    try:
        parsed = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        raise wrong from None
    if not phonenumbers.is_possible_number(parsed):
        raise wrong
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _miscounted(count: int, *, polite: bool) -> InvalidInput:
    gap = FRENCH_DIGITS - count
    if gap > 0:
        fact = n_("Il manque un chiffre.", "Il manque {count} chiffres.", gap)
    else:
        fact = n_("Il y a un chiffre de trop.", "Il y a {count} chiffres de trop.", -gap)
    rule = (
        _("Un numéro a 10 chiffres, vous en avez tapé {count}.", count=i18n.number(count))
        if polite
        else _("Un numéro a 10 chiffres, tu en as tapé {count}.", count=i18n.number(count))
    )
    return InvalidInput(f"{fact} {rule}", FIELD)


def _handle(text: str, *, polite: bool) -> str:
    if len(text) > LONGEST_HANDLE:
        raise _wrong(
            polite,
            _("C'est trop long. Garde {longest} signes au plus.", longest=LONGEST_HANDLE),
            _("C'est trop long. Gardez {longest} signes au plus.", longest=LONGEST_HANDLE),
        )
    return text


def _wrong(polite: bool, familiar: str, formal: str) -> InvalidInput:
    return InvalidInput(formal if polite else familiar, FIELD)
