"""The invented landing pages: a number and hours on each, two zones of their own, a hub, two languages."""

from __future__ import annotations

from sqlalchemy.orm import Session

from campaigns.models import Campaign
from contacts import editing, hubs, landing, languages
from contacts.languages import FRENCH, Words
from core import territory
from core.i18n import typeset
from core.people import Actor
from core.territory import Audience, Need

PHONE = "06 39 98 99 01"
"""Of the range that is kept for works of fiction."""
HOURS = "Lundi à vendredi, 9 h à 20 h. Samedi, 10 h à 17 h."
ZONED = (("permis-les-forges", Need.LICENCE, "Les Forges"), ("sport-la-plaine", Need.SPORT, "La Plaine"))
READER = "Samira Haddou (nom inventé)"
ARABIC = Words(
    "رخصة السياقة غالية. نحن نساعدك.",
    "نبحث معك عن المساعدات الموجودة. نُعدّ الملف معا. مجاني وبدون تسجيل.",
    "من الاثنين إلى الجمعة، من 9 إلى 20. السبت، من 10 إلى 17.",
)
UKRAINIAN = Words(
    "Права коштують дорого. Ми допоможемо.",
    "Разом шукаємо, яка є допомога. Разом складаємо документи. Безкоштовно, без реєстрації.",
    "Понеділок–п'ятниця, 9:00–20:00. Субота, 10:00–17:00.",
)


def pages(session: Session, actor: Actor, campaigns: list[Campaign]) -> None:
    """What the communications officer has made of the usual pages."""
    for page in landing.pages(session, actor.consortium_id):
        editing.settle(session, actor, page.id, phone=PHONE, zone_id=None)
        words = Words(page.title, page.text, typeset(HOURS))
        editing.save(session, actor, page.id, FRENCH, words)
    zones = {zone.name: zone.id for zone in territory.zones(session, actor.consortium_id)}
    of_need = {page.need: page for page in reversed(landing.pages(session, actor.consortium_id))}
    for slug, need, zone in ZONED:
        words = languages.french(of_need[need])
        editing.add(session, actor, slug, need, words, zone_id=zones[zone], phone=PHONE)
    licence = of_need[Need.LICENCE].id
    read = editing.save(session, actor, licence, "ar", ARABIC)
    editing.confirm(session, actor, licence, "ar", read.number, READER)
    editing.save(session, actor, licence, "uk", UKRAINIAN)
    hubs.create(session, actor, _general(campaigns).id)


def path_for(session: Session, campaign: Campaign) -> str:
    """Where the codes of a campaign lead: the page of its need, that for relatives, or the hub."""
    choices = landing.choices(session, campaign.consortium_id)
    found = [choice.path for choice in choices if choice.need is campaign.need]
    if campaign.need is not Need.OTHER:
        return found[0]
    return found[1] if campaign.audience is Audience.RELATIVES else found[-1]


def _general(campaigns: list[Campaign]) -> Campaign:
    """The campaign of no need in particular, for young people."""
    return next(one for one in campaigns if one.need is Need.OTHER and one.audience is Audience.YOUNG)
