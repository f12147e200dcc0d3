"""From a code to a first contact: one frame of counts per channel, place and ambassador.

What a row says:

- a link's row (its channel, placement, ambassador): scans, and first contacts traced or said;
- a channel's declared row (no placement): people who named that channel when asked. Somebody who
  names several channels stands in several rows; who named friend and relative stands once;
- the unknown row: people with neither code nor answer. They stand nowhere else.

<NA> is «nothing can be known here», never 0: a declared row has no scans. Rows summed by channel
give the channel; traced, said and declared are never added together (docs/decisions/0009).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pandas as pd
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from ambassadors import roster
from ambassadors.roster import OwnedBy
from campaigns import prescribers, scans
from campaigns.models import Code, Link, Placement
from campaigns.scans import LinkCount
from contacts import origins
from contacts.origins import CountedContact
from core.people import folded
from core.territory import Channel, Voice

EVIDENCE = ("traced", "said", "declared", "unknown")
COUNTS = ("scans_total", "scans_human", *EVIDENCE)
LABELS = (
    "channel",
    "voice",
    "placement_id",
    "placement",
    "held_on",
    "code",
    "ambassador",
    "ambassador_id",
)
_ORDER = {channel: place for place, channel in enumerate(Channel)}


@dataclass(frozen=True)
class Funnel:
    """The frame, and what it cannot say of people: how many there are, how many answered, what together.

    `answers` counts people by the set of channels that they named, `voices` those who named word of
    mouth by who passed it; `unknown` is None where a filter by campaign hides it (without a code,
    nobody belongs to a campaign).
    """

    rows: pd.DataFrame
    contacts: int
    answers: Mapping[frozenset[Channel], int]
    voices: Mapping[Voice, int]
    unknown: int | None

    @property
    def answered(self) -> int:
        """People who named at least one channel."""
        return sum(self.answers.values())

    @property
    def cited(self) -> Counter[Channel]:
        """People who named each channel; one person may stand under several."""
        return _cited(self.answers)


def rows(
    session: Session,
    consortium_id: UUID,
    *,
    campaign_id: UUID | None = None,
    since: date | None = None,
    until: date | None = None,
    timezone: str,
) -> pd.DataFrame:
    """The frame alone: LABELS and COUNTS as columns (Int64), in the order of channels and places.

    `since` and `until` are days of `timezone`, both included. A campaign keeps its own links and
    the people who came with one of their codes.
    """
    return read(
        session, consortium_id, campaign_id=campaign_id, since=since, until=until, timezone=timezone
    ).rows


def read(
    session: Session,
    consortium_id: UUID,
    *,
    campaign_id: UUID | None = None,
    since: date | None = None,
    until: date | None = None,
    timezone: str,
) -> Funnel:
    """The funnel of a consortium; arguments as for `rows`."""
    links = _links(session, consortium_id, campaign_id)
    counted = [
        contact
        for contact in origins.counted(session, consortium_id, since, until)
        if campaign_id is None or contact.campaign_id == campaign_id
    ]
    scanned = {count.link_id: count for count in scans.counts(session, consortium_id, since, until, timezone)}
    answers = Counter(named for contact in counted if (named := _named(contact)))
    voices = Counter(voice for contact in counted for voice in _voices(contact))
    unknown = sum(1 for contact in counted if not _named(contact) and not _coded(contact, links))
    found = [
        *_of_links(links, roster.owners(session, consortium_id), scanned, counted),
        *({"channel": channel, "declared": people} for channel, people in _cited(answers).items()),
        {"channel": Channel.UNKNOWN, "unknown": unknown if campaign_id is None else None},
    ]
    return Funnel(_frame(found), len(counted), answers, voices, unknown if campaign_id is None else None)


def by_channel(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows summed by channel, indexed by channel; <NA> where no row of the channel knows."""
    return frame.groupby("channel", sort=False)[list(COUNTS)].sum(min_count=1)


def by_ambassador(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per ambassador, from A to Z and never by rank: alias, scans, traced, said.

    The same scans and contacts stand under their channels too: never add the two.
    """
    known = frame[frame["ambassador_id"].notna()]
    columns = ["ambassador", "scans_total", "scans_human", "traced", "said"]
    found = known.groupby(["ambassador_id", "ambassador"], sort=False)[columns[1:]].sum().reset_index()
    order = found["ambassador"].map(folded).sort_values(kind="stable").index
    return found.loc[order, columns].reset_index(drop=True)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain values; None for what cannot be known."""
    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in frame.astype(object).to_dict("records")
    ]


