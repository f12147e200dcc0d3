"""Codes that can be printed, typed and said.

Every code is compared in a folded form of 29 symbols, in which look-alikes are one symbol.
29 is prime, and the last symbol makes the weighted sum of all symbols a multiple of it: one
wrong symbol, or two neighbours exchanged, never turns a code into another code.
"""

from __future__ import annotations

import random
import re
import secrets
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from campaigns.models import Code, Link
from core.errors import Conflict, InvalidInput, NotFound
from core.i18n import _

FOLDED = "0123456789ACDEFGHJKMNPQRTVWXY"
"""The symbols of the folded form; a symbol's value is its place here."""
CLEAR = "34679ACDEFGHJKMNPQRTWXY"
"""The symbols that look like no other: without 0 O 1 I L 2 Z 5 S 8 B U V."""
LONGEST = 24
_LOOK_ALIKES = str.maketrans("OILSZBU", "011528V")
_VALUE = {symbol: value for value, symbol in enumerate(FOLDED)}
# Without vowels, chance spells no word.
_RANDOM = "".join(symbol for symbol in CLEAR if symbol not in "AEY")
_RANDOM_LENGTH = 6
_TRIES = 100
_WORD = re.compile(r"[A-Z]{3,10}")
_SYSTEM = secrets.SystemRandom()
_chance: ContextVar[random.Random] = ContextVar("chance")


