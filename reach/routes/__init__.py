"""Public routes of this room: exports that come in, and what the owner of an account says."""

from __future__ import annotations

from reach.routes import consents, imports

ROUTES = [*imports.ROUTES, *consents.ROUTES]
