"""What an owner or an administrator gave so that a network answers. Connectors keep none of it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Credentials:
    """One network's credentials, given with each question and printed nowhere.

    `token`: what the owner of an account allowed (Instagram, Facebook, TikTok; a few Mastodon servers).
    `key`: a key of the installation (YouTube).
    `account`: whom the token speaks for: the Instagram user id, the Facebook page id; '' elsewhere.
    """

    token: str = field(default="", repr=False)
    key: str = field(default="", repr=False)
    account: str = ""


NONE = Credentials()
