"""The sentence above a chart: it decides, or says that nothing can be decided.

Words follow the probability of being first (design: under 60 % «on ne peut pas trancher»). A
sentence says «cité par» or «passent par», and never that a channel brought anybody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from contacts.counting import Tally
from core.i18n import _, mark, n_, number
from core.territory import LABELS, Channel
from reach import evidence, uncertainty
from reach.evidence import Share
from reach.funnel import Funnel
from reach.uncertainty import FEWEST_ANSWERS, Certainty, Interval

IN_THE_RUNNING = 0.10
"""A channel with less than this chance of being first is not named among those that cannot be told apart."""
MOST_NAMED = 3

_NAMES: dict[Channel, str] = {
    Channel.WORD_OF_MOUTH: mark("le bouche-à-oreille"),
    Channel.WEB: mark("le site web"),
    Channel.VAN: mark("le van"),
    Channel.MARKET: mark("le marché"),
    Channel.EVENT: mark("l'évènement"),
    Channel.POSTER: mark("l'affiche"),
    Channel.FLYER: mark("le flyer"),
    Channel.RADIO: mark("la radio"),
    Channel.PARTNER: mark("le partenaire"),
}
_FEMININE = frozenset({Channel.POSTER, Channel.RADIO})
_FIRST = {
    Certainty.ALMOST_SURE: mark("C'est presque sûr : aucun autre canal n'est cité autant."),
    Certainty.PROBABLY: mark("C'est probablement le canal le plus cité."),
    Certainty.RATHER: mark("C'est plutôt le canal le plus cité, sans certitude."),
}
_HIGHEST = {
    Certainty.ALMOST_SURE: mark("C'est presque sûr : aucun autre canal n'a un taux aussi haut."),
    Certainty.PROBABLY: mark("C'est probablement le taux le plus haut."),
    Certainty.RATHER: mark("C'est plutôt le taux le plus haut, sans certitude."),
}


class Answer(NamedTuple):
    """A sentence that decides, and what it stands on."""

    sentence: str
    detail: str


def overview(found: Funnel) -> Answer:
    """Which channel is cited most by the people who say where they come from, or why nobody can say."""
    if found.contacts == 0:
        return Answer(
            _("Pas encore de premier contact."),
            _("Le premier apparaîtra ici dès qu'il est noté, avec ce qu'on sait de son origine."),
        )
    if found.answered < FEWEST_ANSWERS:
        return _too_few(found)
    shares = evidence.shares(found)
    chances = uncertainty.chances_of_being_most_cited(found.answers)
    return Answer(_most_cited(shares, chances), f"{_answered(found)} {_next_places(found, shares)}".strip())


def rates(found: Mapping[Channel, Interval]) -> Answer:
    """Which channel has the most traced first contacts for 100 human scans, or that nobody can say."""
    if not found:
        return Answer(
            _("Pas encore assez de scans pour un taux."),
            _("Un taux s'affiche à partir de {count} scans humains.", count=uncertainty.FEWEST_SCANS),
        )
    scope = _scanned(found.values())
    if not any(one.part for one in found.values()):
        return Answer(_("Aucun premier contact tracé : aucun canal ne peut être mis devant un autre."), scope)
    chances = uncertainty.chances_of_highest_share(found)
    # A channel without a single traced contact may still be the best, for want of scans: it lowers the
    # others' chances, and is not named.
    rivals = _rivals(chances, [channel for channel, one in found.items() if one.part])
    sure = uncertainty.certainty(chances[rivals[0]])
    if len(rivals) == 1 and (len(found) == 1 or sure is Certainty.UNDECIDED):
        return Answer(_rate(rivals[0], found[rivals[0]]), scope)
    if sure is not Certainty.UNDECIDED:
        return Answer(f"{_rate(rivals[0], found[rivals[0]])} {_(_HIGHEST[sure])}", scope)
    sentence = _(
        "{channels} : on ne peut pas trancher. "
        "{ranges} premiers contacts tracés pour 100 scans, ils se recouvrent.",
        channels=_capital(_together([name(one) for one in rivals])),
        ranges=_capital(_together([_("de {range}", range=per_100(found[one])) for one in rivals])),
    )
    return Answer(sentence, scope)


def share_note(found: Funnel) -> str:
    """Under the chart of «cité par»: what the line is, and what does not add up."""
    said = _("Trait : intervalle à 95 % (Jeffreys). Plusieurs réponses possibles, le total dépasse 100 %.")
    if found.unknown is None:
        return said
    left = n_(
        "{count} premier contact sans code ni réponse reste « inconnu ».",
        "{count} premiers contacts sans code ni réponse restent « inconnus ».",
        found.unknown,
    )
    return f"{said} {left}"


def scope_note(found: Funnel) -> str:
    """What a filter by campaign leaves out; '' without one."""
    if found.unknown is not None:
        return ""
    return _(
        "Filtre par campagne : seules comptent les personnes venues avec un de ses codes. "
        "Sans code, personne n'appartient à une campagne."
    )


def percent(interval: Interval) -> str:
    """«24 à 39», in percent; with a decimal where the two bounds round to the same number."""
    low, high = interval.low * 100, interval.high * 100
    digits = 0 if round(low) < round(high) else 1
    return _("{low} à {high}", low=_bound(low, digits), high=_bound(high, digits))


def per_100(interval: Interval) -> str:
    """«0,9 à 3,1», for 100 scans; two decimals where the whole range stands under 1."""
    low, high = interval.low * 100, interval.high * 100
    digits = 1 if high >= 1 else 2
    return _("{low} à {high}", low=_bound(low, digits), high=_bound(high, digits))


def name(channel: Channel) -> str:
    """A channel inside a sentence: «le bouche-à-oreille», «TikTok»."""
    return _(_NAMES.get(channel, LABELS[channel]))


def _too_few(found: Funnel) -> Answer:
    if found.contacts == 1:
        said = _("Un seul premier contact : trop peu pour conclure.")
    elif found.answered == 0:
        said = _("Personne ne dit encore d'où il vient : trop peu pour conclure.")
    else:
        said = n_(
            "Une seule réponse : trop peu pour conclure.",
            "{count} réponses : trop peu pour conclure.",
            found.answered,
        )
    return Answer(said, _answered(found))


def counted_once(told: Tally) -> str:
    """How a person who came twice is counted, and whom nobody can tell apart."""
    said = [_("Un même numéro ou e-mail compte une fois par année de campagne.")]
    if told.apart:
        said.append(
            n_(
                "{count} contact sans numéro ni e-mail est non dédoublonnable et compte à part.",
                "{count} contacts sans numéro ni e-mail sont non dédoublonnables et comptent chacun.",
                told.apart,
            )
        )
    if told.suspected:
        said.append(
            n_(
                "{count} contact est peut-être déjà venu : il n'est pas recompté avant une décision.",
                "{count} contacts sont peut-être déjà venus : ils ne sont pas recomptés avant une décision.",
                told.suspected,
            )
        )
    return " ".join(said)


def _answered(found: Funnel) -> str:
    if found.contacts == 1:
        return _("Il dit d'où il vient.") if found.answered else _("Il ne dit pas d'où il vient.")
    return _(
        "{answered} des {contacts} premiers contacts disent d'où ils viennent.",
        answered=number(found.answered),
        contacts=number(found.contacts),
    )


def _most_cited(shares: Sequence[Share], chances: Mapping[Channel, float]) -> str:
    found = {share.channel: share.interval for share in shares}
    rivals = _rivals(chances, list(found))
    first = rivals[0]
    sure = uncertainty.certainty(chances[first])
    if sure is Certainty.UNDECIDED:
        return _undecided(rivals, found)
    values = {"channel": _capital(name(first)), "range": percent(found[first])}
    said = (
        _("{channel} est citée par {range} % des jeunes qui disent d'où ils viennent.", **values)
        if first in _FEMININE
        else _("{channel} est cité par {range} % des jeunes qui disent d'où ils viennent.", **values)
    )
    return f"{said} {_(_FIRST[sure])}"


def _undecided(rivals: Sequence[Channel], found: Mapping[Channel, Interval]) -> str:
    values = {
        "channels": _capital(_together([name(one) for one in rivals])),
        "ranges": _together([_("{range} %", range=percent(found[one])) for one in rivals]),
        "count": number(found[rivals[0]].whole),
    }
    if _FEMININE.issuperset(rivals):
        return _(
            "{channels} : on ne peut pas trancher. "
            "Citées par {ranges} de {count} réponses, elles se recouvrent.",
            **values,
        )
    return _(
        "{channels} : on ne peut pas trancher. Cités par {ranges} de {count} réponses, ils se recouvrent.",
        **values,
    )


def _next_places(found: Funnel, shares: Sequence[Share]) -> str:
    """Whether the places after the first can be told apart."""
    rest = [share.channel for share in shares[1 : 1 + MOST_NAMED]]
    first = shares[0].channel
    if len(rest) < 2:
        return ""
    others: dict[frozenset[Channel], int] = {}
    for named, people in found.answers.items():
        others[named - {first}] = others.get(named - {first}, 0) + people
    chances = uncertainty.chances_of_being_most_cited(others)
    if max(chances[channel] for channel in rest) >= 0.60:
        return ""
    return _(
        "Pour les places suivantes ({channels}), on ne peut pas trancher.",
        channels=", ".join(name(channel) for channel in rest),
    )


def _rivals(chances: Mapping[Channel, float], order: Sequence[Channel]) -> list[Channel]:
    """Who may be first, the likeliest first; at least two where there are two, at most three."""
    ranked = sorted(order, key=lambda channel: -chances[channel])
    near = [channel for channel in ranked if chances[channel] >= IN_THE_RUNNING]
    return (near if len(near) > 1 else ranked[:2])[:MOST_NAMED]


def _rate(channel: Channel, interval: Interval) -> str:
    return _(
        "{channel} : {range} premiers contacts tracés pour 100 scans.",
        channel=_capital(name(channel)),
        range=per_100(interval),
    )


def _scanned(found: Collection[Interval]) -> str:
    return n_(
        "{count} premier contact tracé pour {scans} scans humains. Un scan n'est pas une personne.",
        "{count} premiers contacts tracés pour {scans} scans humains. Un scan n'est pas une personne.",
        sum(one.part for one in found),
        scans=number(sum(one.whole for one in found)),
    )


def _together(words: Sequence[str]) -> str:
    """«A», «A et B», «A, B et C»."""
    if len(words) < 2:
        return "".join(words)
    return _("{first} et {last}", first=", ".join(words[:-1]), last=words[-1])


def _bound(value: float, digits: int) -> str:
    return number(value, digits if round(value, digits) else 0)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
