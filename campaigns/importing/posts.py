"""Posts from a spreadsheet: one line each, its networks and, if wanted, the words for one of them only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import planning, typed, when
from campaigns.importing import tables
from campaigns.importing.tables import Checked, Column, Progress, Table
from campaigns.models import Post, Stage, Variant
from campaigns.posts import LONGEST_TEXT
from campaigns.writing import forms
from connectors import limits
from core import audit, clock, people, sheets, territory
from core.errors import InvalidInput
from core.i18n import _, mark
from core.people import Action, Actor, folded
from core.territory import NETWORKS, Channel

COLUMNS = (
    Column("title", mark("Titre"), ("nom", "titrepourvousyretrouver"), needed=True),
    Column("text", mark("Texte"), ("message", "legende", "contenu", "caption"), needed=True),
    Column("networks", mark("Réseaux"), ("reseau", "canal", "canaux", "network"), needed=True),
    Column("day", mark("Jour"), ("date", "datedepublication", "publierle"), needed=True),
    Column("wall", mark("Heure"), ("heuredepublication", "time"), needed=True),
    Column("campaign", mark("Campagne"), ("campaign",)),
    Column("hashtags", mark("Mots-dièse"), ("hashtags", "motsdieses", "tags")),
    Column("text_tiktok", mark("Texte TikTok")),
    Column("text_instagram", mark("Texte Instagram")),
    Column("text_snapchat", mark("Texte Snapchat")),
    Column("text_youtube", mark("Texte YouTube")),
    Column("text_discord", mark("Texte Discord")),
    Column("text_facebook", mark("Texte Facebook")),
)
_BATCH = 250


@dataclass(frozen=True)
class Line:
    """A post as a line of the file wants it."""

    campaign_id: UUID
    title: str
    text: str
    hashtags: str
    due_at: datetime
    due_wall: str
    own: Mapping[Channel, str | None]
    """Each network, with the words that are written for it only."""


def check(
    session: Session,
    actor: Actor,
    table: Table,
    mapping: Mapping[str, int],
    campaign_id: UUID,
    timezone: str,
) -> list[Checked]:
    """What each line would make, or what is wrong with it; nothing is written.

    `campaign_id` is for lines that name none. Raises InvalidInput («file») while a needed column is
    not chosen, and NotFound.
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    typed.own_campaign(session, actor.consortium_id, campaign_id)
    if missing := tables.lacking(COLUMNS, mapping):
        raise InvalidInput(_("Choisissez la colonne « {title} ».", title=missing[0]), "file")
    reader = _Reader(session, actor.consortium_id, campaign_id, timezone)
    return [reader.checked(number, tables.cells_of(row, mapping)) for number, row in table.rows]


