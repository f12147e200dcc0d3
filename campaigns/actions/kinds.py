"""Kinds of actions: their words, the channel they count under, what is asked about them."""

from __future__ import annotations

from campaigns.models import ActionKind, ActionState, PlacementKind
from core.i18n import mark
from core.territory import Channel

KIND_LABELS = {
    ActionKind.VAN: mark("date du van"),
    ActionKind.MARKET: mark("stand de marché"),
    ActionKind.POSTERS: mark("tournée d'affichage"),
    ActionKind.FLYERS: mark("distribution de flyers"),
    ActionKind.SHOPS: mark("tournée des commerces"),
    ActionKind.DROP_IN: mark("permanence"),
    ActionKind.WORKSHOP: mark("atelier"),
    ActionKind.TOURNAMENT: mark("tournoi"),
    ActionKind.BREAKFAST: mark("petit-déjeuner de prescripteurs"),
    ActionKind.RADIO: mark("spot radio"),
    ActionKind.OTHER: mark("autre"),
}
"""In the order in which they are offered."""

STATE_LABELS = {
    ActionState.PLANNED: mark("prévue"),
    ActionState.CONFIRMED: mark("confirmée"),
    ActionState.HELD: mark("tenue"),
    ActionState.CANCELLED: mark("annulée"),
}

CHANNEL_OF = {
    ActionKind.VAN: Channel.VAN,
    ActionKind.MARKET: Channel.MARKET,
    ActionKind.POSTERS: Channel.POSTER,
    ActionKind.FLYERS: Channel.FLYER,
    ActionKind.SHOPS: Channel.FLYER,
    ActionKind.DROP_IN: Channel.EVENT,
    ActionKind.WORKSHOP: Channel.EVENT,
    ActionKind.TOURNAMENT: Channel.EVENT,
    ActionKind.BREAKFAST: Channel.PARTNER,
    ActionKind.RADIO: Channel.RADIO,
    ActionKind.OTHER: Channel.EVENT,
}
"""The channel whose colour, icon and counts an action has."""

PLACEMENT_OF = {
    Channel.POSTER: PlacementKind.POSTER,
    Channel.FLYER: PlacementKind.FLYER,
    Channel.PARTNER: PlacementKind.OTHER,
    Channel.RADIO: PlacementKind.OTHER,
    Channel.VAN: PlacementKind.DATE,
    Channel.MARKET: PlacementKind.DATE,
    Channel.EVENT: PlacementKind.DATE,
}
"""What carries the code of an action that counts under that channel."""

PRINTED = frozenset({ActionKind.POSTERS, ActionKind.FLYERS, ActionKind.SHOPS})
"""Those that hand out or put up something printed: a print run is asked, and the places."""
SEATED = frozenset({ActionKind.WORKSHOP, ActionKind.TOURNAMENT, ActionKind.BREAKFAST, ActionKind.DROP_IN})
"""Those that have places to fill."""
USUAL_CAPACITY = {ActionKind.WORKSHOP: 5}
"""Talking groups work with five young people; a tournament holds what it holds."""


def listed(details: str) -> list[str]:
    """The lines of an action's details: the hours of a spot, the places of a round."""
    return [line.strip() for line in details.splitlines() if line.strip()]
