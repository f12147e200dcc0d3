"""An export of the invented Instagram account, kept as somebody keeps theirs: what only the owner is told."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.models import Post, Variant
from connectors.exports import reading
from core import clock, settings
from core.people import Actor
from core.territory import Channel
from reach.imports import keeping, meanings
from reach.imports.looking import Wish

POSTS = 8
_HEAD = (
    *("Post ID", "Account ID", "Account username", "Account name", "Description", "Duration (sec)"),
    *("Publish time", "Permalink", "Post type", "Date", "Reach", "Saves", "Follows"),
)
_NOBODYS = "https://www.instagram.com/p/DEMOAILLEURS/"
"""A post that the team never noted: its line waits."""


def keep(session: Session, actor: Actor, handle: str, chance: Random) -> None:
    """Import the table that Meta gives of the latest posts, and of one that is not known here."""
    query = (
        select(Variant, Post.title)
        .join(Post, Post.id == Variant.post_id)
        .where(
            Variant.consortium_id == actor.consortium_id,
            Variant.network == Channel.INSTAGRAM,
            Variant.published_url.is_not(None),
        )
        .order_by(Variant.published_at.desc(), Variant.published_url)
        .limit(POSTS)
    )
    lines = [(one.published_url, title, one.published_at) for one, title in session.execute(query)]
    lines.append((_NOBODYS, "Portes ouvertes", lines[-1][2]))
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(_HEAD)
    for number, (url, title, at) in enumerate(lines):
        reached = chance.randrange(300, 2_400)
        when = f"{at:%m/%d/%Y %H:%M}" if at else ""
        numbers = (reached, reached // chance.randrange(40, 90), reached // chance.randrange(200, 500))
        table.writerow((number, 1, handle, handle, title, 0, when, url, "IG image", "Lifetime", *numbers))
    day = clock.today(settings.current().timezone) - timedelta(days=1)
    export = reading.read(written.getvalue().encode(), day, meanings.known(session, actor.consortium_id))
    keeping.keep(session, actor, export, Wish(day))
