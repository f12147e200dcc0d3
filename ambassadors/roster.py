"""Who the ambassadors of a consortium are: add one, list them, know whose a link is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ambassadors import agreements, naming, needs
from ambassadors.ages import check_birth, today
from ambassadors.models import (
    Agreement,
    AgreementKind,
    Ambassador,
    AmbassadorAccount,
    AmbassadorLink,
    Standing,
)
from ambassadors.needs import Access
from campaigns import accounts, addresses, links
from campaigns.models import Account, Code
from core import audit, clock
from core.errors import Conflict, InvalidInput, NotFound
from core.i18n import _
from core.people import Action, Actor, Structure, folded, require, required
from core.territory import NETWORKS, Channel, Voice, label

LONGEST_ALIAS = 40
# They turn the text around them: a name could show as another one.
_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C))


@dataclass(frozen=True)
class OwnedBy:
    """Whose a link is."""

    ambassador_id: UUID
    alias: str


@dataclass(frozen=True)
class KitLink:
    """A link to share: the network it counts under (None: the general one, word of mouth)."""

    network: Channel | None
    code: Code

    @property
    def url(self) -> str:
        """The short address."""
        return links.short_url(self.code)


@dataclass(frozen=True)
class Card:
    """One ambassador as staff see them."""

    ambassador: Ambassador
    standing: Standing
    minor: bool
    code: Code
    networks: tuple[Channel, ...]
    handles: tuple[tuple[Channel, str], ...]
    own_since: date | None
    guardian_since: date | None


def add(
    session: Session,
    actor: Actor,
    *,
    alias: str,
    birth_year: int,
    birth_month: int,
    destination: str,
    structure_id: UUID | None = None,
    accounts: Sequence[tuple[Channel, str]] = (),
    networks: Iterable[Channel] = (),
) -> Ambassador:
    """A new ambassador with one spoken code, one general link, one link per network they use.

    `accounts` are (network, handle); a network with an account counts as used. `destination` is
    where all links lead. Nothing answers for a minor until the guardian's agreement is recorded.
    Raises InvalidInput (under 16, absurd date, bad handle), Conflict (alias or account taken).
    """
    require(actor, Action.MANAGE_AMBASSADORS, actor.consortium_id)
    alias = _free_alias(session, actor.consortium_id, alias)
    check_birth(birth_year, birth_month, today())
    _check_structure(session, actor.consortium_id, structure_id)
    made = Ambassador(
        consortium_id=actor.consortium_id,
        structure_id=structure_id,
        alias=alias,
        birth_year=birth_year,
        birth_month=birth_month,
        created_at=clock.now(),
    )
    session.add(made)
    session.flush()
    handles = [(network, addresses.handle(network, handle)) for network, handle in accounts]
    _make_links(session, made, destination, {network for network, _handle in handles} | set(networks))
    for network, handle in dict.fromkeys(handles):
        _own_account(session, made, network, handle)
    agreements.apply_standing(session, made)
    audit.record(session, actor, "ambassadors.added", made.id)
    return made


def find(session: Session, actor: Actor, ambassador_id: UUID) -> Ambassador:
    """The ambassador, for staff who may manage them; NotFound in another consortium."""
    found = session.get(Ambassador, ambassador_id)
    if found is None:
        raise NotFound(_("Introuvable. Vérifiez l'adresse, ou revenez à la liste."))
    require(actor, Action.MANAGE_AMBASSADORS, found.consortium_id)
    return found


def cards(session: Session, actor: Actor) -> list[Card]:
    """Every ambassador of the consortium, those who left too, in alphabetical order; never ranked."""
    require(actor, Action.MANAGE_AMBASSADORS, actor.consortium_id)
    query = select(Ambassador).where(Ambassador.consortium_id == actor.consortium_id)
    found = sorted(session.scalars(query), key=lambda one: (folded(one.alias), one.created_at))
    return [_card(session, ambassador) for ambassador in found]


def card(session: Session, actor: Actor, ambassador_id: UUID) -> Card:
    """One ambassador as staff see them; NotFound in another consortium."""
    return _card(session, find(session, actor, ambassador_id))


def kit(session: Session, ambassador: Ambassador) -> list[KitLink]:
    """Their links with the code of each: the general one first, then by network."""
    query = (
        select(AmbassadorLink.network, Code)
        .join(Code, Code.link_id == AmbassadorLink.link_id)
        .where(AmbassadorLink.ambassador_id == ambassador.id, ~Code.alias)
    )
    order = {network: place for place, network in enumerate(NETWORKS)}
    found = [KitLink(network, code) for network, code in session.execute(query)]
    return sorted(found, key=lambda link: order[link.network] if link.network else -1)


def spoken_code(session: Session, ambassador: Ambassador) -> Code:
    """The one code that they say and show."""
    return kit(session, ambassador)[0].code


def owners(session: Session, consortium_id: UUID) -> dict[int, OwnedBy]:
    """Whose each link is, for every ambassador of the consortium, those who left too."""
    query = (
        select(AmbassadorLink.link_id, Ambassador.id, Ambassador.alias)
        .join(Ambassador, Ambassador.id == AmbassadorLink.ambassador_id)
        .where(Ambassador.consortium_id == consortium_id)
    )
    return {link_id: OwnedBy(owner, alias) for link_id, owner, alias in session.execute(query)}


def accesses(session: Session, ambassador: Ambassador) -> Sequence[Access]:
    """What they let be read of their accounts, on the networks themselves."""
    return needs.accesses(session, [account.id for account in _accounts(session, ambassador)])


def end_access(session: Session, ambassador: Ambassador, account_id: str) -> Callable[[], object]:
    """End that for an account of theirs; gives what is left to do once it is committed.

    Raises NotFound for anybody else's.
    """
    theirs = {str(account.id): account.id for account in _accounts(session, ambassador)}
    if account_id not in theirs:
        raise NotFound(_("Introuvable. Ouvre ton propre espace."))
    return needs.end_access(session, theirs[account_id])


def _card(session: Session, ambassador: Ambassador) -> Card:
    own = agreements.standing_agreement(session, ambassador, AgreementKind.OWN)
    guardian = agreements.standing_agreement(session, ambassador, AgreementKind.GUARDIAN)
    general, *others = kit(session, ambassador)
    return Card(
        ambassador=ambassador,
        standing=agreements.standing(ambassador, guardian_agrees=guardian is not None, on=today()),
        minor=agreements.minor(ambassador, today()),
        code=general.code,
        networks=tuple(link.network for link in others if link.network),
        handles=tuple((account.network, account.handle) for account in _accounts(session, ambassador)),
        own_since=_since(own),
        guardian_since=_since(guardian),
    )


def _since(agreement: Agreement | None) -> date | None:
    return agreement.given_on if agreement is not None else None


def _accounts(session: Session, ambassador: Ambassador) -> Sequence[Account]:
    query = (
        select(Account)
        .join(AmbassadorAccount, AmbassadorAccount.account_id == Account.id)
        .where(AmbassadorAccount.ambassador_id == ambassador.id)
        .order_by(Account.network, Account.handle)
    )
    return session.scalars(query).all()


def _free_alias(session: Session, consortium_id: UUID, alias: str) -> str:
    alias = " ".join(required(alias.translate(_TURNING), "alias", LONGEST_ALIAS).split())
    query = select(Ambassador.alias).where(
        Ambassador.consortium_id == consortium_id, Ambassador.left_at.is_(None)
    )
    if folded(alias) in {folded(other) for other in session.scalars(query)}:
        raise Conflict(_("Ce surnom est déjà pris. Choisissez-en un autre, ou ajoutez un mot."))
    return alias


def _check_structure(session: Session, consortium_id: UUID, structure_id: UUID | None) -> None:
    if structure_id is None:
        return
    structure = session.get(Structure, structure_id)
    if structure is None or structure.consortium_id != consortium_id:
        raise NotFound(_("Cette structure n'est pas dans ce consortium. Choisissez dans la liste."))


def _make_links(session: Session, ambassador: Ambassador, destination: str, networks: set[Channel]) -> None:
    if not networks <= set(NETWORKS):
        raise InvalidInput(_("Choisissez des réseaux de la liste."), "networks")
    word = naming.free_word(session, ambassador.alias)
    general, _code = links.create(
        session,
        consortium_id=ambassador.consortium_id,
        channel=Channel.WORD_OF_MOUTH,
        voice=Voice.AMBASSADOR,
        destination=destination,
        answers=False,
        word=word,
    )
    session.add(AmbassadorLink(link_id=general.id, ambassador_id=ambassador.id, network=None))
    for network in (network for network in NETWORKS if network in networks):
        link, _code = links.create(
            session,
            consortium_id=ambassador.consortium_id,
            channel=network,
            destination=destination,
            answers=False,
        )
        session.add(AmbassadorLink(link_id=link.id, ambassador_id=ambassador.id, network=network))
    session.flush()


def _own_account(session: Session, ambassador: Ambassador, network: Channel, handle: str) -> None:
    """Point to the account, made if needed; one left behind by an ambassador who stopped is taken over."""
    query = select(Account).where(
        Account.consortium_id == ambassador.consortium_id,
        Account.network == network,
        Account.handle == handle,
    )
    account = session.scalar(query)
    if account is None:
        account = Account(
            consortium_id=ambassador.consortium_id,
            network=network,
            handle=handle,
            own=False,
            collectable=False,
        )
        session.add(account)
        session.flush()
        accounts.claim_posts(session, account)
    owner = session.get(AmbassadorAccount, account.id)
    previous = session.get(Ambassador, owner.ambassador_id) if owner else None
    if account.own or (previous is not None and previous.left_at is None):
        raise Conflict(
            _(
                "Le compte {handle} sur {network} est déjà suivi. Vérifiez le nom.",
                handle=handle,
                network=label(network),
            )
        )
    if owner is None:
        session.add(AmbassadorAccount(account_id=account.id, ambassador_id=ambassador.id))
    else:
        owner.ambassador_id = ambassador.id
