"""What a campaign may cost, and what it has cost: exact decimal numbers, cents rounded once per line.

Hours (preparation, presence, meetings) at one loaded hourly cost, running costs as a rate of them,
purchases. An hourly cost or a rate that nobody has said makes the sum unknown, not smaller.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from campaigns import typed
from campaigns.actions.typed import exact
from campaigns.models import HoursKind
from core import days, i18n
from core.errors import InvalidInput
from core.i18n import _, mark

CENT = Decimal("0.01")
MOST_HOURS = Decimal(500_000)
MOST_COST = Decimal(1_000)
MOST_RATE = Decimal(100)
MOST_AMOUNT = Decimal(10_000_000)
MOST_PURCHASES = 100
HOURS_LABELS = {
    HoursKind.PREPARATION: mark("préparation"),
    HoursKind.PRESENCE: mark("présence"),
    HoursKind.MEETINGS: mark("réunions"),
}
_AMOUNT = re.compile(r"(\d+)(?:[.,](\d{1,2}))?", re.ASCII)


@dataclass(frozen=True)
class Purchase:
    """Something to buy; `spent_on` None: not bought yet."""

    label: str
    amount: Decimal
    spent_on: date | None = None


@dataclass(frozen=True)
class Budget:
    """What is planned; None: nobody has said."""

    hours: Mapping[HoursKind, Decimal] = field(default_factory=dict)
    hourly_cost: Decimal | None = None
    overhead: Decimal | None = None
    """Per cent of the work."""
    purchases: Sequence[Purchase] = ()

    @property
    def told(self) -> bool:
        """Whether anything was said at all."""
        return bool(self.hours or self.purchases) or self.hourly_cost is not None

    @property
    def all_hours(self) -> Decimal:
        """The hours of every kind together."""
        return sum(self.hours.values(), Decimal(0))

    @property
    def work(self) -> Decimal | None:
        """The hours at their cost."""
        return work_of(self.all_hours, self.hourly_cost)

    @property
    def running(self) -> Decimal | None:
        """The running costs on top of the work."""
        return running_of(self.work, self.overhead)

    @property
    def bought(self) -> Decimal:
        """The purchases, paid or not."""
        return sum((one.amount for one in self.purchases), Decimal(0))

    @property
    def total(self) -> Decimal | None:
        """Work, running costs and purchases."""
        return total_of(self.work, self.running, self.bought)


@dataclass(frozen=True)
class Spent:
    """What it has cost so far: hours noted at held actions, purchases with a day."""

    hours: Decimal
    unsaid: int
    """Held actions whose hours nobody has said: the cost is too low by them."""
    work: Decimal | None
    running: Decimal | None
    bought: Decimal

    @property
    def total(self) -> Decimal | None:
        """Work, running costs and what was bought."""
        return total_of(self.work, self.running, self.bought)


def spent(budget: Budget, hours: Sequence[Decimal | None]) -> Spent:
    """What held actions with those hours, and the purchases made, have cost at the budget's prices."""
    said = sum((one for one in hours if one is not None), Decimal(0))
    work = work_of(said, budget.hourly_cost)
    bought = sum((one.amount for one in budget.purchases if one.spent_on), Decimal(0))
    unsaid = sum(one is None for one in hours)
    return Spent(said, unsaid, work, running_of(work, budget.overhead), bought)


def work_of(hours: Decimal, hourly_cost: Decimal | None) -> Decimal | None:
    """Hours at their cost; no hours cost nothing, whatever an hour costs."""
    if not hours:
        return Decimal("0.00")
    return None if hourly_cost is None else _cents(hours * hourly_cost)


def running_of(work: Decimal | None, overhead: Decimal | None) -> Decimal | None:
    """The running costs; a rate that nobody has said is no rate."""
    if overhead is None:
        return Decimal("0.00")
    return None if work is None else _cents(work * overhead / 100)


def total_of(*amounts: Decimal | None) -> Decimal | None:
    """The sum, None when one of them is unknown."""
    known = [one for one in amounts if one is not None]
    return sum(known, Decimal("0.00")) if len(known) == len(amounts) else None


def checked(budget: Budget) -> Budget:
    """The budget with two decimals everywhere; InvalidInput (field named) for an absurd number."""
    if len(budget.purchases) > MOST_PURCHASES:
        raise InvalidInput(_("Gardez {most} achats au plus.", most=MOST_PURCHASES), "purchases")
    hours = {kind: exact(value, kind.value, MOST_HOURS) for kind, value in budget.hours.items()}
    return Budget(
        {kind: value for kind, value in hours.items() if value},
        exact(budget.hourly_cost, "hourly_cost", MOST_COST),
        exact(budget.overhead, "overhead", MOST_RATE),
        tuple(
            Purchase(
                typed.text(one.label, "purchases", 120, _("Dites ce qui est acheté.")),
                exact(one.amount, "purchases", MOST_AMOUNT) or Decimal("0.00"),
                one.spent_on,
            )
            for one in budget.purchases
        ),
    )


def purchases_of(text: str) -> list[Purchase]:
    """One purchase a line: «Flyers A5 ; 320,50 € ; 12/10/2026»; without a day, it is not bought yet.

    InvalidInput («purchases») names the line that cannot be read.
    """
    return [_purchase(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]


def written(purchases: Sequence[Purchase]) -> str:
    """The purchases as `purchases_of` reads them."""
    return "\n".join(
        " ; ".join(
            filter(
                None,
                (
                    one.label.replace(";", ","),
                    str(one.amount).replace(".", ","),
                    i18n.short_day(one.spent_on) if one.spent_on else "",
                ),
            )
        )
        for one in purchases
    )


def amount_of(text: str) -> Decimal:
    """«1 158,80 €» as a number; InvalidInput («amount») when it is none."""
    plain = "".join(text.split()).translate({0xA0: None, 0x202F: None}).removesuffix("€").removesuffix("EUR")
    found = _AMOUNT.fullmatch(plain)
    if found is None or len(plain) > 12:
        raise InvalidInput(_("« {text} » n'est pas un montant. Écrivez 320,50.", text=text[:40]), "amount")
    return Decimal(f"{found[1]}.{found[2] or '0'}").quantize(CENT)


def money(amount: Decimal | None) -> str:
    """«68 589,80 €», «–» when it is unknown."""
    if amount is None:
        return "–"
    whole, _point, cents = f"{amount:.2f}".partition(".")
    return _("{whole},{cents} €", whole=i18n.number(int(whole)), cents=cents)


def _purchase(number: int, line: str) -> Purchase:
    label, *others = (part.strip() for part in line.replace("\t", ";").split(";"))
    try:
        if len(others) not in {1, 2}:
            raise InvalidInput(_("Écrivez : achat ; montant ; jour du paiement s'il est payé."), "purchases")
        day = days.read(others[1]) if len(others) == 2 and others[1] else None
        return Purchase(label, amount_of(others[0]), day)
    except InvalidInput as error:
        raise InvalidInput(
            _("Achat, ligne {number} : {why}", number=number, why=error.message), "purchases"
        ) from None


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
