"""How one campaign reads on its page."""

from __future__ import annotations

from datetime import date

from campaigns.campaign import progress
from campaigns.campaign.editing import STATUS_LABELS
from campaigns.campaign.progress import Progress
from campaigns.campaign.whole import Whole
from campaigns.models import CampaignStatus
from core import i18n, territory
from core.i18n import _, n_


def about(one: Whole) -> str:
    """Its status, needs, audience, period, where and by whom."""
    told = [
        _("Campagne {status}.", status=_(STATUS_LABELS[one.status])),
        n_(
            "Besoin : {needs}. Pour : {audience}.",
            "Besoins : {needs}. Pour : {audience}.",
            len(one.needs),
            needs=", ".join(territory.label(need) for need in one.needs),
            audience=territory.label(one.audience),
        ),
        _("Du {first} au {last}.", first=i18n.short_day(one.starts_on), last=i18n.short_day(one.ends_on)),
    ]
    return " ".join(told)


def sentence(one: Whole, reached: Progress, today: date) -> tuple[str, str]:
    """How much time is over and what was reached in it; then what it is all for."""
    whole = (one.ends_on - one.starts_on).days + 1
    passed = progress.elapsed(one.starts_on, one.ends_on, today)
    if one.status is CampaignStatus.DRAFT:
        said = _("Cette campagne est un brouillon : rien n'est lancé.")
    elif passed == 0:
        left = (one.starts_on - today).days
        said = n_("Elle commence dans {count} jour.", "Elle commence dans {count} jours.", left)
    elif one.status is CampaignStatus.RUNNING and today <= one.ends_on:
        said = n_(
            "{count} jour sur {whole} : {held}.",
            "{count} jours sur {whole} : {held}.",
            passed,
            whole=i18n.number(whole),
            held=held(one, reached),
        )
    else:
        said = _("Elle est finie : {held}.", held=held(one, reached))
    return said, one.goal


def held(one: Whole, reached: Progress) -> str:
    """«12 dates tenues sur 60»."""
    dates = n_("{count} date tenue", "{count} dates tenues", reached.held)
    if one.targets.dates is None:
        return dates
    return _("{dates} sur {target}", dates=dates, target=i18n.number(one.targets.dates))
