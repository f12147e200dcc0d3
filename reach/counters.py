"""Public counters ready to show: per network, per account, per post. Never a rate, never a 0 for unknown.

Views of two networks are two things (a start here, some seconds there): they stand in rows of
their own and are added up within one network only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.models import Account, Post, Variant
from connectors import errors, registry
from connectors.records import MeasureName, State
from core.i18n import _, mark, n_, number
from core.people import folded
from core.territory import Channel, label
from reach import snapshots
from reach.snapshots import Latest
from reach.tables import ABSENT, Table, ago

_ORDER = {channel: place for place, channel in enumerate(Channel)}
MEASURES = {
    MeasureName.FOLLOWERS: mark("abonnés"),
    MeasureName.VIEWS: mark("vues"),
    MeasureName.LIKES: mark("j'aime"),
    MeasureName.COMMENTS: mark("commentaires"),
    MeasureName.SHARES: mark("partages"),
}
_STATES = {
    State.HIDDEN: mark("masqué"),
    State.ABSENT: mark("non donné"),
    State.STALE: mark("ancien"),
    State.GONE: mark("disparu"),
}


@dataclass(frozen=True)
class Followed:
    """An account or a published post, its last measures, and what went wrong last (a sentence, or '')."""

    network: Channel
    name: str
    own: bool
    measures: Mapping[MeasureName, Latest]
    problem: str

    @property
    def at(self) -> datetime | None:
        """When it was last read; None: never."""
        return max((one.at for one in self.measures.values()), default=None)


@dataclass(frozen=True)
class Board:
    """All that is followed: accounts by network and name, posts the latest first.

    `unread`: networks with published posts and no reader; their posts are not followed.
    """

    accounts: Sequence[Followed]
    posts: Sequence[Followed]
    unread: Sequence[Channel]


def board(session: Session, consortium_id: UUID) -> Board:
    """What is followed for a consortium: accounts that may be collected, and published posts."""
    known: dict[UUID | None, dict[MeasureName, Latest]] = defaultdict(dict)
    for one in snapshots.latest(session, consortium_id):
        known[one.account_id or one.variant_id][one.measure] = one
    failed = snapshots.failures(session, consortium_id)

    def followed(which: UUID, network: Channel, name: str, *, own: bool = True) -> Followed:
        problem = _problem(network, failed[which].error if which in failed else "")
        return Followed(network, name, own, known.get(which, {}), problem)

    accounts = select(Account).where(Account.consortium_id == consortium_id, Account.collectable)
    posts = (
        select(Variant.id, Variant.network, Post.title)
        .join(Post, Post.id == Variant.post_id)
        .outerjoin(Account, Account.id == Variant.account_id)
        .where(
            Variant.consortium_id == consortium_id,
            Variant.published_url.is_not(None),
            snapshots.open_to_reading(),
        )
        .order_by(Variant.published_at.desc(), Variant.network)
    )
    published = session.execute(posts).all()
    return Board(
        _sorted(
            followed(one.id, one.network, f"@{one.handle}", own=one.own) for one in session.scalars(accounts)
        ),
        [followed(one.id, one.network, one.title) for one in published if _followed(one.network)],
        sorted({one.network for one in published if not _followed(one.network)}, key=_ORDER.__getitem__),
    )


def network_table(found: Board) -> Table:
    """One row per network and counter: own accounts and all posts of the network, last value of each."""
    rows = []
    for network in sorted({one.network for one in (*found.accounts, *found.posts)}, key=_ORDER.__getitem__):
        accounts = [one for one in found.accounts if one.network is network and one.own]
        posts = [one for one in found.posts if one.network is network]
        rows += _summed(network, MeasureName.FOLLOWERS, accounts, _in_accounts)
        for measure in (MeasureName.VIEWS, MeasureName.LIKES):
            rows += _summed(network, measure, posts, _in_posts)
    return Table(_("Compteurs publics"), [_("Compteur"), _("Valeur"), _("Précision"), _("Relevé")], rows)


def account_table(found: Board) -> Table:
    """Accounts with their followers, how fresh they are, and what went wrong."""
    heads = [_("Compte"), _("Réseau"), _("Abonnés"), _("Précision"), _("Relevé"), _("Remarque")]
    rows = [
        [
            one.name,
            label(one.network),
            _value(one.measures.get(MeasureName.FOLLOWERS)),
            _precision([one.measures.get(MeasureName.FOLLOWERS)]),
            _when(one.at),
            one.problem,
        ]
        for one in found.accounts
    ]
    return Table(_("Comptes suivis"), heads, rows, words=2, note=True)


def post_table(found: Board) -> Table:
    """Published posts with their counters; «≈» is a number that the network rounded."""
    shown = (MeasureName.VIEWS, MeasureName.LIKES, MeasureName.COMMENTS)
    counts = [_("Vues"), _("J'aime"), _("Commentaires")]
    rows = [
        [
            one.name,
            label(one.network),
            *(_value(one.measures.get(measure), mark_rounded=True) for measure in shown),
            _when(one.at),
            one.problem,
        ]
        for one in found.posts
    ]
    heads = [_("Publication"), _("Réseau"), *counts, _("Relevé"), _("Remarque")]
    return Table(_("Publications en ligne"), heads, rows, words=2, note=True)


def _summed(
    network: Channel, measure: MeasureName, of: Sequence[Followed], scope: Callable[[int, int], str]
) -> list[list[str]]:
    """No row when nobody ever read this; «–» when what was read holds no number."""
    read = [one.measures[measure] for one in of if measure in one.measures]
    if not read:
        return []
    known = [(one, one.value) for one in read if one.value is not None]
    counted = [one for one, _number in known] or read
    name = _(
        "{network}, {measure}{scope}",
        network=label(network),
        measure=_(MEASURES[measure]),
        scope=scope(len(known), len(of)),
    )
    total = number(sum(value for _one, value in known)) if known else ABSENT
    return [[name, total, _precision(counted), ago(min(one.at for one in counted))]]


def _in_accounts(known: int, of: int) -> str:
    return "" if of == 1 else n_(" ({count} compte sur {of})", " ({count} comptes sur {of})", known, of=of)


def _in_posts(known: int, of: int) -> str:
    if known == of:
        return n_(" ({count} publication)", " ({count} publications)", of)
    return n_(" ({count} publication sur {of})", " ({count} publications sur {of})", known, of=of)


def _value(one: Latest | None, *, mark_rounded: bool = False) -> str:
    if one is None or one.value is None:
        return ABSENT
    return f"≈ {number(one.value)}" if mark_rounded and one.rounded else number(one.value)


def _precision(found: Iterable[Latest | None]) -> str:
    """«exact», «arrondi» (of a sum: as soon as one part is), or why there is no number."""
    known = [one for one in found if one is not None]
    words = [_(_STATES[one.state]) for one in known if one.state in _STATES]
    values = [one for one in known if one.value is not None]
    if values:
        words.insert(0, _("arrondi") if any(one.rounded for one in values) else _("exact"))
    return ", ".join(dict.fromkeys(words)) or ABSENT


def _when(at: datetime | None) -> str:
    return _("jamais") if at is None else ago(at)


def _problem(network: Channel, error: str) -> str:
    if not _readable(network):
        return _("Aucun lecteur pour ce réseau.")
    if not error:
        return ""
    if error == "InvalidInput":
        return _("L'adresse notée n'est pas celle de ce réseau : corrigez-la.")
    return errors.by_name(error).message


def _readable(network: Channel) -> bool:
    return network.value in registry.networks()


def _followed(network: Channel) -> bool:
    """Whether the posts of a network have counters that somebody can read."""
    return _readable(network) and registry.reads_posts(network.value)


def _sorted(found: Iterable[Followed]) -> list[Followed]:
    return sorted(found, key=lambda one: (_ORDER[one.network], not one.own, folded(one.name)))
