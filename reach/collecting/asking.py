"""Asking the network for one step: provider by provider, within its purse; no database, nothing raised."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from connectors import costs, registry
from connectors.addresses import post_address
from connectors.errors import (
    ConnectorError,
    Gone,
    Private,
    RateLimited,
    Refused,
    SwitchedOff,
    most_telling,
)
from connectors.records import PostRecord
from core.errors import InvalidInput, PorteVoixError
from reach import snapshots
from reach.collecting.canaries import Canary
from reach.collecting.wanted import Wanted
from reach.snapshots import Record, Target

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Question:
    """One reading, or one list of an account's posts; everything that asking needs."""

    wanted: tuple[Wanted, ...]
    """What is to be read: one account or post, or the posts that a list may hold."""
    chain: tuple[str, ...]
    """The providers to ask, in that order: switched on, able, and not resting."""
    purse: int
    """The most requests that may be sent; the first provider's are always among them."""
    demo: bool
    credentials: dict[str, str] | None = field(repr=False)
    canary: Canary
    lists: Target | None = None
    """The account whose posts are listed; None for a single reading."""


@dataclass
class Outcome:
    """What came: records by their row or an error; whom we asked and what they said (None: an answer)."""

    records: dict[UUID, Record] = field(default_factory=dict)
    error: PorteVoixError | None = None
    asked: list[tuple[str, type[ConnectorError] | None]] = field(default_factory=list)
    spent: int = 0
    canary: Canary | None = None
    """What the canary said, where it was asked."""
    cut: bool = False
    """The purse was empty before everybody had been asked."""


def ask(question: Question) -> Outcome:
    """Ask until somebody answers.

    A privacy setting or a block ends the walk; any other error goes on to the next provider.
    """
    outcome = Outcome()
    if question.lists is not None:
        found = _walk(question, outcome, lambda key: _listed(question, key), lambda key: costs.of(key).listed)
        outcome.records = _matching(question, found or ())
        return outcome
    [one] = question.wanted
    record = _walk(question, outcome, lambda key: _read(question, one.target, key), _cost_of(one.target))
    if record is not None:
        outcome.records[one.watch_id] = record
    if isinstance(outcome.error, Gone):
        _doubt(question, outcome, outcome.error)
    return outcome


def purse(chain: Sequence[str], *, posts: bool, listed: bool = False) -> tuple[int, int]:
    """How many requests the first provider of a chain sends, and all of them with a canary."""
    each = [_requests(key, posts=posts, listed=listed) for key in chain]
    canary = 0 if listed else max((costs.of(key).account for key in chain), default=0)
    return (each[0] if each else 0), sum(each) + canary


def _requests(key: str, *, posts: bool, listed: bool) -> int:
    known = costs.of(key)
    if listed:
        return known.listed
    return known.post if posts else known.account


def _cost_of(target: Target) -> Callable[[str], int]:
    return lambda key: _requests(key, posts=target.variant_id is not None, listed=False)


def _walk(
    question: Question, outcome: Outcome, read: Callable[[str], Answer], cost: Callable[[str], int]
) -> Answer | None:
    errors: list[ConnectorError] = []
    for key in question.chain:
        if outcome.spent + cost(key) > question.purse:
            # Somebody might still have seen it: «gone» does not stand.
            outcome.cut, errors = True, [error for error in errors if not isinstance(error, Gone)]
            break
        try:
            answer = read(key)
        except SwitchedOff:
            continue  # It cannot read that kind of thing: nobody was asked.
        except ConnectorError as error:
            outcome.asked.append((key, type(error)))
            outcome.spent += cost(key)
            errors.append(error)
            if isinstance(error, Private | Refused):
                break
        except PorteVoixError as error:
            outcome.error, outcome.spent = error, outcome.spent + cost(key)
            return None
        else:
            outcome.asked.append((key, None))
            outcome.spent += cost(key)
            return answer
    outcome.error = most_telling(errors) if errors or not outcome.cut else None
    return None


def _read(question: Question, target: Target, key: str) -> Record:
    return snapshots.read(target, {key}, demo=question.demo, given=question.credentials)


def _listed(question: Question, key: str) -> tuple[PostRecord, ...]:
    assert question.lists is not None
    account, given = question.lists, question.credentials
    return registry.list_posts(
        account.network,
        account.address,
        {key},
        registry.most_listed(key),
        registry.Credentials(**given) if given else None,
        chain=registry.demo_chain(account.network) if question.demo else None,
    )


def _matching(question: Question, found: Sequence[PostRecord]) -> dict[UUID, Record]:
    """The records of posts that were wanted: by the identifier, since addresses are spelled in many ways."""
    by_id = {record.id: record for record in found}
    matching: dict[UUID, Record] = {}
    for one in question.wanted:
        try:
            record = by_id.get(post_address(one.target.network, one.target.address).id)
        except InvalidInput:
            continue
        if record is not None:
            matching[one.watch_id] = record
    return matching


def _doubt(question: Question, outcome: Outcome, gone: Gone) -> None:
    """«Gone» is only believed while the same reader still sees the canary."""
    well = question.canary.says(gone.provider)
    if well is None:
        cost = costs.of(gone.provider).account
        if outcome.spent + cost > question.purse:
            outcome.cut, outcome.error = True, None
            outcome.asked = [(key, error) for key, error in outcome.asked if error is not Gone]
            return
        outcome.spent += cost
        well = _sings(question, gone.provider)
        outcome.canary = Canary("", gone.provider, well=well)
        if well:
            outcome.asked.append((gone.provider, None))
    if not well:
        outcome.error = RateLimited()
        outcome.error.provider = gone.provider
        # It did not say «gone», it refused us; what others said is worth nothing.
        outcome.asked = [(key, error) for key, error in outcome.asked if error is not Gone]
        outcome.asked.append((gone.provider, RateLimited))


def _sings(question: Question, provider: str) -> bool:
    [one] = question.wanted
    target = Target(one.target.consortium_id, one.watch_id, None, one.target.network, question.canary.name)
    try:
        snapshots.read(target, {provider}, given=question.credentials)
    except (SwitchedOff, InvalidInput):
        return True  # It reads posts only: there is no canary for it.
    except ConnectorError:
        return False
    return True