def as_json(frame: pd.DataFrame) -> dict[str, Any]:
    """The frame as `porte-voix reach --json` and the API print it; None for what cannot be known."""
    return {
        "rows": [
            {
                "channel": str(row["channel"]),
                "placement": row["placement"],
                "ambassador": row["ambassador"],
                "scans_total": row["scans_total"],
                "scans_human": row["scans_human"],
                "contacts": {grade: row[grade] for grade in EVIDENCE},
            }
            for row in records(frame)
        ]
    }


def _links(session: Session, consortium_id: UUID, campaign_id: UUID | None) -> dict[int, dict[str, Any]]:
    """Every link of the consortium (or of one campaign): its place or prescriber, its latest living code."""
    query = (
        select(
            Link.id,
            Link.channel,
            Link.voice,
            Link.placement_id,
            Link.retired_at,
            Placement.place,
            Placement.held_on,
            Code.shown,
        )
        .outerjoin(Placement, Placement.id == Link.placement_id)
        .outerjoin(Code, and_(Code.link_id == Link.id, ~Code.alias))
        .where(Link.consortium_id == consortium_id)
        .order_by(Link.retired_at.is_(None), Link.id, Code.text)
    )
    if campaign_id is not None:
        query = query.where(Link.campaign_id == campaign_id)
    prescribed = prescribers.names(session, consortium_id)
    return {
        link.id: {
            "channel": link.channel,
            "voice": link.voice,
            "placement_id": link.placement_id,
            "placement": link.place or prescribed.get(link.id),
            "held_on": link.held_on,
            "code": link.shown,
        }
        for link in session.execute(query)
    }


def _of_links(
    links: Mapping[int, dict[str, Any]],
    owners: Mapping[int, OwnedBy],
    scanned: Mapping[int, LinkCount],
    counted: Sequence[CountedContact],
) -> Iterable[dict[str, Any]]:
    """One row per channel, placement and ambassador; a link with neither keeps a row of its own."""
    people = Counter((contact.link_id, str(contact.code_evidence)) for contact in counted)
    found: dict[object, dict[str, Any]] = {}
    for link_id, link in links.items():
        owner = owners.get(link_id)
        owned = {"ambassador": owner.alias, "ambassador_id": owner.ambassador_id} if owner else {}
        placed = (link["placement_id"], owned.get("ambassador_id"))
        row = found.setdefault(
            (link["channel"], placed if any(placed) else link_id), dict.fromkeys(COUNTS[:4], 0)
        )
        count = scanned.get(link_id)
        row |= link | owned
        row["scans_total"] += count.total if count else 0
        row["scans_human"] += count.human if count else 0
        row["traced"] += people[link_id, "traced"]
        row["said"] += people[link_id, "said"]
    return found.values()


def _named(contact: CountedContact) -> frozenset[Channel]:
    """The channels that somebody named; «I do not know» names none."""
    return frozenset(channel for channel, _voice in contact.declared) - {Channel.UNKNOWN}


def _voices(contact: CountedContact) -> frozenset[Voice]:
    """Who passed the word, for somebody who named word of mouth."""
    return frozenset(
        voice for channel, voice in contact.declared if channel is Channel.WORD_OF_MOUTH and voice is not None
    )


def _coded(contact: CountedContact, links: Mapping[int, object]) -> bool:
    return contact.link_id in links and contact.code_evidence is not None


def _cited(answers: Mapping[frozenset[Channel], int]) -> Counter[Channel]:
    cited: Counter[Channel] = Counter()
    for named, people in answers.items():
        cited.update(dict.fromkeys(named, people))
    return cited


def _frame(found: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    ordered = sorted(found, key=_place)
    # As objects: pandas would turn channels into plain text, and None into NaN.
    frame = pd.DataFrame(ordered, columns=[*LABELS, *COUNTS], dtype=object)
    frame = frame.where(frame.notna(), None)
    return frame.astype(dict.fromkeys(COUNTS, "Int64"))


def _place(row: Mapping[str, Any]) -> tuple[int, bool, str, str, str]:
    """Channels in their order; in each the places A to Z, the ambassadors A to Z, the declared row."""
    label = row.get("placement") or row.get("ambassador") or ""
    return (
        _ORDER[row["channel"]],
        "declared" in row,
        folded(label),
        str(row.get("held_on") or ""),
        row.get("code") or "",
    )
