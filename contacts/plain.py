"""Plain language: what a text for the public should not do, said so that its writer can mend it.

The rules are those of easy reading: twelve words a sentence, known and short words, one idea at a
time, the reader's own worry first. They warn, they refuse nothing. French only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from contacts.languages import Words
from core.i18n import _, n_
from core.trade_words import TRADE, opening, sentences

LONGEST_SENTENCE = 12
LONGEST_WORD = 12
SENTENCES = 3
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PART = re.compile(r"[^\W\d_]+")
_SIGLE = re.compile(r"\b[A-Z]{2,6}\b")
_KNOWN_SIGLES = frozenset({"SMS", "CV", "OK", "TV", "QR", "PV"})
_YOU = re.compile(r"(?<!-)\b(vous|votre|vos)\b", re.IGNORECASE)
_THOU = re.compile(r"\b(tu|toi|te|ton|ta|tes)\b|\bt['’]", re.IGNORECASE)
_LATE = re.compile(r"\b(soirs?|soirée|1[89]\s*h|2[0-2]\s*h)", re.IGNORECASE)
_SATURDAY = re.compile(r"\bsamedis?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Remark:
    """One thing to mend: the fact, then what to do."""

    fact: str
    advice: str


def remarks(words: Words, *, for_relatives: bool = False) -> list[Remark]:
    """What to mend, the most important first; empty when the text is plain."""
    return [
        *_opening(words),
        *_trade(words),
        *_length(words),
        *_long_words(words),
        *_sigles(words),
        *_register(words, for_relatives=for_relatives),
        *_signs(words),
        *_hours(words.hours),
    ]


def count(sentence: str) -> int:
    """How many words a sentence has."""
    return len(_WORD.findall(sentence))


def _opening(words: Words) -> Iterator[Remark]:
    title = TRADE.search(words.title)
    found = title[0] if title else opening(words.text)
    if found:
        yield Remark(
            _("Cette page commence par «{word}».", word=found),
            _("Commencez par ce qui préoccupe : le permis, la santé, le sport."),
        )


def _trade(words: Words) -> Iterator[Remark]:
    later = {found.lower() for found in TRADE.findall(" ".join(sentences(words.text)[1:]))}
    for found in sorted(later):
        yield Remark(
            _("«{word}» est un mot de métier.", word=found), _("Dites-le comme à quelqu'un qui passe.")
        )


def _length(words: Words) -> Iterator[Remark]:
    for sentence in [*sentences(words.title), *sentences(words.text)]:
        if count(sentence) > LONGEST_SENTENCE:
            yield Remark(
                _("«{start}…» a {count} mots.", start=" ".join(sentence.split()[:3]), count=count(sentence)),
                _("Coupez : {most} mots au plus, une idée par phrase.", most=LONGEST_SENTENCE),
            )
    told = len(sentences(words.text))
    if told != SENTENCES:
        yield Remark(
            n_("Le texte a {count} phrase.", "Le texte a {count} phrases.", told),
            _("Trois phrases suffisent : ce qu'on fait, comment, et que c'est gratuit."),
        )


def _long_words(words: Words) -> Iterator[Remark]:
    for word in dict.fromkeys(_PART.findall(f"{words.title} {words.text}")):
        if len(word) > LONGEST_WORD and not TRADE.fullmatch(word):
            yield Remark(
                _("«{word}» est un mot long ({count} lettres).", word=word, count=len(word)),
                _("Cherchez plus court, ou expliquez-le."),
            )


def _sigles(words: Words) -> Iterator[Remark]:
    for sigle in dict.fromkeys(_SIGLE.findall(f"{words.title} {words.text}")):
        if sigle not in _KNOWN_SIGLES and not TRADE.fullmatch(sigle):
            yield Remark(_("«{word}» est un sigle.", word=sigle), _("Dites ce que c'est, ou à quoi ça sert."))


def _register(words: Words, *, for_relatives: bool) -> Iterator[Remark]:
    said = f"{words.title} {words.text}"
    if for_relatives and _THOU.search(said):
        yield Remark(_("Cette page tutoie."), _("Un proche se vouvoie."))
    if not for_relatives and _YOU.search(said):
        yield Remark(_("Cette page vouvoie."), _("Un jeune se tutoie, comme un jeune le ferait."))


def _signs(words: Words) -> Iterator[Remark]:
    if re.search(r"[;()!]", f"{words.title} {words.text}"):
        yield Remark(
            _("Il y a une parenthèse, un point-virgule ou une exclamation."),
            _("Faites deux phrases simples."),
        )


def _hours(hours: str) -> Iterator[Remark]:
    if hours.strip() and not (_LATE.search(hours) and _SATURDAY.search(hours)):
        yield Remark(
            _("Les horaires ne disent pas le soir et le samedi."),
            _("Écrivez-les s'ils existent : c'est là qu'on vous cherche."),
        )
