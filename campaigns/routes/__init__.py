"""The public side of this room: every printed and spoken code under /r/, the calendar of a phone, files."""

from __future__ import annotations

from starlette.routing import BaseRoute

from campaigns.routes import doing, feed, media, printed, review, rounds
from campaigns.routes.fast import FastPath, Redirects, redirects

__all__ = ["ROUTES", "FastPath", "Redirects", "redirects"]

ROUTES: list[BaseRoute] = [
    *feed.ROUTES,
    *printed.ROUTES,
    *rounds.ROUTES,
    *media.ROUTES,
    *review.ROUTES,
    *doing.ROUTES,
]
