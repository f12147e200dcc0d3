"""How staff read a contact in a list: waiting time, what is asked, where it comes from and how we know."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from contacts import wording
from contacts.models import AgeBand, Caller, HandOverState, Likeness, State
from contacts.offers import OpenOffer
from contacts.queue import Request
from contacts.wording import When
from core import clock
from core.i18n import _, n_
from core.territory import Channel, label

LATE = timedelta(hours=24)
SOON_LATE = timedelta(hours=6)
DOT = " · "

RECENT = """
<table><caption>{{ title }}</caption>
<thead><tr>{% for head in heads %}<th scope="col">{{ head }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</tbody>
</table>
"""
RECENT_CSS = """
.pv table{width:100%;max-width:46rem;border-collapse:collapse;font:400 1rem/1.5 var(--st-font);
color:var(--st-text-color)}
.pv caption{text-align:left;font:650 1.125rem/1.3 var(--st-heading-font);padding-bottom:8px}
.pv th{text-align:left;font-weight:400;font-size:.875rem;
color:color-mix(in srgb,var(--st-text-color) 72%,var(--st-background-color))}
.pv th,.pv td{padding:8px 12px 8px 0;border-bottom:1px solid
color-mix(in srgb,currentColor 17%,transparent);vertical-align:top}
"""


def waited(request: Request, now: datetime) -> str:
    """«26 h d'attente», as a coloured badge: red after a day, orange after six hours."""
    wait = now - request.at
    colour = "red" if wait >= LATE else "orange" if wait >= SOON_LATE else "gray"
    said = _("{time} d'attente", time=duration(wait))
    return f":{colour}-badge[{said}]"


def first_line(request: Request, now: datetime) -> str:
    """The badge of where a request stands, then its headline."""
    badge = _badge(request)
    return f"{waited(request, now) if badge is None else badge} {headline(request)}"


def _badge(request: Request) -> str | None:
    """Where it stands, always in words; None while it waits: then the time says it."""
    if request.withdrawn:
        return f":gray-badge[{_('retirée par la personne')}]"
    if request.relay is not None and request.state is State.HANDED_OVER:
        colours = {HandOverState.PROPOSED: "orange", HandOverState.ACCEPTED: "green"}
        colour = colours.get(request.relay.state, "green")
        return f":{colour}-badge[{_(wording.RELAYS[request.relay.state])}]"
    colours_of = {State.TAKEN: "blue", State.ANSWERED: "green", State.CLOSED: "gray"}
    colour = colours_of.get(request.state, "")
    return f":{colour}-badge[{_(wording.STATES[request.state])}]" if colour else None


def nothing(last: timedelta | None, *, view: str) -> tuple[str, str]:
    """The empty state of a list: a bold sentence and what stands under it."""
    if view == "past":
        return _("Rien n'est encore fini."), _("Les relais passés et les demandes closes arriveront ici.")
    if view == "in_hand":
        return (
            _("Votre structure n'a aucune réponse en cours."),
            _("Une demande que vous prenez reste ici tant que son moyen de répondre est gardé."),
        )
    if last is None:
        return _("Personne n'attend de réponse."), _("Les demandes des pages publiques arriveront ici.")
    told = _("La dernière demande a reçu la sienne en {time}.", time=duration(last, minutes=True))
    return _("Personne n'attend de réponse."), told


def headline(request: Request) -> str:
    """«**Permis**, être rappelé après 17 h», with who asks where it is not a young person."""
    need = label(request.need).capitalize() if request.need else _("Besoin non dit")
    parts = [f"**{need}**", *([_asked(request)] if request.kind else [])]
    if request.caller is not Caller.YOUNG:
        parts.append(_("demande d'un {caller}", caller=_(wording.CALLERS[request.caller])))
    badge = f" :violet-badge[{_('mineur')}]" if request.age in {AgeBand.UNDER_16, AgeBand.FROM_16} else ""
    if request.likeness is Likeness.SUSPECTED:
        badge += f" :orange-badge[{_('peut-être déjà venu·e')}]"
    return ", ".join(parts) + badge


def caption(request: Request) -> str:
    """«Valbrune · 16–17 ans · origine : Affiche PISCINE-4T (tracé)»."""
    said = [] if request.zone is None else [request.zone]
    if request.caller is Caller.YOUNG:
        said.append(_age(request.age))
    if request.tries:
        said.append(n_("{count} essai sans joindre", "{count} essais sans joindre", request.tries))
    if request.state is State.TAKEN and request.taken_by:
        said.append(_("prise par {name}", name=request.taken_by))
    if request.relay is not None:
        said.append(_("relais : {structure}", structure=request.relay.structure))
    return DOT.join([*said, _("origine : {origin}", origin=origin(request))])


def origin(request: Request) -> str:
    """Every origin with how we know it; the grades stand side by side, never merged."""
    known = []
    if request.evidence is not None and request.channel is not None:
        evidence = _(wording.EVIDENCE[request.evidence])
        known.append(f"{label(request.channel)} {request.code or ''} ({evidence})".replace("  ", " "))
    if request.declared:
        said = ", ".join(wording.origin_label(channel, voice) for channel, voice in request.declared)
        known.append(_("{origin} (déclaré)", origin=said))
    return ", ".join(known) or f"{label(Channel.UNKNOWN).lower()}"


def recent_table(requests: list[Request], timezone: str) -> dict[str, object]:
    """What the table of the last desk entries shows: time, need, origin; no way to answer."""
    return {
        "title": _("Vos dernières saisies"),
        "heads": (_("Quand"), _("Besoin"), _("Origine et preuve")),
        "rows": [_recent_row(request, timezone) for request in requests],
    }


def waiting_line(requests: list[Request], now: datetime) -> str:
    """«4 demandes attendent une réponse. La plus ancienne depuis 26 h.»"""
    if not requests:
        return _("Aucune demande n'attend.")
    count = n_(
        "{count} demande attend une réponse.", "{count} demandes attendent une réponse.", len(requests)
    )
    return f"{count} {_('La plus ancienne depuis {time}.', time=duration(now - requests[0].at))}"


def offered_line(count: int) -> str:
    """«Un relais attend votre accord, dans «En cours».»"""
    return n_(
        "{count} relais attend votre accord, dans «En cours».",
        "{count} relais attendent votre accord, dans «En cours».",
        count,
    )


def groups(
    requests: list[Request], structure_id: UUID | None, *, referent: bool
) -> list[tuple[str, list[Request]]]:
    """Those under 16 for their referent, those who wait too long, those proposed here, the others.

    Each group oldest first. Nothing is locked: whoever is free takes any of them.
    """
    young = [one for one in requests if referent and one.too_young]
    late = [one for one in requests if one.escalated and one not in young]
    rest = [one for one in requests if one not in young and one not in late]
    mine = [one for one in rest if structure_id is not None and one.routed_to == structure_id]
    others = [one for one in rest if one not in mine]
    titled = [
        (_("Moins de 16 ans : vous êtes leur référent·e"), young),
        (_("Sans réponse depuis trop longtemps"), late),
        (_("Proposées à votre structure"), mine),
        (_("Proposées à d'autres, ouvertes à tous"), others),
    ]
    return [(title, found) for title, found in titled if found]


def place(offer: OpenOffer) -> str:
    """«Code de la route, 4 places, jusqu'au 12/12 (Club)»: a place first, then where it is."""
    parts = [offer.title]
    if offer.places_left is not None:
        parts.append(n_("{count} place", "{count} places", offer.places_left))
    if offer.until is not None:
        parts.append(_("jusqu'au {day}", day=f"{offer.until:%d/%m}"))
    return f"{', '.join(parts)} ({offer.structure})"


def duration(time: timedelta, *, minutes: bool = False) -> str:
    """«20 min», «26 h», «3 j»; with `minutes`, «3 h 10» under a day."""
    whole = max(int(time.total_seconds() // 60), 0)
    hours, rest = divmod(whole, 60)
    if hours == 0:
        return _("{count} min", count=rest)
    if hours >= 48:
        return _("{count} j", count=hours // 24)
    if minutes and rest:
        return _("{hours} h {minutes}", hours=hours, minutes=f"{rest:02}")
    return _("{count} h", count=hours)


def _recent_row(request: Request, timezone: str) -> tuple[str, str, str]:
    local = request.at.astimezone(ZoneInfo(timezone))
    today = clock.today(timezone)
    day = _("auj.") if local.date() == today else f"{local:%d/%m}"
    return f"{day} {local:%H:%M}", label(request.need) if request.need else "–", origin(request)


def _asked(request: Request) -> str:
    kind = request.kind
    way = _(wording.WAYS[kind]) if kind else ""
    moments = {
        When.SOON: _("{way} dès que possible", way=way),
        When.EVENING: _("{way} après 17 h", way=way),
        When.SATURDAY: _("{way} samedi", way=way),
    }
    return moments[request.when] if request.when else way


def _age(age: AgeBand) -> str:
    if age is AgeBand.UNSAID:
        return _("âge non dit")
    if age is AgeBand.UNDER_16:
        return _(wording.AGES[age])
    return _("{band} ans", band=_(wording.AGES[age]))
