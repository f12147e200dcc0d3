"""Why a network did not answer. Two questions matter: does it pass by itself, or must a person act?

PorteVoixError
└── ConnectorError        `provider` names who said it, `tried` the whole chain that was walked
    ├── Gone              the network says: no such account or post (see its docstring)
    ├── Private           it exists and is not public: nobody tries further
    ├── LoginWall         the network asks for a sign-in before it shows anything
    ├── RateLimited       too often, or an empty answer; passes by itself after `retry_after` seconds
    ├── NeedsReconnect    an authorised account no longer authorises: a person reconnects it
    ├── Refused           checkpoint or block: every run on this network stops, a person looks
    ├── Changed           the answer has an unknown shape: the package needs an update
    ├── Unknown           it could not be told which of these it is
    ├── TimedOut          no answer before the deadline
    ├── Unseen            the official interface does not show this one; another reader may
    ├── NoBrowser         this machine has no Chromium
    ├── Unconfigured      it needs a key or an authorised account, and has none
    └── SwitchedOff       no provider that could read this is switched on

An empty answer (HTTP 200 without data) is RateLimited or Unknown, never Gone, and never 0.

Gone, Private and Unseen speak of the one account or post, Unconfigured and SwitchedOff of nobody (nothing
was asked); all others speak of the reader, whatever it was asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from core.errors import PorteVoixError
from core.i18n import _, mark

AN_HOUR = 3600
A_DAY = 24 * AN_HOUR


class ConnectorError(PorteVoixError):
    """Base; the message is the sentence of the class in the reader's language."""

    sentence: ClassVar[str] = ""

    def __init__(self, **values: object) -> None:
        super().__init__(_(self.sentence, **values))
        self.provider = ""
        self.tried: tuple[tuple[str, ConnectorError], ...] = ()


class Gone(ConnectorError):
    """No such account or post (or a post hidden from all: the networks do not tell these apart).

    Record it as gone only when a second reading, on another day, says so too.
    """

    sentence = mark(
        "Le réseau ne trouve pas cette adresse. Vérifiez-la ; un second relevé, un autre jour, tranchera."
    )


class Private(ConnectorError):
    """It exists and is not public."""

    sentence = mark("Ce compte ou cette publication n'est pas public : saisissez ses chiffres à la main.")


class LoginWall(ConnectorError):
    """The network shows a sign-in page instead."""

    sentence = mark(
        "Le réseau demande une connexion pour montrer cette page. "
        "Réessayez demain, ou saisissez les chiffres à la main."
    )


class RateLimited(ConnectorError):
    """Too many requests from here; `retry_after` is in seconds, between a minute and a day."""

    sentence = mark("Le réseau limite les lectures. Nouvel essai possible dans {minutes} min, rien à faire.")

    def __init__(self, retry_after: int = AN_HOUR) -> None:
        self.retry_after = min(max(retry_after, 60), A_DAY)
        super().__init__(minutes=-(-self.retry_after // 60))


class NeedsReconnect(ConnectorError):
    """An authorised account no longer authorises."""

    sentence = mark("Le compte n'autorise plus Porte-Voix. Reconnectez-le dans les réglages.")


class Refused(ConnectorError):
    """The network blocks or wants a check by a person: stop every run on it."""

    sentence = mark(
        "Le réseau refuse la lecture automatique. Arrêtez les relevés sur ce réseau "
        "et saisissez les chiffres à la main."
    )


class Changed(ConnectorError):
    """The answer has a shape that the reader does not know."""

    sentence = mark(
        "La page du réseau a changé de forme. Mettez Porte-Voix à jour ; d'ici là, saisissez à la main."
    )


class Unknown(ConnectorError):
    """What came back, if anything, does not tell what is the matter."""

    sentence = mark(
        "Le réseau n'a rien répondu de lisible. Vérifiez l'accès à Internet, puis réessayez plus tard."
    )


class TimedOut(ConnectorError):
    """No answer before the deadline; whatever was running has been ended."""

    sentence = mark("Le réseau n'a pas répondu à temps. Réessayez plus tard.")


class Unseen(ConnectorError):
    """An official interface does not show it to us: it says nothing of whether it exists."""

    sentence = mark(
        "L'accès officiel ne montre pas ce compte ou cette publication. Sur Instagram, demandez-lui de "
        "passer en compte professionnel ; sinon, saisissez les chiffres à la main."
    )


class NoBrowser(ConnectorError):
    """No Chromium on this machine."""

    sentence = mark(
        "Aucun navigateur Chromium n'a été trouvé. Installez le paquet chromium, "
        "ou donnez son chemin avec PORTE_VOIX_CHROMIUM."
    )


class Unconfigured(ConnectorError):
    """An official reader without the key or the authorised account that it needs."""

    sentence = mark(
        "Ce réseau n'est pas connecté, et aucun autre lecteur n'est allumé. "
        "Demandez à votre administration de connecter un compte ou d'allumer un lecteur."
    )


class SwitchedOff(ConnectorError):
    """No provider that could read this is switched on."""

    sentence = mark(
        "Aucun lecteur n'est allumé pour ce réseau. Demandez à votre administration d'en allumer un."
    )


ERRORS: tuple[type[ConnectorError], ...] = (
    Gone, Private, LoginWall, RateLimited, NeedsReconnect, Refused,
    Changed, Unknown, TimedOut, Unseen, NoBrowser, Unconfigured, SwitchedOff,
)  # fmt: skip
OF_THE_TARGET: tuple[type[ConnectorError], ...] = (Gone, Private, Unseen)
"""An answer all the same: the reader reads."""
OF_NOBODY: tuple[type[ConnectorError], ...] = (Unconfigured, SwitchedOff)
"""Nobody was asked."""


def most_telling(errors: Sequence[ConnectorError]) -> ConnectorError:
    """What stands when several readers failed: a block first, then «private» (it exists), then this order."""
    order = (Refused, Private, *ERRORS)
    return min(errors, key=lambda error: order.index(type(error)), default=SwitchedOff())


def by_name(name: object, retry_after: object = None) -> ConnectorError:
    """The error of that class name (how a child process hands one over); an unknown name is Unknown."""
    if name == "RateLimited" and isinstance(retry_after, int):
        return RateLimited(retry_after)
    return next((error() for error in ERRORS if error.__name__ == name), Unknown())
