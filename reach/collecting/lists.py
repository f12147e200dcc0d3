"""An account's posts read by one list, where several are due and the list says as much as each post does.

A post that the list did not hold is read by itself, and says by itself whether it is gone; so are all of
them for a day where the list failed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from campaigns.models import Account, Variant
from connectors import registry
from core import clock
from reach import snapshots
from reach.collecting import wanted, watching
from reach.collecting.asking import Outcome
from reach.collecting.wanted import Wanted
from reach.models import Watch
from reach.snapshots import Target

LEAST = 4
"""A list is three requests at most: with four posts due it is always the cheaper way."""
ABSENT_FOR = timedelta(days=60)
"""What has left the latest posts of an account does not come back among them."""
FAILED_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Listing:
    """A list to ask for: whose, by whom, and which posts are wanted of it."""

    account: Target
    chain: tuple[str, ...]
    wanted: tuple[Wanted, ...]


def find(session: Session, watch: Watch, chain: Sequence[str]) -> Listing | None:
    """The list that holds the post of `watch` and others that are due; None where none is worth asking."""
    listers = tuple(key for key in chain if registry.lists_all(key))
    if watch.variant_id is None or not listers:
        return None
    if watch.by_itself_until is not None and watch.by_itself_until > clock.now():
        return None
    account_id = session.get_one(Variant, watch.variant_id).account_id
    account = session.get(Account, account_id) if account_id is not None else None
    if account is None or account.network != watch.network:
        return None
    found = wanted.of_same_account(session, watch, account.id)
    if len(found) < LEAST:
        return None
    target = Target(watch.consortium_id, account.id, None, watch.network, account.handle)
    return Listing(target, listers, found)


def keep(session: Session, sought: Sequence[Wanted], outcome: Outcome) -> Counter[str]:
    """Keep what the list held, each post under its own slot; how many were «read», and «left» by a pause.

    Nothing is kept of the others: not being in a list says nothing of a post.
    """
    counts: Counter[str] = Counter()
    alone_until = _alone_until(outcome)
    for one in sought:
        watch = session.get(Watch, one.watch_id)
        record = outcome.records.get(one.watch_id)
        if record is None:
            if watch is not None:
                watch.by_itself_until = alone_until
            continue
        kept = snapshots.keep(session, one.target, record, one.slot)
        counts["read" if kept else "left"] += 1
        if watch is not None and kept:
            watching.done(watch, one.published_at)
        elif watch is not None:
            session.delete(watch)
    return counts


def _alone_until(outcome: Outcome) -> datetime:
    failed = outcome.error is not None or outcome.cut
    return clock.now() + (FAILED_FOR if failed else ABSENT_FOR)
