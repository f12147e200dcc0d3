"""Parts that pages are made of: page head, answer sentence, card, empty state, own HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import streamlit as st
from jinja2 import Environment, StrictUndefined

_SIGNS = re.compile(r"([!-/:-@\[-`{-~])")
# Spaces that typography asks for stay; what people typed is one line.
_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")
_HTML = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
_SHOW = "export default function(c){c.parentElement.querySelector('.pv').innerHTML=c.data.html}"
_ANSWER_CSS = """
.pv{border-left:6px solid #FFC533;padding:2px 0 2px 18px;max-width:46rem;color:var(--st-text-color)}
.pv p{margin:0}
.pv .say{font:650 1.5rem/1.3 var(--st-heading-font);letter-spacing:-.01em;text-wrap:balance}
.pv .more{margin-top:8px;font:400 1rem/1.5 var(--st-font);
color:color-mix(in srgb,var(--st-text-color) 80%,var(--st-background-color))}
@media (max-width:640px){.pv .say{font-size:1.2rem}}
"""
_ANSWER = '<p class="say">{{ sentence }}</p>{% if detail %}<p class="more">{{ detail }}</p>{% endif %}'


@contextmanager
def header(title: str, sub: str = "", *, actions: int = 2) -> Iterator[None]:
    """The page head; the block draws its actions, on the right (below on a phone)."""
    left, right = st.columns([1, 1.3] if actions > 2 else [1.55, 1], vertical_alignment="bottom")
    with left, st.container(gap=None):
        st.title(title, anchor=False)
        if sub:
            st.caption(sub)
    with right, st.container(horizontal=True, horizontal_alignment="right"):
        yield


@contextmanager
def card(key: str) -> Iterator[None]:
    """A card: for a thing one can act on."""
    with st.container(border=True, key=f"carte-{key}"):
        yield


def answer(sentence: str, detail: str = "") -> None:
    """The sentence that decides something, with its yellow edge; once a page."""
    html_block("answer", _ANSWER, {"sentence": sentence, "detail": detail}, _ANSWER_CSS)


def empty(bold: str, caption: str = "") -> None:
    """The empty state: what is missing, and what to do."""
    with card(f"vide-{bold}"):
        st.markdown(f"**{bold}**")
        if caption:
            st.caption(caption)


def plain(text: str) -> str:
    """What people typed, safe inside Streamlit's Markdown: no mark-up, its own direction of reading."""
    return f"\u2068{escaped(text)}\u2069"


def escaped(text: str) -> str:
    """The same within a sentence of the reader's own direction."""
    return _SIGNS.sub(r"\\\1", _BLANKS.sub(" ", text).strip())


def html_block(name: str, template: str, values: Mapping[str, Any], css: str = "") -> None:
    """Own HTML from an autoescaped Jinja2 template; `css` styles `.pv`, with Streamlit's --st-* variables."""
    block = st.components.v2.component(f"porte_voix_{name}", html='<div class="pv"></div>', css=css, js=_SHOW)
    block(data={"html": _HTML.from_string(template).render(values)})
