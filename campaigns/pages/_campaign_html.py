"""Own HTML of a campaign's page."""

from __future__ import annotations

TARGETS = """<div class="grid">{% for row in rows %}<div class="one">
<p class="name">{{ row.name }}</p>
<p class="value">{{ row.value }} <span class="of">{{ row.of }}</span></p>
<div class="bar{% if row.share is none %} unknown{% endif %}" aria-hidden="true">
{% if row.share is not none %}<i style="width:{{ row.share }}%"></i>{% endif %}</div>
</div>{% endfor %}</div>"""
_SECOND = "color-mix(in srgb,var(--st-text-color) 75%,var(--st-background-color))"
_LINE = "color-mix(in srgb,var(--st-text-color) 15%,transparent)"
TARGETS_CSS = """
.pv{color:var(--st-text-color);font:400 1rem/1.5 var(--st-font)}
.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:16px 24px}
p{margin:0}.name{font-size:.875rem;color:SECOND}
.value{font:700 1.5rem/1.3 var(--st-heading-font)}
.of{white-space:nowrap;font:400 .875rem/1.5 var(--st-font);color:SECOND}
.bar{height:8px;border-radius:4px;overflow:hidden;margin-top:6px;
background:color-mix(in srgb,var(--st-text-color) 10%,var(--st-background-color))}
.bar i{display:block;height:100%;background:var(--st-primary-color)}
.bar.unknown{background:none;border:1px dashed color-mix(in srgb,var(--st-text-color) 45%,transparent)}
""".replace("SECOND", _SECOND)
PHASES = """<div class="line" aria-hidden="true">{% for row in rows %}
<i class="{% if row.now %}now{% endif %}" style="left:{{ row.left }}%;width:{{ row.width }}%"></i>{% endfor %}
{% if mark is not none %}<b style="left:{{ mark }}%"></b>{% endif %}</div>
<ul>{% for row in rows %}<li><span class="name" dir="auto">{{ row.name }}</span>
<span class="days">{{ row.days }}{% if row.now %} ({{ now }}){% endif %}</span></li>{% endfor %}</ul>"""
PHASES_CSS = """
.pv{color:var(--st-text-color);font:400 1rem/1.5 var(--st-font)}
.line{position:relative;height:20px;border-radius:4px;
background:color-mix(in srgb,var(--st-text-color) 8%,var(--st-background-color))}
.line i{position:absolute;top:4px;height:12px;border-radius:4px;
border-right:2px solid var(--st-background-color);box-sizing:border-box;
background:color-mix(in srgb,var(--st-text-color) 38%,var(--st-background-color))}
.line i.now{background:var(--st-primary-color)}
.line b{position:absolute;top:-4px;bottom:-4px;width:2px;background:var(--st-text-color)}
ul{list-style:none;margin:10px 0 0;padding:0;display:flex;flex-wrap:wrap;gap:4px 24px}
.name{font-weight:600}.days{color:SECOND}
""".replace("SECOND", _SECOND)
BUDGET = """<table><thead><tr><td></td><th>{{ planned }}</th><th>{{ so_far }}</th></tr></thead><tbody>
{% for name, plan, now in rows %}<tr{% if loop.last %} class="total"{% endif %}>
<th scope="row">{{ name }}</th><td>{{ plan }}</td><td>{{ now }}</td></tr>{% endfor %}</tbody></table>"""
BUDGET_CSS = """
.pv{color:var(--st-text-color);font:400 1rem/1.5 var(--st-font);overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{padding:6px 0 6px 12px;text-align:right;font-weight:400;white-space:nowrap;
font-variant-numeric:tabular-nums}
th[scope]{text-align:left;padding-left:0;white-space:normal}thead th{font-size:.875rem;color:SECOND}
tbody tr{border-top:1px solid LINE}.total th,.total td{font-weight:600}
""".replace("SECOND", _SECOND).replace("LINE", _LINE)
HELD = """<ul>{% for row in rows %}<li>
<span class="name" dir="auto">
{%- if row.address %}<a href="{{ row.address }}" target="_self">{{ row.name }}</a>
{%- else %}{{ row.name }}{% endif %}</span>
<span class="told" dir="auto">{{ row.told }}</span>
<span class="told">{{ row.when }}{% if row.state %}, {{ row.state }}{% endif %}</span></li>
{% endfor %}</ul>"""
HELD_CSS = """
.pv{color:var(--st-text-color);font:400 .9375rem/1.4 var(--st-font)}
ul{list-style:none;margin:0;padding:0}
li{padding:8px 0;border-top:1px solid LINE}
.name,.told{display:block;overflow-wrap:anywhere}
.name{font-weight:600}.told{font-size:.875rem;color:SECOND}
a{color:var(--st-link-color)}
""".replace("SECOND", _SECOND).replace("LINE", _LINE)
