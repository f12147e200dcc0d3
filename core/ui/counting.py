"""Counters that follow what is typed: the browser counts as `connectors.counting` does.

Streamlit tells the server of a text only once its field is left. A counter reads the field under
the same key in the page and counts there; a test compares both, sign by sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import streamlit as st

COUNT_JS = """
const CLUSTERS = new Intl.Segmenter('fr', {granularity: 'grapheme'})
const COUNT = {
  graphemes: text => [...CLUSTERS.segment(text)].length,
  code_points: text => [...text].length,
  utf16: text => text.length,
  bytes: text => new TextEncoder().encode(text).length,
}
"""
_JS = (
    COUNT_JS
    + """
export default function ({parentElement, data}) {
  const place = parentElement.querySelector('.pv')
  const number = value => value.toLocaleString(data.language)
  const show = text => {
    place.replaceChildren(...data.counters.map(one => {
      const found = COUNT[one.unit](text.trim().normalize('NFC')) + (text.trim() ? one.under : 0)
      const line = document.createElement('span')
      line.className = found > one.most ? 'over' : ''
      line.textContent = `${one.label} ${number(found)} / ${number(one.most)}${one.suffix}`
      return line
    }))
  }
  const within = `.st-key-${CSS.escape(data.field)}`
  show(document.querySelector(`${within} textarea`)?.value ?? data.text)
  // The page may put another field in the place of this one: listen above both.
  const follow = event => event.target.closest?.(within) && show(event.target.value)
  document.addEventListener('input', follow)
  return () => document.removeEventListener('input', follow)
}
"""
)
_CSS = """
.pv{display:flex;flex-wrap:wrap;gap:2px 16px;font:400 .875rem/1.5 var(--st-font);
color:color-mix(in srgb,var(--st-text-color) 70%,var(--st-background-color));min-height:1.3rem}
.over{color:var(--st-red-text-color);font-weight:600}
"""


@dataclass(frozen=True)
class Counter:
    """One network's count of a text: `unit` as in connectors.counting, `under` what stands below it."""

    label: str
    unit: str
    most: int
    under: int = 0
    suffix: str = ""


def live(field: str, text: str, counters: Sequence[Counter], language: str) -> None:
    """Counters under the text area whose key is `field`; `text` is what it holds now."""
    block = st.components.v2.component(
        "porte_voix_counting", html='<div class="pv" aria-live="off"></div>', css=_CSS, js=_JS
    )
    values = [asdict(one) for one in counters]
    block(
        key=f"{field}-counter",
        data={"field": field, "text": text, "counters": values, "language": language},
    )
