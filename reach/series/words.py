"""Curves in words: the sentence above, the tables beside, and what may not be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core import i18n
from core.i18n import _, number
from core.territory import Channel, label
from reach.measures import MEASURE_NAMES
from reach.series import curves, definitions, drawing
from reach.series.choosing import Curve
from reach.series.curves import Point
from reach.tables import ABSENT, Table, ago

_MOST_ROWS = 60


def answer(found: Curve) -> tuple[str, str]:
    """What it has now, and how it moved where that can be said."""
    latest = found.of.measures.get(found.measure)
    unit = _(MEASURE_NAMES[found.measure]).lower()
    if latest is None or latest.value is None:
        said = _("{name} : le réseau ne donne pas ce chiffre.", name=found.of.name)
        return said, _("Ce n'est pas zéro : personne ne le sait. Il peut être saisi à la main.")
    value = f"≈ {number(latest.value)}" if latest.rounded else number(latest.value)
    said = _(
        "{name} : {value} {unit}, relevé {when}.",
        name=found.of.name,
        value=value,
        unit=unit,
        when=ago(latest.at),
    )
    return said, moved(found.points)


def moved(points: Sequence[Point]) -> str:
    """«120 de plus depuis le 3 mars», or why nothing is said."""
    grown = curves.growth(points)
    if len(points) < 2:
        return _("Un seul relevé sur la période : rien à comparer.")
    if grown is None:
        if points[0].series != points[-1].series:
            return _("Le réseau a changé de façon de compter : avant et après ne se soustraient pas.")
        return _("Le réseau arrondit ce chiffre : l'écart entre deux relevés ne dirait rien.")
    since = i18n.short_day(points[0].day)
    if grown == 0:
        return _("Pareil que le {since}.", since=since)
    if grown > 0:
        return _("{count} de plus que le {since}.", count=number(grown), since=since)
    return _("{count} de moins que le {since}.", count=number(-grown), since=since)


def breaks(found: Curve) -> list[str]:
    """Where the network began to count otherwise within what is drawn."""
    network, measure = found.of.network.value, found.measure.value
    return [_(one.sentence) for one in definitions.between(network, measure, found.since, found.until)]


def point_table(found: Curve) -> Table:
    """The same points as a table, the latest first."""
    rows = [
        [i18n.short_day(point.day), number(point.value), _("arrondi") if point.rounded else _("exact")]
        for point in list(found.points)[::-1][:_MOST_ROWS]
    ]
    heads = [_("Jour"), _(MEASURE_NAMES[found.measure]), _("Précision")]
    return Table(_("Relevés de {name}", name=found.of.name), heads, rows, words=1, note=True)


def not_drawn(found: Mapping[str, Sequence[Point]]) -> str:
    """Which networks the chart leaves out, four lines being what can be told apart; empty: none."""
    names = [label(Channel(network)) for network in list(found)[drawing.MOST_LINES :]]
    if not names:
        return ""
    return _(
        "Le graphique porte quatre lignes au plus ; dans le tableau seulement : {names}.",
        names=", ".join(names),
    )


def network_table(found: Mapping[str, Sequence[Point]]) -> Table:
    """Each network on its own: last total, movement, precision; never a sum over networks."""
    rows = []
    for network, points in found.items():
        last, grown = points[-1], curves.growth(points)
        rows.append(
            [
                label(Channel(network)),
                f"≈ {number(last.value)}" if last.rounded else number(last.value),
                ABSENT if grown is None else f"{'+' if grown > 0 else ''}{number(grown)}",
                i18n.short_day(points[0].day),
                i18n.short_day(last.day),
            ]
        )
    heads = [_("Réseau"), _("Dernier total"), _("Écart"), _("Depuis la semaine du"), _("Semaine du")]
    return Table(_("Réseaux côte à côte"), heads, rows, words=1)
