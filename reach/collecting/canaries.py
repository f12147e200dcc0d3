"""One public account per network that is surely there: when it is «gone» too, it is us who are refused.

Well known and anyone's: no person of ours is named. What is read of it is not kept.
"""

from __future__ import annotations

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
"""What the canary said holds for the rest of the run."""
