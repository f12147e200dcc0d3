"""What a file holds: parts, their rows, and what could not be taken."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from connectors.readings import Seen
from connectors.records import MeasureName


class Kind(StrEnum):
    """What the rows of a table are."""

    POSTS = "posts"
    DAYS = "days"
    ASIDE = "aside"
    """Known, and not taken: who looks, or numbers that are no totals."""


class Column(StrEnum):
    """What a column says, measures aside."""

    LINK = "link"
    HANDLE = "handle"
    PUBLISHED = "published"
    TITLE = "title"
    DAY = "day"
    PERIOD = "period"


Role = Column | MeasureName


@dataclass(frozen=True)
class Problem:
    """Why a line, or one of its cells, is not taken."""

    file: str
    line: int
    sentence: str


@dataclass(frozen=True)
class PostRow:
    """One post: its address as the file has it, and what was counted since it went out."""

    file: str
    line: int
    url: str
    seen: tuple[Seen, ...]
    handle: str = ""
    title: str = ""
    published: date | None = None


@dataclass(frozen=True)
class DayRow:
    """One day of an account: what was counted on that day, or (followers) stood at its end."""

    file: str
    line: int
    day: date
    seen: tuple[Seen, ...]


@dataclass(frozen=True)
class Part:
    """One table that was recognised; `network` is "" where the file does not say it."""

    file: str
    format: str
    network: str
    kind: Kind
    posts: tuple[PostRow, ...] = ()
    days: tuple[DayRow, ...] = ()
    taken: tuple[str, ...] = ()
    """Headers of the columns that were read."""
    left: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unknown:
    """A table with a set of headers that nobody has explained yet."""

    file: str
    headers: tuple[str, ...]
    signature: str
    sample: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Explained:
    """What a person said of a set of headers: the network, and the role of each column by folded header."""

    network: str
    columns: Mapping[str, Role]

    @property
    def kind(self) -> Kind:
        """Days where a column says the day, else posts."""
        return Kind.DAYS if Column.DAY in self.columns.values() else Kind.POSTS


@dataclass(frozen=True)
class Export:
    """A whole file; `notes` say what was left aside, `dated` is the latest day that an archive gives."""

    digest: str
    parts: tuple[Part, ...]
    unknown: tuple[Unknown, ...] = ()
    notes: tuple[str, ...] = ()
    dated: date | None = field(default=None)


def folded(header: str) -> str:
    """A header without capitals, accents, doubled spaces and curly apostrophes."""
    plain = header.replace("\ufeff", "").replace("’", "'").replace("œ", "oe").casefold()
    decomposed = unicodedata.normalize("NFKD", plain)
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).split())
