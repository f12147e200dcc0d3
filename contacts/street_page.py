"""What the phone page of the street shows and reads: a form that works alone, and answers for its script."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from contacts import corrections, street, wording
from contacts.entries import CodeRefused, DeskEntry
from contacts.models import AgeBand, Caller
from contacts.street import Station
from contacts.whereabouts import LONGEST_PLACE
from contacts.wording import ORIGINS, UNKNOWN_KEY, chosen
from core import crypto, i18n, settings
from core.errors import InvalidInput, PorteVoixError
from core.i18n import _, mark
from core.people import Actor, User
from core.territory import Need, label

NOTED, KNOWN, UNDONE = "noted", "known", "undone"
_DONE = {
    NOTED: mark("Contact noté."),
    KNOWN: mark("Ce contact était déjà noté : rien n'a changé."),
    UNDONE: mark("Saisie annulée."),
}
"""What became of a form, and the words for it."""


@dataclass(frozen=True)
class Sent:
    """The page's form as it was sent, nothing trusted; `pick` is the suggested code that was tapped."""

    key: str = ""
    who: str = ""
    structure: str = ""
    place: str = ""
    need: str = ""
    age: str = ""
    caller: str = Caller.YOUNG.value
    origins: Sequence[str] = ()
    code: str = ""
    pick: str | None = None
    way: str = field(default="", repr=False)
    waited: str = ""

    def entry(self, structure_id: UUID) -> DeskEntry:
        """What was noted; InvalidInput when nothing was, or when an answer is not in its list."""
        code = self.code if self.pick is None else self.pick
        if not any((code.strip(), self.need, self.age, self.origins, self.way.strip())):
            raise InvalidInput(_("Ce contact est vide. Touchez au moins une réponse."))
        return DeskEntry(
            code=code,
            origins=tuple(self.origins),
            need=chosen(Need, self.need, "need"),
            age=chosen(AgeBand, self.age, "age") or AgeBand.UNSAID,
            caller=chosen(Caller, self.caller, "caller") or Caller.YOUNG,
            way=self.way,
            structure_id=structure_id,
            place=self.place,
        )

    def delay(self) -> timedelta:
        """How long the entry waited for the network; nothing where the phone said nonsense."""
        seconds = self.waited if self.waited.isascii() and self.waited.isdecimal() else "0"
        return timedelta(seconds=int(seconds[:6]))


def who(user: User) -> str:
    """Whose page it is: an entry made by one person is never stored under the name of another."""
    return crypto.fingerprint(str(user.id), "street-who")[:24]


def shown(
    session: Session,
    user: User,
    sent: Sent | None = None,
    error: PorteVoixError | None = None,
    *,
    done: str = "",
) -> dict[str, Any]:
    """The page; filled in again with what was sent where it was refused, or saying what was `done`."""
    stations = street.stations(session, user)
    shift = street.shift(session, user.id)
    here = _here(stations, sent.structure if sent else str(shift.structure_id or ""))
    place = sent.place if sent else shift.place
    return {
        "brand": here.consortium,
        "who": who(user),
        "key": sent.key if sent and sent.key else secrets.token_urlsafe(18),
        "stations": [(str(one.structure_id), _station(one, stations)) for one in stations],
        "here": str(here.structure_id),
        "structure": here.structure,
        "place": place,
        "longest_place": LONGEST_PLACE,
        "typed": sent or Sent(),
        "error": error,
        "suggestions": error.suggestions if isinstance(error, CodeRefused) else (),
        "refused_code": isinstance(error, CodeRefused),
        "said": _(_DONE[done]) if done in _DONE else "",
        "last": last(session, here.actor),
        **_choices(),
    }


def last(session: Session, actor: Actor) -> dict[str, str] | None:
    """The entry that can still be taken back: its id and «14:32, permis, NOUR-3K»."""
    entry = corrections.own_last(session, actor)
    if entry is None:
        return None
    local = entry.at.astimezone(ZoneInfo(settings.current().timezone))
    need = label(entry.noted.need) if entry.noted.need else ""
    said = (f"{local:%H:%M}", need, entry.noted.code)
    return {"id": str(entry.id), "said": ", ".join(part for part in said if part)}


def refusal(error: PorteVoixError) -> dict[str, Any]:
    """The same refusal for the page's script."""
    return {
        "state": "refused",
        "field": getattr(error, "field", ""),
        "message": error.message,
        "suggestions": list(error.suggestions) if isinstance(error, CodeRefused) else [],
    }


def again(sent: Sent) -> list[tuple[str, str]]:
    """What was sent, as hidden fields of a form that only asks to be sent once more."""
    code = sent.code if sent.pick is None else sent.pick
    plain: Mapping[str, str] = {
        "key": sent.key,
        "who": sent.who,
        "structure": sent.structure,
        "place": sent.place,
        "need": sent.need,
        "age": sent.age,
        "caller": sent.caller,
        "code": code,
        "way": sent.way,
    }
    return [*plain.items(), *(("origin", key) for key in sent.origins)]


def _here(stations: Sequence[Station], named: str) -> Station:
    known = next((one for one in stations if str(one.structure_id) == named), None)
    return known or street.chosen(stations, None)


def _station(one: Station, among: Sequence[Station]) -> str:
    several = len({other.consortium for other in among}) > 1
    return f"{one.structure}, {one.consortium}" if several else one.structure


def _choices() -> dict[str, Any]:
    origins = [(one.key, wording.origin_label(*one.pair)) for one in ORIGINS]
    return {
        "needs": [(need.value, label(need)) for need in Need],
        "ages": [(age.value, i18n.typeset(_(said))) for age, said in wording.AGES.items()],
        "callers": [(caller.value, _(said)) for caller, said in wording.CALLERS.items()],
        "origins": [*origins, (UNKNOWN_KEY, _("ne sait pas"))],
    }
