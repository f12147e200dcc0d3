"""Public counters ready to show: per network, per account, per post. Never a rate, never a 0 for unknown.

Views of two networks are two things (a start here, some seconds there): they stand in rows of
their own and are added up within one network only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from campaigns.models import Account, Post, Variant
from connectors import errors, registry
from connectors.records import MeasureName, State
from core import clock
from core.i18n import _, mark, n_, number
from core.territory import Channel, label
from reach import snapshots
from reach.collecting import watching
from reach.measures import MEASURES
from reach.models import NetworkWeek
from reach.series import networks
from reach.snapshots import Latest
from reach.tables import ABSENT, Table, ago

_ORDER = {channel: place for place, channel in enumerate(Channel)}
_STATES = {
    State.HIDDEN: mark("masqué"),
    State.ABSENT: mark("non donné"),
    State.STALE: mark("ancien"),
    State.GONE: mark("disparu"),
}


PAGE = 50


@dataclass(frozen=True)
class Followed:
    """An account or a published post, its last measures, and what went wrong last (a sentence, or '')."""

    id: UUID
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
    """A page of what is followed: accounts by network and name, posts the latest first.

    `unread`: networks with published posts and no reader; their posts are not followed.
    """

    accounts: Sequence[Followed]
    posts: Sequence[Followed]
    unread: Sequence[Channel]
    many_accounts: int
    many_posts: int


@dataclass(frozen=True)
class Sums:
    """What the accounts and posts of each network have together, and how many there are."""

    rows: Sequence[NetworkWeek]
    of: Mapping[tuple[str, str], int]
    """By network and subject."""


def board(session: Session, consortium_id: UUID, *, search: str = "", page: int = 0, only: str = "") -> Board:
    """A page of what is followed for a consortium, all of it or what has `search` in its name.

    `only`: «accounts» or «posts».
    """
    accounts, many_accounts = _accounts(session, consortium_id, search, page) if only != "posts" else ([], 0)
    posts, many_posts = _posts(session, consortium_id, search, page) if only != "accounts" else ([], 0)
    ids = [one.id for one in accounts] + [row[0] for row in posts]
    known: dict[UUID | None, dict[MeasureName, Latest]] = defaultdict(dict)
    for one in snapshots.latest(session, consortium_id, ids):
        known[one.account_id or one.variant_id][one.measure] = one
    failed = snapshots.failures(session, consortium_id, ids)

    def followed(which: UUID, network: Channel, name: str, *, own: bool = True) -> Followed:
        problem = _problem(network, failed[which].error if which in failed else "")
        return Followed(which, network, name, own, known.get(which, {}), problem)

    return Board(
        [followed(one.id, one.network, f"@{one.handle}", own=one.own) for one in accounts],
        [followed(*row) for row in posts],
        _unread(session, consortium_id),
        many_accounts,
        many_posts,
    )


def sums(session: Session, consortium_id: UUID) -> Sums:
    """The sums of each network as they were last noted."""
    accounts = select(Account.network, func.count()).where(
        Account.consortium_id == consortium_id, Account.collectable, Account.own
    )
    posts = (
        select(Variant.network, func.count())
        .outerjoin(Account, Account.id == Variant.account_id)
        .where(*_online(consortium_id))
    )
    of = {
        (network.value, subject): count
        for subject, query in (
            (networks.ACCOUNT, accounts.group_by(Account.network)),
            (networks.POST, posts.group_by(Variant.network)),
        )
        for network, count in session.execute(query)
    }
    return Sums(networks.of_this_week(session, consortium_id), of)


def network_table(found: Sums) -> Table:
    """One row per network and counter: own accounts and all posts of the network, last value of each."""
    shown = (
        (networks.ACCOUNT, MeasureName.FOLLOWERS),
        (networks.POST, MeasureName.VIEWS),
        (networks.POST, MeasureName.LIKES),
    )
    by_key = {(row.network, row.subject, row.measure): row for row in found.rows}
    rows = []
    for network in Channel:
        for subject, measure in shown:
            row = by_key.get((network.value, subject, measure.value))
            if row is not None:
                rows.append(_summed(network, row, found.of.get((network.value, subject), row.known)))
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


def _summed(network: Channel, row: NetworkWeek, of: int) -> list[str]:
    """«–» when what was read holds no number."""
    scope = _in_accounts if row.subject == networks.ACCOUNT else _in_posts
    name = _(
        "{network}, {measure}{scope}",
        network=label(network),
        measure=_(MEASURES[MeasureName(row.measure)]),
        scope=scope(row.known, of),
    )
    total = number(row.total) if row.known else ABSENT
    if row.known:
        said = _("arrondi") if row.rounded else _("exact")
        if row.oldest_at is not None and clock.now() - row.oldest_at > snapshots.STALE_AFTER:
            said += f", {_(_STATES[State.STALE])}"
    else:
        said = _(_STATES[State(row.silent)]) if row.silent in _STATES else ABSENT
    return [name, total, said, _when(row.oldest_at)]


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


def _accounts(session: Session, consortium_id: UUID, search: str, page: int) -> tuple[list[Account], int]:
    where = [Account.consortium_id == consortium_id, Account.collectable]
    if search:
        where.append(Account.handle.icontains(search.removeprefix("@"), autoescape=True))
    order = case(*((Account.network == channel, place) for channel, place in _ORDER.items()))
    query = select(Account).where(*where).order_by(order, Account.own.desc(), Account.handle)
    found = list(session.scalars(query.offset(page * PAGE).limit(PAGE)))
    return found, session.scalars(select(func.count()).select_from(Account).where(*where)).one()


def _posts(
    session: Session, consortium_id: UUID, search: str, page: int
) -> tuple[list[tuple[UUID, Channel, str]], int]:
    where = [*_online(consortium_id), Variant.network.in_(watching.with_posts())]
    if search:
        where.append(Post.title.icontains(search, autoescape=True))
    query = (
        select(Variant.id, Variant.network, Post.title)
        .join(Post, Post.id == Variant.post_id)
        .outerjoin(Account, Account.id == Variant.account_id)
        .where(*where)
    )
    order = (Variant.published_at.desc(), Variant.network)
    found = session.execute(query.order_by(*order).offset(page * PAGE).limit(PAGE)).all()
    many = session.scalars(select(func.count()).select_from(query.subquery())).one()
    return [(which, network, title) for which, network, title in found], many


def _unread(session: Session, consortium_id: UUID) -> list[Channel]:
    query = (
        select(Variant.network)
        .outerjoin(Account, Account.id == Variant.account_id)
        .where(*_online(consortium_id), Variant.network.not_in(watching.with_posts()))
        .distinct()
    )
    return sorted(session.scalars(query), key=_ORDER.__getitem__)


def _online(consortium_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (
        Variant.consortium_id == consortium_id,
        Variant.published_url.is_not(None),
        snapshots.open_to_reading(),
    )
