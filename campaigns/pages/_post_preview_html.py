"""The preview of a post as own HTML: a card, its picture, its text with the fold."""

from __future__ import annotations

TEMPLATE = """
<article class="{{ shape }}">
<header><span class="who" aria-hidden="true">{{ handle[:2].upper() }}</span><b>{{ handle }}</b></header>
{% macro words() %}{% if text %}<p class="text" dir="auto">{% for part in seen %}<span
{%- if loop.index is divisibleby 2 %} class="tag"{% endif %}>{{ part }}</span>{% endfor %}
{%- if folded %}<span class="fold"> … {{ more }}</span><span class="rest">{{ folded }}</span>{% endif %}</p>
{% endif %}{% endmacro %}
{% if first %}{{ words() }}{% endif %}
{% if media %}<div class="frame">
<img src="/medias/{{ media }}/vignette" alt="{{ alt }}">
{% if video %}<span class="play" aria-hidden="true">▶</span>{% endif %}{% if count > 1 %}<span
class="count">1/{{ count }}</span>{% endif %}</div>
{% elif needs_media %}<div class="frame none"><span>{{ missing }}</span></div>{% endif %}
{% if title %}<p class="title" dir="auto">{{ title }}</p>{% endif %}
{% if not first %}{{ words() }}{% endif %}
</article>
"""
CSS = """
.pv{color:var(--st-text-color);font:400 .9375rem/1.45 var(--st-font);max-width:330px}
article{border:1px solid color-mix(in srgb,var(--st-text-color) 22%,transparent);border-radius:20px;
padding:14px;display:grid;gap:12px}
header{display:flex;align-items:center;gap:10px;overflow-wrap:anywhere}
.who{width:34px;height:34px;flex:none;border-radius:50%;background:var(--st-primary-color);color:#fff;
display:grid;place-items:center;font-size:.8125rem;font-weight:600}
.frame{position:relative;border-radius:10px;overflow:hidden;aspect-ratio:4/5;display:grid;place-items:center;
background:color-mix(in srgb,var(--st-text-color) 9%,transparent)}
.tall .frame{aspect-ratio:9/16}.wide .frame{aspect-ratio:16/9}
.frame.none{aspect-ratio:16/9;padding:12px;text-align:center;font-size:.875rem}
img{width:100%;height:100%;object-fit:cover}
.play,.count{position:absolute;color:#fff;background:#000a;border-radius:99px;padding:4px 10px}
.count{top:8px;right:8px;font-size:.8125rem}
p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}
.title{font:650 1.0625rem/1.3 var(--st-heading-font)}
.tag{color:var(--st-link-color)}
.fold{font-weight:600}
.rest{display:block;margin-top:8px;padding-top:8px;
border-top:1px dashed color-mix(in srgb,var(--st-text-color) 45%,transparent);
color:color-mix(in srgb,var(--st-text-color) 70%,var(--st-background-color))}
"""
