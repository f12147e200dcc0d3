"""Ways from any page of this room to one thing's own page."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn
from uuid import UUID

import streamlit as st

_PAGES = Path(__file__).parent


def post(post_id: UUID) -> NoReturn:
    """Go to the page on which a post is written."""
    st.switch_page(_PAGES / "post.py", query_params={"id": str(post_id)})
