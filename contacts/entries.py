"""What the three ways in bring, as it came: a form, a desk's note, a portal's request."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from contacts.models import AgeBand, Caller, DetailKind
from contacts.wording import When
from core.errors import InvalidInput
from core.territory import Need


class CodeRefused(InvalidInput):
    """A code that was said and leads nowhere; `suggestions` are existing codes one slip away, as printed."""

    def __init__(self, message: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message, "code")
        self.suggestions = suggestions


@dataclass(frozen=True)
class Typed:
    """A public form as it was sent, nothing trusted; `code` is empty once removed by the person."""

    way: str = field(default="", repr=False)
    kind: str = ""
    when: str = ""
    need: str = ""
    age: str = ""
    origins: tuple[str, ...] = ()
    code: str = ""

    def fields(self) -> list[tuple[str, str]]:
        """What a form sends to say the same again."""
        one = ("way", "kind", "when", "need", "age", "code")
        given = [(name, str(getattr(self, name))) for name in one]
        return [field for field in given if field[1]] + [("origin", key) for key in self.origins]


@dataclass(frozen=True)
class DeskEntry:
    """What someone at a desk or in the street noted. `origins` are keys of contacts.wording.ORIGINS.

    `structure_id` None is the own structure of who notes; `place` says where they met, in a few words.
    """

    code: str = ""
    origins: tuple[str, ...] = ()
    need: Need | None = None
    age: AgeBand = AgeBand.UNSAID
    caller: Caller = Caller.YOUNG
    zone_id: UUID | None = None
    kind: DetailKind | None = None
    way: str = field(default="", repr=False)
    structure_id: UUID | None = None
    place: str = ""


@dataclass(frozen=True)
class PortalEntry(DeskEntry):
    """What a partner's own form sent; `traced` when the code came in the link that was opened."""

    when: When | None = None
    traced: bool = False


@dataclass(frozen=True)
class Received:
    """What the thank-you page may say: how and when the person will be answered."""

    kind: DetailKind
    when: When | None
