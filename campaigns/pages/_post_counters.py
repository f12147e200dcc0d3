"""How long a text being typed is, in the unit of each network."""

from __future__ import annotations

from campaigns.editing import Sheet
from campaigns.pages._draft import Draft
from connectors import limits
from connectors.counting import Unit, length
from connectors.limits import Format, Thing
from core import i18n, territory
from core.i18n import _
from core.territory import Channel
from core.ui import counting
from core.ui.counting import Counter


def format_of(draft: Draft, network: Channel) -> Format:
    """What is chosen for a network; the usual form where nothing is."""
    chosen = draft.form(network).format
    return Format(chosen) if chosen else limits.formats(network.value)[0]


def draw(now: Sheet, draft: Draft, key: str, text: str, networks: list[Channel]) -> None:
    """The live counters of these networks; what stands under the text counts as well."""
    endings = {one.network: one.ending for one in now.variants}
    counters = []
    for network in networks:
        rule = limits.limit(format_of(draft, network), Thing.TEXT)
        if rule is not None:
            unit = rule.unit or Unit.CODE_POINTS
            ending = endings.get(network, "")
            counters.append(
                Counter(
                    label=territory.label(network),
                    unit=unit.value,
                    most=int(rule.most),
                    under=length(f"\n\n{ending}", unit) if ending else 0,
                    suffix=f" {_('octets')}" if unit is Unit.BYTES else "",
                )
            )
    counting.live(key, text, counters, i18n.language())
