"""What all readers of an open interface have in common: they scrape nothing and warn of nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from connectors import mapping
from connectors.mapping import Mappers
from connectors.readings import Raw, Reading


@dataclass(frozen=True)
class OpenInterface:
    """A reader of an interface that a network offers to programs; subclasses say which."""

    key: str
    scraping: ClassVar[bool] = False
    warning: ClassVar[str] = ""
    interface: ClassVar[str]
    mappers: ClassVar[Mappers]

    def version(self) -> str:
        """The version of the interface."""
        return self.interface

    def remap(self, raw: Raw, mapper: int) -> Reading:
        """The measures in a body kept by mapper `mapper`. Raises Changed for one it does not know."""
        return mapping.remap(self.mappers, raw, mapper)
