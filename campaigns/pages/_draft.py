"""What is being typed on the page of a post, kept while its fields come and go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import streamlit as st

from campaigns import editing
from campaigns.editing import Form, Sheet, Wording
from campaigns.writing import merging
from core.territory import Channel


@dataclass
class Draft:
    """What is typed, what was on the page when it was opened, and at which revision."""

    post_id: UUID
    revision: int
    base: Wording
    wording: Wording
    turn: int = 0
    """One more whenever fields are filled anew: their keys change, so that they show it."""

    @property
    def dirty(self) -> bool:
        """Whether something typed is not saved."""
        return self.wording != self.base

    def key(self, name: str) -> str:
        """The key of a field."""
        return f"post-{self.post_id.hex[:8]}-{self.turn}-{name}"

    def set(self, **values: Any) -> None:
        """Note what a field of the post holds."""
        self.wording = replace(self.wording, **values)

    def form(self, network: Channel) -> Form:
        """What is typed for one network."""
        return self.wording.forms[network]

    def set_form(self, network: Channel, **values: Any) -> None:
        """Note what a field of one network holds."""
        self.set(forms={**self.wording.forms, network: replace(self.form(network), **values)})

    def refill(self, **values: Any) -> None:
        """Change what fields show."""
        self.set(**values)
        self.turn += 1

    def take(self, now: Sheet) -> None:
        """Show what is stored, and forget what was typed."""
        self.base = self.wording = editing.wording_of(now)
        self.revision = now.post.revision
        self.turn += 1

    def keep_mine(self, now: Sheet) -> None:
        """Go on from what is stored, with what was typed on top of it."""
        theirs = editing.wording_of(now)
        self.wording, _asked = merging.merged(self.base, self.wording, theirs)
        self.base, self.revision = theirs, now.post.revision
        self.turn += 1


def of(now: Sheet) -> Draft:
    """The draft of this post in this tab; a newer one is taken up by itself while nothing is typed."""
    kept: Draft | None = st.session_state.get(_name(now.post.id))
    if kept is None:
        kept = Draft(now.post.id, 0, editing.wording_of(now), editing.wording_of(now))
        kept.revision = now.post.revision
        st.session_state[_name(now.post.id)] = kept
    elif kept.revision != now.post.revision and not kept.dirty:
        kept.take(now)
    return kept


def forget(post_id: UUID) -> None:
    """Read the post anew at the next run."""
    st.session_state.pop(_name(post_id), None)


def _name(post_id: UUID) -> str:
    return f"post.draft.{post_id}"
