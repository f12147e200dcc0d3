"""What the measures are called."""

from __future__ import annotations

from connectors.records import MeasureName
from core.i18n import mark

MEASURES = {
    MeasureName.FOLLOWERS: mark("abonnés"),
    MeasureName.VIEWS: mark("vues"),
    MeasureName.LIKES: mark("j'aime"),
    MeasureName.COMMENTS: mark("commentaires"),
    MeasureName.SHARES: mark("partages"),
}
MEASURE_NAMES = {
    MeasureName.FOLLOWERS: mark("Abonnés"),
    MeasureName.POSTS: mark("Publications"),
    MeasureName.VIEWS: mark("Vues"),
    MeasureName.LIKES: mark("J'aime"),
    MeasureName.COMMENTS: mark("Commentaires"),
    MeasureName.SHARES: mark("Partages"),
    MeasureName.SAVES: mark("Enregistrements"),
    MeasureName.ONLINE: mark("En ligne"),
    MeasureName.BOOSTS: mark("Boosts"),
    MeasureName.RECOMMENDS: mark("Recommandations"),
}
"""As a heading; `MEASURES` within a sentence."""
