"""/agenda/imprimer: a month of the calendar on one sheet, for the team of its consortium."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaigns.calendar import month
from campaigns.calendar.item import ItemState, Wanted
from core import database, i18n, people, sessions, web
from core.errors import Forbidden, InvalidInput, PorteVoixError
from core.i18n import _
from core.people import Action, Actor, Consortium
from core.territory import Audience, Channel

PAGES = web.Pages(Path(__file__).parents[1] / "templates")
PATH = "/agenda/imprimer"


def sheet(request: Request) -> Response:
    """GET /agenda/imprimer?consortium=…&mois=2026-11: the month, with the filters of the calendar."""
    try:
        with database.current().snapshot() as session:
            values = _month(session, request)
    except PorteVoixError as error:
        status = 422 if isinstance(error, InvalidInput) else 401
        return PAGES.render("message.html", {"title": _("Calendrier"), "text": error.message}, status)
    return PAGES.render("month.html", values)


ROUTES = [Route(PATH, sheet, methods=["GET"])]


def _month(session: Session, request: Request) -> dict[str, object]:
    actor = _actor(session, request)
    try:
        first = date.fromisoformat(f"{request.query_params.get('mois', '')}-01")
        wanted = _wanted(request)
    except ValueError:
        raise InvalidInput(_("Ce mois ne se lit pas. Ouvrez-le depuis le calendrier.")) from None
    name = i18n.month(first)
    return {
        "consortium": session.get_one(Consortium, actor.consortium_id).name,
        "month": name[:1].upper() + name[1:],
        "weeks": month.weeks(session, actor, first, wanted),
        "filtered": wanted != Wanted(),
    }


def _wanted(request: Request) -> Wanted:
    asked = request.query_params
    return Wanted(
        campaign_id=UUID(asked["campagne"]) if "campagne" in asked else None,
        structure_id=UUID(asked["structure"]) if "structure" in asked else None,
        audience=Audience(asked["public"]) if "public" in asked else None,
        channels=tuple(Channel(one) for one in asked.getlist("canal")),
        states=tuple(ItemState(one) for one in asked.getlist("etat")),
    )


def _actor(session: Session, request: Request) -> Actor:
    """The signed-in member who plans in the consortium that the address names; Forbidden otherwise."""
    user = sessions.signed_in(session, request.cookies.get(sessions.COOKIE))
    wanted = request.query_params.get("consortium", "")
    for _member, consortium in people.memberships(session, user.id):
        actor = people.actor_in(session, user, consortium.id)
        if str(consortium.id) == wanted and actor and people.may(actor, Action.PLAN, consortium.id):
            return actor
    raise Forbidden(_("Votre rôle n'ouvre pas ce calendrier. Demandez l'accès à votre administration."))
