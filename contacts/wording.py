"""The words of this room: choices of the forms, in the order and the register in which people read them.

Young people are told «tu», relatives and staff «vous»; `polite` chooses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from contacts.models import (
    AgeBand,
    Caller,
    CodeEvidence,
    DetailKind,
    Gender,
    HandOverState,
    State,
    Told,
)
from core.errors import InvalidInput
from core.i18n import _, mark
from core.territory import Channel, Voice, label

_Choice = TypeVar("_Choice", bound=StrEnum)


class When(StrEnum):
    """The moment at which someone would like to be answered."""

    SOON = "asap"
    EVENING = "evening"
    SATURDAY = "saturday"


@dataclass(frozen=True)
class Origin:
    """One answer to «comment nous as-tu connus ?»; `key` is what a form sends."""

    key: str
    channel: Channel
    voice: Voice | None
    said: str

    @property
    def pair(self) -> tuple[Channel, Voice | None]:
        """What is stored."""
        return self.channel, self.voice


ORIGINS = (
    Origin("friend", Channel.WORD_OF_MOUTH, Voice.FRIEND, mark("un ami, une amie")),
    Origin("relative", Channel.WORD_OF_MOUTH, Voice.RELATIVE, mark("la famille")),
    Origin("ambassador", Channel.WORD_OF_MOUTH, Voice.AMBASSADOR, mark("ambassadeur·rice")),
    Origin("supported", Channel.WORD_OF_MOUTH, Voice.SUPPORTED, mark("un jeune déjà suivi")),
    Origin("tiktok", Channel.TIKTOK, None, "TikTok"),
    Origin("instagram", Channel.INSTAGRAM, None, "Instagram"),
    Origin("snapchat", Channel.SNAPCHAT, None, "Snapchat"),
    Origin("youtube", Channel.YOUTUBE, None, "YouTube"),
    Origin("discord", Channel.DISCORD, None, "Discord"),
    Origin("facebook", Channel.FACEBOOK, None, "Facebook"),
    Origin("web", Channel.WEB, None, mark("un site")),
    Origin("poster", Channel.POSTER, None, mark("une affiche")),
    Origin("flyer", Channel.FLYER, None, mark("un flyer")),
    Origin("van", Channel.VAN, None, mark("le van")),
    Origin("market", Channel.MARKET, None, mark("le marché")),
    Origin("event", Channel.EVENT, None, mark("un évènement")),
    Origin("radio", Channel.RADIO, None, mark("la radio")),
    Origin("partner", Channel.PARTNER, None, mark("un pro, une association")),
)
ORIGIN_BY_KEY = {origin.key: origin for origin in ORIGINS}
UNKNOWN_KEY = "unknown"
"""«Je ne sais pas»: said, but stored as nothing; unknown is derived, never written."""

WAYS = {
    DetailKind.PHONE: mark("un appel"),
    DetailKind.SMS: mark("un SMS"),
    DetailKind.EMAIL: mark("un e-mail"),
    DetailKind.HANDLE: mark("un message privé"),
}
WHENS = {
    When.SOON: mark("dès que possible"),
    When.EVENING: mark("après 17 h"),
    When.SATURDAY: mark("samedi"),
}
AGES = {
    AgeBand.UNDER_16: mark("moins de 16 ans"),
    AgeBand.FROM_16: mark("16–17"),
    AgeBand.FROM_18: mark("18–20"),
    AgeBand.FROM_21: mark("21–25"),
    AgeBand.FROM_26: mark("26–29"),
    AgeBand.UNSAID: mark("non dit"),
}
CALLERS = {
    Caller.YOUNG: mark("jeune"),
    Caller.RELATIVE: mark("proche"),
    Caller.PROFESSIONAL: mark("pro"),
}
EVIDENCE = {
    CodeEvidence.TRACED: mark("tracé"),
    CodeEvidence.SAID: mark("code dit"),
}


STATES = {
    State.WAITING: mark("en attente"),
    State.TAKEN: mark("prise"),
    State.ANSWERED: mark("répondue"),
    State.UNREACHED: mark("pas jointe"),
    State.HANDED_OVER: mark("relais passé"),
    State.CLOSED: mark("close"),
}
RELAYS = {
    HandOverState.PROPOSED: mark("relais proposé"),
    HandOverState.ACCEPTED: mark("relais accepté"),
    HandOverState.KEPT: mark("gardé·e ici"),
}
UNASKED_OR_UNSAID = mark("non demandé / ne souhaite pas")
TOLD = {
    Told.YES: mark("oui"),
    Told.NO: mark("non"),
    Told.UNASKED: mark("non demandé"),
    Told.UNSAID: mark("ne souhaite pas"),
}
GENDERS = {
    Gender.WOMAN: mark("femme"),
    Gender.MAN: mark("homme"),
    Gender.OTHER: mark("autre"),
    Gender.UNASKED: mark("non demandé"),
    Gender.UNSAID: mark("ne souhaite pas"),
}


def in_order(pairs: Iterable[tuple[Channel, Voice | None]]) -> tuple[tuple[Channel, Voice | None], ...]:
    """Declared origins in the order of the form: word of mouth first."""
    places = {origin.pair: place for place, origin in enumerate(ORIGINS)}
    return tuple(sorted(pairs, key=lambda pair: places.get(pair, len(places))))


def declared(keys: Iterable[str], name: str = "origin") -> frozenset[tuple[Channel, Voice | None]]:
    """The origins behind the keys of a form; «je ne sais pas» stands for none. InvalidInput («name»)."""
    said = set(keys) - {UNKNOWN_KEY}
    if not said <= set(ORIGIN_BY_KEY):
        raise no_such_answer(name)
    return frozenset(ORIGIN_BY_KEY[key].pair for key in said)


def chosen(choices: type[_Choice], value: str, name: str) -> _Choice | None:
    """The choice that a form sent, None for an empty one; InvalidInput («name»)."""
    if not value:
        return None
    try:
        return choices(value)
    except ValueError:
        raise no_such_answer(name) from None


def no_such_answer(name: str) -> InvalidInput:
    """What is said when a form sends an answer that is not, or not any more, in its list."""
    return InvalidInput(_("Cette réponse n'est plus dans la liste. Il faut en choisir une autre."), name)


def origin_label(channel: Channel, voice: Voice | None) -> str:
    """How staff read a declared origin: «ami·e», «TikTok»."""
    return label(voice) if voice is not None else label(channel)


@dataclass(frozen=True)
class Speech:
    """Every sentence of the public pages that says «tu» or «vous»."""

    call_button: str
    say_code: str
    who: str
    come_label: str
    come: str
    enough: str
    way: str
    way_hint: str
    prefer: str
    optional: str
    need: str
    known: str
    known_hint: str
    used_code: str
    send: str
    erased: str
    kept_title: str
    kept: tuple[str, str, str, str, str]
    too_young: str
    receipt: str
    decided: str


def speech(*, polite: bool, days: int) -> Speech:
    """The sentences in the register of the reader; a way to answer is kept for `days` at most."""
    return _polite(days) if polite else _familiar(days)


def _familiar(days: int) -> Speech:
    return Speech(
        call_button=_("On t'appelle ?"),
        say_code=_("Dis ce code si tu veux :"),
        who=_("Une personne de l'équipe, pas un robot."),
        come_label=_("Tu viens"),
        come=_("Comme tu es. Tu peux venir avec quelqu'un."),
        enough=_("Une seule chose nous suffit : un moyen de te répondre."),
        way=_("Ton numéro"),
        way_hint=_("Ou ton e-mail, ou ton pseudo et le nom du réseau"),
        prefer=_("Tu préfères"),
        optional=_("Si tu veux"),
        need=_("Tu as besoin de quoi ?"),
        known=_("Comment nous as-tu connus ?"),
        known_hint=_("Plusieurs réponses, si tu veux"),
        used_code=_("Tu as utilisé ce code. Décoche pour le retirer :"),
        send=_("Rappelez-moi"),
        erased=_("On efface ton contact au plus tard après {days} jours.", days=days),
        kept_title=_("Ce qu'on garde de toi"),
        kept=(
            _("On garde ce que tu écris ici, rien d'autre."),
            _("Ton contact est chiffré. Seule l'équipe qui te répond le voit."),
            _("On l'efface après {days} jours au plus, ou dès que tu le demandes.", days=days),
            _("Une empreinte évite de te compter deux fois. On la détruit à la fin de l'année."),
            _("Ensuite on compte, sans savoir qui. Pas de cookie, pas de compte à créer."),
        ),
        too_young=_("J'ai moins de 16 ans"),
        receipt=_("Garde ce code. Avec lui, tu effaces ton contact quand tu veux, tout de suite."),
        decided=_("Qu'est-ce qui t'a décidé ?"),
    )


def _polite(days: int) -> Speech:
    return Speech(
        call_button=_("On vous appelle ?"),
        say_code=_("Dites ce code si vous voulez :"),
        who=_("Une personne de l'équipe, pas un robot."),
        come_label=_("Sur place"),
        come=_("Vous pouvez venir à plusieurs."),
        enough=_("Une seule chose nous suffit : un moyen de vous répondre."),
        way=_("Votre numéro"),
        way_hint=_("Le vôtre, pas celui du jeune. Ou votre e-mail, ou votre pseudo"),
        prefer=_("Vous préférez"),
        optional=_("Si vous voulez"),
        need=_("C'est à quel sujet ?"),
        known=_("Comment nous avez-vous connus ?"),
        known_hint=_("Plusieurs réponses, si vous voulez"),
        used_code=_("Vous avez utilisé ce code. Décochez pour le retirer :"),
        send=_("Rappelez-moi"),
        erased=_("On efface votre contact au plus tard après {days} jours.", days=days),
        kept_title=_("Ce qu'on garde de vous"),
        kept=(
            _("On garde ce que vous écrivez ici, rien d'autre."),
            _("Votre contact est chiffré. Seule l'équipe qui vous répond le voit."),
            _("On l'efface après {days} jours au plus, ou dès que vous le demandez.", days=days),
            _("Une empreinte évite de vous compter deux fois. On la détruit à la fin de l'année."),
            _("Ensuite on compte, sans savoir qui. Pas de cookie, pas de compte à créer."),
        ),
        too_young="",
        receipt=_("Gardez ce code. Avec lui, vous effacez votre contact quand vous voulez, tout de suite."),
        decided=_("Qu'est-ce qui vous a décidé ?"),
    )
