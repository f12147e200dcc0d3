"""The public side of this room: every printed and spoken code under /r/."""

from __future__ import annotations

from campaigns.routes.fast import FastPath, Redirects, redirects

__all__ = ["FastPath", "Redirects", "redirects"]
