"""The public pages of first contact. No cookie is set, no script is needed."""

from __future__ import annotations

from starlette.routing import BaseRoute

from contacts.routes import form, landing, withdraw

ROUTES: list[BaseRoute] = [*withdraw.ROUTES, *landing.ROUTES, *form.ROUTES]
