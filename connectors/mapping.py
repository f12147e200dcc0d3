"""From a reduced body to measures: pure, so that what was kept can be mapped again years later."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from connectors import readings
from connectors.addresses import PostAddress
from connectors.errors import Changed
from connectors.places import PLACES
from connectors.readings import Listed, Raw, Reading, Source
from connectors.records import PostRecord

ACCOUNT = "account"
POST = "post"


@dataclass(frozen=True)
class Mapper:
    """Makes measures of one kind of reduced body.

    `version` grows with the shape of the body; `read` goes on knowing the older shapes.
    """

    version: int
    read: Callable[[Raw], Reading]

    def reading(self, raw: Raw, handle: str | None) -> Reading:
        """The measures in `raw`, which stays beside them. Raises Changed for counters that are none."""
        return replace(self.read(raw), handle=handle, raw=raw, mapper=self.version)


Mappers = Mapping[str, Mapper]


def reduced(of: str, body: Raw, *names: str) -> dict[str, object]:
    """The members of `body` with these names, as a reduced body of an «account» or a «post»."""
    return {"of": of} | {name: body[name] for name in names if name in body}


def word(holder: Raw, name: str) -> str:
    """A member that must be a text. Raises Changed."""
    found = holder.get(name)
    if not isinstance(found, str):
        raise Changed
    return found


def part(holder: Raw, name: str) -> Raw:
    """A member that must be an object. Raises Changed."""
    found = holder.get(name)
    if not isinstance(found, dict):
        raise Changed
    return found


def parts(holder: Raw, name: str) -> list[Raw]:
    """A member that must be a list of objects. Raises Changed."""
    found = holder.get(name)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Changed
    return found


def found_at(network: str, identifier: str, handle: str | None) -> PostAddress:
    """Where a post is that a network named itself. Raises Changed for an identifier that it cannot have."""
    if not PLACES[network].id.fullmatch(identifier):
        raise Changed
    return PostAddress(network, identifier, handle)


def listed(source: Source, handle: str, found: Sequence[Listed]) -> tuple[PostRecord, ...]:
    """The records of an account's posts. Raises Changed for an identifier that the network cannot have."""
    network = source.key.partition("/")[0]
    places = [found_at(network, one.id, handle) for one in found]
    return tuple(
        readings.post(source, where.id, where.url, replace(one.reading, handle=handle))
        for one, where in zip(found, places, strict=True)
    )


def remap(mappers: Mappers, raw: Raw, mapper: int) -> Reading:
    """What today's mapper makes of a body that version `mapper` kept. Raises Changed for an unknown one."""
    chosen = mappers.get(str(raw.get("of")))
    if chosen is None or not 1 <= mapper <= chosen.version:
        raise Changed
    return chosen.reading(raw, None)
