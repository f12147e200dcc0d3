"""The public pages of first contact, and the page of the street. No script is needed."""

from __future__ import annotations

from starlette.routing import BaseRoute

from contacts.routes import form, landing, street, withdraw

ROUTES: list[BaseRoute] = [*withdraw.ROUTES, *landing.ROUTES, *form.ROUTES, *street.ROUTES]
