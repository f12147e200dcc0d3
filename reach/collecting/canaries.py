"""One public account per network that is surely there: when it is «gone» too, it is us who are refused.

Well known and anyone's: no person of ours is named. What is read of it is not kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

CANARIES = {
    "instagram": "instagram",
    "tiktok": "tiktok",
    "youtube": "youtube",
    "snapchat": "snapchat",
    "mastodon": "mastodon@mastodon.social",
    "bluesky": "bsky.app",
    "fake": "temoin",
}
BELIEVED_FOR = timedelta(hours=1)
"""What the canary said to a reader holds for the rest of the run."""


@dataclass(frozen=True)
class Canary:
    """Whom to ask when a target is «gone», '' where nobody can be asked; which reader asked it last."""

    name: str
    heard_by: str = ""
    well: bool = True

    def says(self, provider: str) -> bool | None:
        """Whether that reader still sees it; None: it has to be asked."""
        if not self.name:
            return True
        return self.well if self.heard_by == provider else None