class UnknownCode(NotFound):
    """No such code; `suggestions` are existing codes one slip away, as they are printed."""

    def __init__(self, message: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.suggestions = tuple(suggestions)


class RetiredCode(NotFound):
    """The code was given back; `link` is what it led to."""

    def __init__(self, message: str, link: Link) -> None:
        super().__init__(message)
        self.link = link


class SilentCode(NotFound):
    """The code does not answer now (agreement missing, pause); `link` is what it leads to."""

    def __init__(self, message: str, link: Link) -> None:
        super().__init__(message)
        self.link = link


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The form in which codes are compared: capitals, no accent, no separator, look-alikes merged."""
    return _plain(text).translate(_LOOK_ALIKES)


def new(session: Session, link_id: int) -> Code:
    """A random code of 6 symbols for print; Conflict when no free one was found."""
    return _first_free(session, link_id, _random_codes(), spoken=False)


def new_spoken(session: Session, link_id: int, word: str) -> Code:
    """A code to say, «NOUR-3K»: the word, a symbol and a check character.

    InvalidInput («word») unless the word has 3 to 10 letters; Conflict when its codes are all taken.
    """
    letters = _plain(word)
    if not _WORD.fullmatch(letters):
        raise InvalidInput(_("Choisissez un mot de 3 à 10 lettres, sans chiffre."), "word")
    return _first_free(session, link_id, _spoken_codes(letters), spoken=True)


@contextmanager
def drawing_from(chance: random.Random) -> Iterator[None]:
    """Within the block codes are drawn from `chance` (the demonstration's: the same year again)."""
    token = _chance.set(chance)
    try:
        yield
    finally:
        _chance.reset(token)


def checks(text: str) -> bool:
    """Whether the check character of `text` is right (in any form that `fold` takes)."""
    folded = fold(text)
    return len(folded) > 1 and _sum(folded) % len(FOLDED) == 0


def resolve(session: Session, text: str, consortium_id: UUID | None = None) -> Link:
    """The link that a code names, however it was typed.

    With a consortium, the code of another one is unknown, and an unknown code comes with
    suggestions among its own. Raises UnknownCode, RetiredCode or SilentCode.
    """
    link = _link(session, fold(text))
    if link is None or consortium_id not in (None, link.consortium_id):
        raise _unknown(suggestions(session, text, consortium_id) if consortium_id else [])
    if link.retired_at is not None:
        raise RetiredCode(_("Ce code a été retiré. Utilisez celui qui l'a remplacé."), link)
    if not link.answers:
        raise SilentCode(_("Ce code n'est pas ouvert pour l'instant."), link)
    return link


def suggestions(session: Session, text: str, consortium_id: UUID | None = None) -> list[str]:
    """Existing codes, as printed, one slip away from `text`; without a consortium, of all of them."""
    folded = fold(text)
    if not 1 < len(folded) <= LONGEST:
        return []
    query = (
        select(Code.shown)
        .join(Link, Link.id == Code.link_id)
        .where(Code.text.in_(_one_slip_away(folded)), Link.retired_at.is_(None))
        .order_by(Code.shown)
    )
    if consortium_id is not None:
        query = query.where(Link.consortium_id == consortium_id)
    return list(session.scalars(query))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE")).upper()
    return "".join(sign for sign in decomposed if sign.isascii() and sign.isalnum())


def _sum(folded: str) -> int:
    return sum(weight * _VALUE[symbol] for weight, symbol in enumerate(reversed(folded), start=1))


def _check_character(folded: str) -> str:
    """The symbol to put after `folded`; weights count from the end, so it weighs 1 itself."""
    return FOLDED[-_sum(folded + FOLDED[0]) % len(FOLDED)]


def _random_codes() -> Iterator[str]:
    while True:
        body = "".join(_chance.get(_SYSTEM).choices(_RANDOM, k=_RANDOM_LENGTH - 1))
        if (check := _check_character(body)) in _RANDOM:
            yield body + check


def _spoken_codes(word: str) -> Iterator[str]:
    """Digits first: they are told apart by ear better than letters."""
    digits = _shuffled([symbol for symbol in CLEAR if symbol.isdigit()])
    letters = _shuffled([symbol for symbol in CLEAR if symbol.isalpha()])
    for symbol in digits + letters:
        if (check := _check_character(fold(word) + symbol)) in CLEAR:
            yield f"{word}-{symbol}{check}"


def _shuffled(symbols: list[str]) -> list[str]:
    return _chance.get(_SYSTEM).sample(symbols, len(symbols))


def _first_free(session: Session, link_id: int, candidates: Iterator[str], *, spoken: bool) -> Code:
    for _try, shown in zip(range(_TRIES), candidates, strict=False):
        code = Code(text=fold(shown), shown=shown, spoken=spoken, link_id=link_id)
        if _kept(session, code):
            return code
    raise Conflict(_("Les codes de ce mot sont tous pris. Choisissez un autre mot."))


def _kept(session: Session, code: Code) -> bool:
    """Whether the code could be stored; False when the same text exists, even since a moment."""
    if session.get(Code, code.text) is not None:
        return False
    try:
        with session.begin_nested():
            session.add(code)
    except IntegrityError:
        if session.get(Code, code.text) is None:
            raise
        return False
    return True


def _link(session: Session, folded: str) -> Link | None:
    if not 0 < len(folded) <= LONGEST:
        return None
    return session.scalar(select(Link).join(Code, Code.link_id == Link.id).where(Code.text == folded))


def _unknown(found: Sequence[str]) -> UnknownCode:
    if not found:
        return UnknownCode(_("Ce code n'existe pas. Vérifiez les lettres, puis recommencez."))
    meant = ", ".join(found)
    return UnknownCode(_("Ce code n'existe pas. Vous vouliez dire {codes} ?", codes=meant), found)


def _one_slip_away(folded: str) -> set[str]:
    """Every text at one symbol wrong, missing or too many, or two neighbours exchanged."""
    cuts = [(folded[:place], folded[place:]) for place in range(len(folded) + 1)]
    missing = {left + right[1:] for left, right in cuts if right}
    wrong = {left + symbol + right[1:] for left, right in cuts if right for symbol in FOLDED}
    added = {left + symbol + right for left, right in cuts for symbol in FOLDED}
    exchanged = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    return (missing | wrong | added | exchanged) - {folded}
