"""Links: where a code leads, and whether it answers. A link is retired, never deleted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, urlencode, urlsplit, urlunsplit
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from campaigns import codes
from campaigns.models import Campaign, Code, Link, LinkVersion, Placement
from core import audit, clock, people, settings
from core.errors import Conflict, InvalidInput, NotFound
from core.i18n import _
from core.people import Action, Actor, folded
from core.territory import NETWORKS, Channel, Voice

LONGEST = 1000
_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")
_SAFE = ":/%#?=&@[]!$'()*+,;~"


def create(
    session: Session,
    *,
    consortium_id: UUID,
    channel: Channel,
    destination: str,
    voice: Voice | None = None,
    campaign_id: UUID | None = None,
    placement_id: UUID | None = None,
    answers: bool = True,
    word: str | None = None,
) -> tuple[Link, Code]:
    """A new link and its code: printed, or spoken when a word is given.

    InvalidInput («destination», «word»); NotFound for a campaign or placement of another consortium.
    """
    campaign = None if campaign_id is None else session.get(Campaign, campaign_id)
    if campaign_id is not None:
        _require_own(campaign, consortium_id)
    if placement_id is not None:
        _require_own(session.get(Placement, placement_id), consortium_id)
    link = Link(
        consortium_id=consortium_id,
        campaign_id=campaign_id,
        placement_id=placement_id,
        channel=channel,
        voice=voice,
        destination=checked(destination),
        utm=utm(campaign, channel),
        answers=answers,
        created_at=clock.now(),
    )
    session.add(link)
    session.flush()
    session.add(
        LinkVersion(
            link_id=link.id,
            number=1,
            destination=link.destination,
            from_quarter=clock.quarter_of(link.created_at),
            set_at=link.created_at,
        )
    )
    session.flush()
    code = codes.new(session, link.id) if word is None else codes.new_spoken(session, link.id, word)
    return link, code


def retire(session: Session, link: Link) -> None:
    """Give the link back for good; its scans stay counted. Doing it twice changes nothing."""
    if link.retired_at is None:
        link.retired_at = clock.now()
        session.flush()


def give_back(session: Session, actor: Actor, link_id: int) -> None:
    """Retire a link for good, from its own screen. Forbidden, NotFound, or Conflict once retired."""
    retire(session, own(session, actor, link_id))
    audit.record(session, actor, "campaigns.link_retired", link_id)


def set_answers(session: Session, link_ids: Iterable[int], answers: bool) -> None:
    """Open or silence links, from the next request on, in every process."""
    session.execute(update(Link).where(Link.id.in_(list(link_ids))).values(answers=answers))


def code_of(session: Session, link_id: int) -> Code:
    """The code of a link that is shown (an alias never is); NotFound without one."""
    query = select(Code).where(Code.link_id == link_id).order_by(Code.alias, Code.text)
    code = session.scalar(query.limit(1))
    if code is None:
        raise NotFound(_("Ce lien n'a pas de code."))
    return code


def rename(session: Session, actor: Actor, link_id: int, word: str | None = None) -> Code:
    """Another code for the link: to say when a word is given, else to print. The earlier ones stay good.

    Raises NotFound, Conflict (a retired link, no free code) and InvalidInput («word»).
    """
    link = own(session, actor, link_id)
    code = codes.new(session, link_id) if word is None else codes.new_spoken(session, link_id, word)
    session.execute(update(Code).where(Code.link_id == link_id, Code.text != code.text).values(alias=True))
    audit.record(session, actor, "campaigns.link_renamed", link.id)
    return code


def aliases(session: Session, consortium_id: UUID, link_id: int) -> list[str]:
    """The earlier codes of a link, as they were printed; all of them still lead to it."""
    query = select(Code.shown).join(Link, Link.id == Code.link_id).order_by(Code.shown)
    return list(
        session.scalars(query.where(Link.consortium_id == consortium_id, Link.id == link_id, Code.alias))
    )


def own(session: Session, actor: Actor, link_id: int) -> Link:
    """The living link of the actor's consortium, locked; Forbidden, NotFound, or Conflict once retired."""
    people.require(actor, Action.MANAGE_PLACEMENTS, actor.consortium_id)
    query = select(Link).where(Link.id == link_id, Link.consortium_id == actor.consortium_id)
    link = session.scalar(query.with_for_update(key_share=True).execution_options(populate_existing=True))
    if link is None:
        raise NotFound(_("Ce lien est introuvable. Revenez à la liste des liens."))
    if link.retired_at is not None:
        raise Conflict(_("Ce lien est retiré pour de bon. Créez-en un autre."))
    return link


def short_url(code: Code) -> str:
    """The address to show and share."""
    return f"{settings.current().public_url}/r/{code.shown}"


def target(link: Link, code: Code) -> str:
    """Where the link leads: a path of ours with the code as «c», another site's address with its UTM."""
    return addressed(link.destination, code.shown, link.utm)


def addressed(destination: str, shown: str, utm: str = "") -> str:
    """The same from plain values."""
    path, mark, fragment = destination.partition("#")
    added = f"c={shown}" if destination.startswith("/") else utm
    if not added or (added is utm and "utm_" in path):
        return destination
    return f"{path}{'&' if '?' in path else '?'}{added}{mark}{fragment}"


def utm(campaign: Campaign | None, channel: Channel) -> str:
    """What another site's own statistics get: the channel and the campaign, never the code."""
    if campaign is None:
        return ""
    name = re.sub(r"[^a-z0-9]+", "-", folded(campaign.name)).strip("-")[:100]
    medium = "social" if channel in NETWORKS else "terrain"
    return urlencode({"utm_source": channel.value, "utm_medium": medium, "utm_campaign": name})


def checked(destination: str) -> str:
    """The destination in plain ASCII; InvalidInput unless a path of ours or an http(s) address."""
    text = destination.strip()
    own = settings.current().public_url
    if text.startswith(f"{own}/"):
        text = text.removeprefix(own)
    if len(text) > LONGEST or any(sign.isspace() or not sign.isprintable() or sign == "\\" for sign in text):
        raise _refused()
    made = _path(text) if text.startswith("/") else _address(text)
    if len(made) > LONGEST:
        raise _refused()
    return made


def _path(text: str) -> str:
    # A link to a link would count twice, or run in circles.
    if text.startswith("//") or text.lower().startswith("/r/"):
        raise _refused()
    return quote(text, safe=_SAFE)


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        raise _refused() from None
    # Some letters fold to a space or a sign on their way to ASCII; no host has those.
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host) or "@" in parts.netloc:
        raise _refused()
    host = f"[{host}]" if ":" in host else host
    place = host if port is None else f"{host}:{port}"
    rest = quote(urlunsplit(("", "", parts.path, parts.query, parts.fragment)), safe=_SAFE)
    return f"{parts.scheme}://{place}{rest}"


def _refused() -> InvalidInput:
    return InvalidInput(
        _(
            "Cette destination ne convient pas. Donnez une page d'ici (/bonjour/permis) "
            "ou une adresse qui commence par https://."
        ),
        "destination",
    )


def _require_own(found: Campaign | Placement | None, consortium_id: UUID) -> None:
    if found is None or found.consortium_id != consortium_id:
        raise NotFound(_("Introuvable. Vérifiez l'adresse, ou revenez à la liste."))
