"""What is shown while a job runs: a bar that says what is being done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from core.jobs import Progress


@contextmanager
def bar(text: str) -> Iterator[Progress]:
    """A bar for the length of the block, gone after it; give what comes back to `core.jobs.run`."""
    shown = st.progress(0.0, text)

    def progress(done: int, total: int, doing: str) -> None:
        shown.progress(min(done / total, 1.0) if total else 1.0, doing or text)

    try:
        yield progress
    finally:
        shown.empty()
