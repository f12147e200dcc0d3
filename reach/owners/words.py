"""What the owner of an account reads, and how accounts stand in words."""

from __future__ import annotations

from enum import StrEnum

from connectors import registry
from core import i18n, settings
from core.i18n import _, mark
from reach.owners.access import Owned, State
from reach.owners.links import Asking
from reach.tables import ago


class Outcome(StrEnum):
    """How it ended, as the address of the last page says it."""

    DONE = "fait"
    ENDED = "retire"
    REFUSED = "refus"
    PARTLY = "incomplet"
    OTHER_ACCOUNT = "autre-compte"
    OVER = "fini"
    FAILED = "panne"


_OUTCOMES = {
    Outcome.DONE: (
        mark("C'est fait"),
        mark(
            "Le compte est connecté, merci. Pour arrêter, il suffit de rouvrir le même lien, ou d'enlever "
            "l'application dans les réglages du réseau."
        ),
    ),
    Outcome.ENDED: (
        mark("Accès retiré"),
        mark("Plus rien n'est lu par cet accord, et ce qui l'ouvrait est effacé ici."),
    ),
    Outcome.REFUSED: (
        mark("Rien n'a changé"),
        mark("La demande n'a pas été acceptée sur le réseau. Rien n'est lu. Le lien reste valable 7 jours."),
    ),
    Outcome.PARTLY: (
        mark("Il manque une case"),
        mark(
            "Toutes les cases sont nécessaires : le nom du compte sert à vérifier que c'est le bon, le reste "
            "donne les nombres. Il faut rouvrir le lien et les laisser cochées. Rien n'est gardé."
        ),
    ),
    Outcome.OTHER_ACCOUNT: (
        mark("C'est un autre compte"),
        mark(
            "Le réseau a répondu pour un autre compte que celui de la demande. Rien n'est gardé. Il faut "
            "passer au bon compte sur le réseau, puis rouvrir le lien."
        ),
    ),
    Outcome.OVER: (
        mark("Ce lien ne marche plus"),
        mark("Il a été fermé entre-temps. Rien n'est gardé. Il faut en demander un nouveau à l'équipe."),
    ),
    Outcome.FAILED: (
        mark("Le réseau n'a pas répondu"),
        mark("Rien n'est gardé. Il faut rouvrir le lien un peu plus tard et recommencer."),
    ),
}
_STATES = {
    State.WITHOUT: ("gray", mark("sans accord")),
    State.ASKED: ("blue", mark("demandé")),
    State.CONNECTED: ("green", mark("connecté")),
    State.LOST: ("red", mark("à reconnecter")),
}


def outcome(one: Outcome) -> tuple[str, str]:
    """Title and text of the last page."""
    title, text = _OUTCOMES[one]
    return _(title), _(text)


def page(asking: Asking) -> dict[str, object]:
    """What the page of a link says."""
    return {
        "who": asking.who,
        "network": registry.label(asking.network),
        "handle": asking.handle,
        "state": asking.state.value,
    }


def other_language() -> tuple[str, str]:
    """The other language: its code, its own name."""
    return ("en", "English") if i18n.language() == "fr" else ("fr", "Français")


def badge(one: Owned) -> tuple[str, str]:
    """The colour and the word of an account."""
    colour, word = _STATES[one.state]
    return colour, _(word)


def standing(one: Owned) -> str:
    """Since when, until when, and what is to be done."""
    if one.state is State.CONNECTED and one.since is not None:
        return _("Connecté {when} par la personne titulaire.", when=ago(one.since))
    if one.state is State.LOST:
        return _("Le réseau ne l'accepte plus : redemandez l'accord du titulaire.")
    if one.until is not None:
        day = i18n.moment(one.until, settings.current().timezone)
        return _("Un lien attend sa réponse jusqu'au {day}.", day=day)
    return _("Personne n'a encore accepté : seuls des lecteurs automatiques le lisent, s'ils sont allumés.")
