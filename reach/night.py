"""What today's page says of the night's work: when it was, what left, or that it does not come."""

from __future__ import annotations

from dataclasses import dataclass

from contacts.keeping import Night
from core import i18n
from core.i18n import _, n_


@dataclass(frozen=True)
class NightLine:
    """One or two sentences; `wrong` when somebody has to do something."""

    text: str
    wrong: bool


def line(night: Night | None, timezone: str, *, jobs_alive: bool) -> NightLine:
    """The sentences, for one consortium."""
    if not jobs_alive:
        return NightLine(
            _(
                "Les tâches de nuit ne tournent plus : rien n'est effacé à temps. "
                "Relancez Porte-Voix, ou « porte-voix worker »."
            ),
            wrong=True,
        )
    if night is None:
        return NightLine(_("La première passe de nuit vient cette nuit."), wrong=False)
    when = i18n.moment(night.finished_at, timezone)
    if night.failed:
        return NightLine(
            _("La dernière passe de nuit n'a pas abouti ({when}). Tapez « porte-voix doctor ».", when=when),
            wrong=True,
        )
    last = _("Dernière passe de nuit : {when}.", when=when)
    if night.late:
        return NightLine(f"{last} {_('Elle est en retard. Tapez « porte-voix doctor ».')}", wrong=True)
    erased = sum(night.erased.values())
    told = n_(
        "Depuis la veille, {count} moyen de répondre effacé.",
        "Depuis la veille, {count} moyens de répondre effacés.",
        erased,
    )
    return NightLine(f"{last} {told if erased else _('Rien à effacer.')}", wrong=False)