def create(
    session: Session, actor: Actor, found: Sequence[Checked], timezone: str, progress: Progress
) -> int:
    """A draft for each line: each is read, and given its media, before it is scheduled.

    InvalidInput while a line is wrong: then nothing is written.
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    lines = tables.right(found, Line)
    for start in range(0, len(lines), _BATCH):
        progress(start, len(lines))
        batch = lines[start : start + _BATCH]
        made = [_post(session, actor, line, timezone) for line in batch]
        session.add_all(made)
        session.flush()
        session.add_all(
            Variant(
                consortium_id=actor.consortium_id,
                post_id=post.id,
                network=network,
                text=own,
                ending=line.hashtags,
            )
            for post, line in zip(made, batch, strict=True)
            for network, own in line.own.items()
        )
        session.flush()
    progress(len(lines), len(lines))
    audit.record(session, actor, "campaigns.posts_imported", len(lines))
    return len(lines)


def _post(session: Session, actor: Actor, line: Line, timezone: str) -> Post:
    return Post(
        consortium_id=actor.consortium_id,
        campaign_id=typed.own_campaign(session, actor.consortium_id, line.campaign_id).id,
        title=line.title,
        text=line.text,
        hashtags=line.hashtags,
        due_at=line.due_at,
        due_wall=line.due_wall,
        due_timezone=timezone,
        stage=Stage.DRAFT,
        created_by=actor.user_id,
        created_at=clock.now(),
    )


def written(session: Session, consortium_id: UUID, campaign_id: UUID | None = None) -> bytes:
    """The posts of a consortium, or of one campaign, as a table that `check` reads back."""
    query = (
        select(Post, Variant)
        .join(Variant, Variant.post_id == Post.id)
        .where(Post.consortium_id == consortium_id, Post.cancelled_at.is_(None))
        .order_by(Post.due_at, Post.id)
    )
    if campaign_id is not None:
        query = query.where(Post.campaign_id == campaign_id)
    names = {row.id: row.name for row in planning.campaigns(session, consortium_id)}
    by_post: dict[UUID, tuple[Post, dict[Channel, str | None]]] = {}
    for post, variant in session.execute(query):
        by_post.setdefault(post.id, (post, {}))[1][variant.network] = variant.text
    head = [_(column.title) for column in COLUMNS]
    return sheets.written(head, [_row(post, own, names) for post, own in by_post.values()])


def _row(post: Post, own: Mapping[Channel, str | None], names: Mapping[UUID, str]) -> list[object]:
    day, _t, wall = post.due_wall.partition("T")
    year, month, number = day.split("-")
    return [
        post.title,
        post.text,
        ", ".join(territory.label(network) for network in NETWORKS if network in own),
        f"{number}/{month}/{year}",
        wall,
        names.get(post.campaign_id, ""),
        post.hashtags,
        *(own.get(Channel(column.name.removeprefix("text_"))) for column in COLUMNS[7:]),
    ]


class _Reader:
    """Reads lines against the campaigns and posts that the consortium has."""

    def __init__(self, session: Session, consortium_id: UUID, campaign_id: UUID, timezone: str) -> None:
        self._campaign_id, self._timezone = campaign_id, timezone
        self._campaigns = {folded(row.name): row.id for row in planning.campaigns(session, consortium_id)}
        self._networks = {folded(territory.label(one)): one for one in NETWORKS} | {
            one.value: one for one in NETWORKS
        }
        known = select(Post.title, Post.due_wall, Post.campaign_id).where(
            Post.consortium_id == consortium_id, Post.cancelled_at.is_(None)
        )
        self._known = {(folded(title), wall, where): 0 for title, wall, where in session.execute(known)}

    def checked(self, number: int, cells: Mapping[str, str]) -> Checked:
        shown = cells.get("title", "")
        try:
            line = self._line(cells)
            self._once(number, line)
            return Checked(number, shown, wanted=line)
        except InvalidInput as error:
            return Checked(number, shown, error=error.message)

    def _line(self, cells: Mapping[str, str]) -> Line:
        title = typed.text(cells.get("title", ""), "title", 120, _("Il manque le titre."))
        networks = self._of(cells.get("networks", ""))
        own = {network: cells.get(f"text_{network.value}") for network in networks}
        text = cells.get("text", "")
        if not text and not all(own.values()):
            raise InvalidInput(_("Il manque le texte."), "text")
        for one in (text, *own.values()):
            if one and len(one) > LONGEST_TEXT:
                people.required(one, "text", LONGEST_TEXT)
        _fits(own, text)
        due_at, due_wall = when.planned(
            tables.day(cells.get("day", "")), tables.wall(cells.get("wall", "")), self._timezone
        )
        return Line(
            campaign_id=self._campaign(cells.get("campaign", "")),
            title=title,
            text=people.required(text, "text", LONGEST_TEXT) if text else "",
            hashtags=forms.tags(cells.get("hashtags", ""), "hashtags"),
            due_at=due_at,
            due_wall=due_wall,
            own=own,
        )

    def _of(self, text: str) -> list[Channel]:
        names = text.replace("/", ",").replace("+", ",").replace(";", ",").split(",")
        unknown = _("Le réseau « {text} » est inconnu. Écrivez par exemple TikTok, Instagram.")
        found = [tables.chosen(self._networks, name.strip(), unknown) for name in names if name.strip()]
        if not found:
            raise InvalidInput(_("Il manque le réseau."), "networks")
        return list(dict.fromkeys(found))

    def _campaign(self, text: str) -> UUID:
        unknown = _("La campagne « {text} » est inconnue. Donnez son nom exact.")
        return tables.chosen(self._campaigns, text, unknown) if text else self._campaign_id

    def _once(self, number: int, line: Line) -> None:
        before = self._known.setdefault((folded(line.title), line.due_wall, line.campaign_id), number)
        if before == number:
            return
        if before:
            raise InvalidInput(_("Cette publication est déjà à la ligne {number}.", number=before), "title")
        raise InvalidInput(_("Cette publication est déjà prévue à ce moment."), "title")


def _fits(own: Mapping[Channel, str | None], text: str) -> None:
    """Each text within what its network takes; InvalidInput names the network."""
    for network, said in own.items():
        draft = limits.Draft(said or text)
        for breach in limits.breaches(draft, limits.USUAL[network.value], (limits.Thing.TEXT,)):
            label = territory.label(network)
            raise InvalidInput(_("{network} : {sentence}", network=label, sentence=breach.sentence), "text")
