"""The Streamlit script: the list of pages, in the frame of core.ui."""

from __future__ import annotations

from pathlib import Path

from app.wiring import wire
from core.i18n import mark
from core.people import Action
from core.ui import frame
from core.ui.frame import PageSpec

_ROOT = Path(__file__).parents[1]
_PLAN, _YOUNG, _REACH, _HOUSE = mark("Campagnes"), mark("Jeunes"), mark("Portée"), mark("Réglages")
_C, _K, _R = "campaigns/pages", "contacts/pages", "reach/pages"


def _page(
    script: str, title: str, icon: str, url: str, section: str, action: Action, *, listed: bool = True
) -> PageSpec:
    return PageSpec(_ROOT / script, title, icon, url, section, action, listed)


PAGES = (
    _page(f"{_R}/today.py", mark("Aujourd'hui"), "today", "", "", Action.SEE_DASHBOARD),
    _page(f"{_C}/campaigns.py", mark("Campagnes"), "flag", "campagnes", _PLAN, Action.PLAN),
    PageSpec(
        _ROOT / f"{_C}/campaign.py", mark("Campagne"), "flag", "campagne", _PLAN, Action.PLAN, listed=False
    ),
    _page(f"{_C}/schedule.py", mark("Calendrier"), "calendar_month", "calendrier", _PLAN, Action.PLAN),
    _page(f"{_C}/posts.py", mark("Publications"), "edit_note", "publications", _PLAN, Action.PLAN),
    _page(f"{_C}/post.py", mark("Publication"), "edit_note", "publication", _PLAN, Action.PLAN, listed=False),
    _page(f"{_C}/actions.py", mark("Actions"), "storefront", "actions", _PLAN, Action.NOTE_ACTIONS),
    _page(f"{_C}/media.py", mark("Médiathèque"), "photo_library", "mediatheque", _PLAN, Action.PLAN),
    _page(f"{_C}/reviews.py", mark("Relectures"), "rate_review", "relectures", _PLAN, Action.PLAN),
    _page(f"{_C}/panels.py", mark("Tests avec les jeunes"), "experiment", "tests", _PLAN, Action.PLAN),
    _page(
        f"{_C}/placements.py",
        mark("Supports et QR"),
        "qr_code_2",
        "supports",
        _PLAN,
        Action.MANAGE_PLACEMENTS,
    ),
    _page(f"{_C}/links.py", mark("Liens et scans"), "link", "liens", _PLAN, Action.MANAGE_PLACEMENTS),
    _page(
        f"{_C}/prescribers.py",
        mark("Prescripteurs"),
        "handshake",
        "prescripteurs",
        _PLAN,
        Action.MANAGE_PLACEMENTS,
    ),
    _page(
        f"{_C}/rounds.py",
        mark("Tournées"),
        "directions_walk",
        "tournees",
        _PLAN,
        Action.MANAGE_PLACEMENTS,
    ),
    _page(
        f"{_K}/contacts.py",
        mark("Premiers contacts"),
        "inbox",
        "contacts",
        _YOUNG,
        Action.ENTER_CONTACT,
    ),
    _page(f"{_K}/desk.py", mark("Saisie rapide"), "bolt", "saisie", _YOUNG, Action.ENTER_CONTACT),
    _page(f"{_K}/offers.py", mark("Places et offres"), "event_seat", "offres", _YOUNG, Action.ENTER_CONTACT),
    _page(
        f"{_K}/landing_pages.py",
        mark("Pages d'accueil"),
        "door_open",
        "pages-d-accueil",
        _YOUNG,
        Action.PLAN,
    ),
    _page(
        "ambassadors/pages/ambassadors.py",
        mark("Ambassadeur·rices"),
        "groups",
        "ambassadeurs",
        _YOUNG,
        Action.MANAGE_AMBASSADORS,
    ),
    _page(
        f"{_C}/transfers.py",
        mark("Importer et exporter"),
        "upload_file",
        "importer",
        _PLAN,
        Action.PLAN,
    ),
    _page(f"{_R}/overview.py", mark("Vue d'ensemble"), "insights", "portee", _REACH, Action.SEE_REACH),
    _page(f"{_R}/channels.py", mark("Par canal et par lieu"), "hub", "canaux", _REACH, Action.SEE_REACH),
    _page(
        f"{_R}/metrics.py",
        mark("Comptes et mesures"),
        "monitoring",
        "mesures",
        _REACH,
        Action.SEE_REACH,
    ),
    _page(f"{_R}/evolution.py", mark("Évolution"), "show_chart", "evolution", _REACH, Action.SEE_REACH),
    _page(
        f"{_R}/health.py",
        mark("Santé des relevés"),
        "health_and_safety",
        "releves",
        _REACH,
        Action.SEE_REACH,
    ),
    _page(
        f"{_R}/imports.py",
        mark("Importer un export"),
        "upload_file",
        "imports",
        _REACH,
        Action.COLLECT,
    ),
    _page(
        f"{_K}/settings.py",
        mark("Suivi des contacts"),
        "tune",
        "reglages-contacts",
        _HOUSE,
        Action.SETTLE_CONTACTS,
    ),
    _page(
        "app/people/pages/people.py",
        mark("Personnes"),
        "manage_accounts",
        "personnes",
        _HOUSE,
        Action.MANAGE_PEOPLE,
    ),
)

if __name__ == "__main__":
    wire()
    frame.run(PAGES)
