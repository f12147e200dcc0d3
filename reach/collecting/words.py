"""How collecting stands, in words: for the health page, for `porte-voix doctor`, for notices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from core import clock, i18n
from core.i18n import _, mark, n_, number
from reach.collecting import notices, overview
from reach.collecting.credentials import APPLICATIONS, WARN_DAYS, Connected
from reach.collecting.overview import Line, NetworkHealth, Running
from reach.tables import ABSENT, Table, ago

_STATES = {
    Running.OFF: ("gray", mark("éteint")),
    Running.STOPPED: ("red", mark("arrêté")),
    Running.SPENT: ("orange", mark("budget du jour épuisé")),
    Running.WAITING: ("blue", mark("attend son tour")),
    Running.OPEN: ("green", mark("prêt")),
}


def state(one: NetworkHealth) -> tuple[str, str]:
    """The colour and the word of a queue."""
    if one.running in (Running.OPEN, Running.WAITING) and one.late:
        return "orange", _("rien lu depuis deux jours")
    colour, word = _STATES[one.running]
    return colour, _(word)


def answer(found: Sequence[NetworkHealth]) -> tuple[str, str]:
    """The sentence that decides: what asks for somebody, or that all is well."""
    stopped = [one.label for one in found if one.running is Running.STOPPED]
    ending = [one for one in found if one.connected is not None and _ends_soon(one.connected)]
    late = [one.label for one in found if one.late and one.running is not Running.STOPPED]
    if stopped:
        return (
            _("{networks} : la lecture est refusée, tout y est arrêté.", networks=", ".join(stopped)),
            _("Ouvrez le réseau dans un navigateur, répondez à ce qu'il demande, puis reprenez ici."),
        )
    if ending:
        one = ending[0]
        left = one.connected.days_left if one.connected else None
        return notices.ends(one.network, left or 0), _("Collez le nouveau jeton plus bas.")
    lost = next((one for one in found if one.lost), None)
    if lost is not None:
        return reconnect(lost), _("Redemandez l'accord de son titulaire, plus bas.")
    if late:
        return (
            _("{networks} : rien n'a été lu depuis deux jours.", networks=", ".join(late)),
            _("La dernière erreur de chaque lecteur, plus bas, dit quoi faire."),
        )
    watched = sum(one.watched for one in found if one.running is not Running.OFF)
    if not watched:
        return _("Rien n'est relevé pour l'instant."), _(
            "Ajoutez un compte sur « Comptes et mesures », puis allumez un lecteur ou connectez un réseau."
        )
    due = sum(one.due for one in found if one.running is not Running.OFF)
    said = n_("{count} compte ou publication suivi.", "{count} comptes et publications suivis.", watched)
    wait = n_("{count} relevé attend son tour.", "{count} relevés attendent leur tour.", due)
    return _("Les relevés vont bien."), f"{said} {wait if due else _('Tout est à jour.')}"


def reconnect(one: NetworkHealth) -> str:
    """«1 compte TikTok est à reconnecter.»"""
    return n_(
        "{count} compte {network} est à reconnecter.",
        "{count} comptes {network} sont à reconnecter.",
        one.lost,
        network=one.label,
    )


def queue(one: NetworkHealth, timezone: str) -> str:
    """What is watched, what is due, what is left of the day, and when it goes on."""
    left, a_day = number(one.left), number(one.a_day)
    parts = [
        n_("{count} suivi", "{count} suivis", one.watched),
        n_("{count} à lire", "{count} à lire", one.due),
        _("{left} lectures restantes sur {a_day} aujourd'hui", left=left, a_day=a_day),
    ]
    if one.running in (Running.WAITING, Running.SPENT) and one.opens_at is not None:
        parts.append(_("reprend {when}", when=i18n.moment(one.opens_at, timezone)))
    return ", ".join(parts) + "."


def line(one: Line, timezone: str) -> str:
    """One reader: on or off, its last success, its last error and what to do."""
    on = _("Allumé.") if one.standing.switched_on else _("Éteint.")
    if not one.standing.switched_on and one.well_at is None:
        return on
    well = _("Dernière lecture réussie : {when}.", when=ago(one.well_at) if one.well_at else _("jamais"))
    said = [on, well]
    if one.error and one.error_at is not None:
        said.append(_("Dernière erreur, {when} : {error}", when=ago(one.error_at), error=one.error))
    if one.rests:
        said.append(_rest(one, timezone))
    return " ".join(said)


def _rest(one: Line, timezone: str) -> str:
    if one.rests_until is None:
        return _("Son repos est fini : le prochain relevé est un essai.")
    local = one.rests_until.astimezone(ZoneInfo(timezone))
    today = local.date() == clock.today(timezone)
    when = i18n.hour(local.time()) if today else i18n.moment(one.rests_until, timezone)
    if one.rests == 1:
        return _("Trois échecs de suite : il se repose jusqu'à {when}, puis un essai.", when=when)
    return _("L'essai a échoué : il se repose jusqu'à {when}, puis un autre essai.", when=when)


def machine(installed: Mapping[str, str], browser: str | None) -> Table:
    """What this machine reads with."""
    rows = [
        [name, version or ABSENT, "" if version else _("Non installé.")]
        for name, version in installed.items()
    ]
    found = "" if browser else _("TikTok ne peut pas être lu. Installez le paquet chromium.")
    rows.append([_("Navigateur"), browser or ABSENT, found])
    return Table(
        _("Ce qui lit, sur cette machine"), [_("Nom"), _("Version ou chemin"), _("Remarque")], rows, words=3
    )


def connection(one: Connected | None) -> tuple[str, str]:
    """The colour and the word of credentials."""
    if one is None:
        return "gray", _("non connecté")
    left = one.days_left
    if left is not None and left < 0:
        return "red", _("fini")
    if one.error:
        return "red", _("ne répond pas")
    if _ends_soon(one):
        return "orange", _("finit bientôt")
    if one.network in APPLICATIONS:
        return "green", _("application enregistrée")
    return ("green", _("connecté")) if one.tested_at else ("blue", _("à essayer"))


def connected(one: Connected | None) -> str:
    """Who connected it, until when, how the last test went."""
    if one is None:
        return _("Les chiffres ouverts à tous suffisent, ou viennent des lecteurs automatiques.")
    said = [_("Par {name}, {when}.", name=one.set_by, when=ago(one.set_at))]
    if one.expires_on is not None:
        left = one.days_left or 0
        said.append(
            _("Valable jusqu'au {day}.", day=i18n.short_day(one.expires_on))
            if left >= 0
            else _("Fini le {day}.", day=i18n.short_day(one.expires_on))
        )
    if one.tested_at is not None:
        when = ago(one.tested_at)
        said.append(
            _("Essai {when} : {error}", when=when, error=overview.sentence(one.error))
            if one.error
            else _("Essai réussi {when}.", when=when)
        )
    return " ".join(said)


def _ends_soon(one: Connected) -> bool:
    return one.days_left is not None and one.days_left <= WARN_DAYS[0]
