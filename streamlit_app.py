"""The one process of a small consortium: dashboard, public routes and jobs.

`streamlit run streamlit_app.py`, or any ASGI server on `streamlit_app:app`.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from app import public
from app.shell import DashboardShell
from core.ui import frame

app: ASGIApp = st.App(
    Path(__file__).parent / "app" / "dashboard.py",
    routes=public.ROUTES,
    middleware=[*public.MIDDLEWARE, Middleware(DashboardShell)],
    lifespan=public.lifespan_with_jobs,
    on_script_error=frame.on_error,
)
# Streamlit finds the line above, and serves what the name stands for in the end.
app = public.in_front(app)
