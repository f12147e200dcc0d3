"""The public pages of first contact. No cookie is set, no script is needed."""

from __future__ import annotations

from starlette.routing import BaseRoute

from contacts.routes import form, landing

ROUTES: list[BaseRoute] = [*landing.ROUTES, *form.ROUTES]
