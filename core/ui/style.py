"""The only style sheet of the dashboard; rules 2, 4 and 5 name Streamlit's internals."""

from __future__ import annotations

import json

import streamlit as st

from core.i18n import _

_CSS = """
/* 1 cards: hairline; fields keep their 3:1 edge */
[class*="st-key-carte"]{border-color:color-mix(in srgb,currentColor 17%,transparent)!important}
/* 2 chart text: Streamlit's grey is 3.7:1 in light */
.vega-embed svg text{fill:currentColor!important}
/* 3 finger */
@media (pointer:coarse){:is(.stMain,.stDialog) button{min-height:44px}}
/* 4 chosen pill: ink text, 3.35:1 otherwise in dark */
:is(.stMain,.stDialog,[data-testid="stPopoverBody"]) button[data-selected="true"],
:is(.stMain,.stDialog,[data-testid="stPopoverBody"]) button[data-selected="true"] *{color:inherit!important}
:is(.stMain,.stDialog,[data-testid="stPopoverBody"]) button[data-selected="true"] p{font-weight:600}
/* 5 a file is chosen in the page's language; its label says what it may be */
[data-testid="stFileUploaderDropzone"] button p{font-size:0}
[data-testid="stFileUploaderDropzone"] button p::after{content:var(--choose-file);font-size:.875rem}
[data-testid="stFileUploaderDropzoneInstructions"]{display:none}
"""


def inject() -> None:
    """Put the style sheet on the page; call it inside the sidebar, where it leaves no gap."""
    word = json.dumps(_("Choisir un fichier"), ensure_ascii=False)
    st.html(f"<style>:root{{--choose-file:{word}}}{_CSS}</style>")
