"""Everything that was said of an action, as a list of facts."""

from __future__ import annotations

from campaigns.actions.kinds import KIND_LABELS, listed
from campaigns.actions.listing import ActionRow
from campaigns.models import ActionKind, ActionState
from campaigns.pages import _action_words
from core import i18n
from core.i18n import _, n_
from core.ui import parts

_FACTS = """
<dl>{% for name, value in facts %}<dt>{{ name }}</dt><dd dir="auto">{{ value }}</dd>{% endfor %}</dl>
"""
_CSS = """
.pv{color:var(--st-text-color);font:400 1rem/1.5 var(--st-font)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:8px 16px;margin:0}
dt{color:color-mix(in srgb,var(--st-text-color) 75%,var(--st-background-color));
font-size:.875rem;line-height:1.7}
dd{margin:0;overflow-wrap:anywhere;text-align:start}
@media (max-width:640px){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}}
"""


def draw(row: ActionRow) -> None:
    """The facts of one action."""
    parts.html_block("action", _FACTS, {"facts": facts(row)}, _CSS)


def counted(row: ActionRow) -> str:
    """«12 discussions, 40 tracts, – présents»: what nobody has said is a dash."""
    said = (
        (row.talks, _("discussions")),
        (row.leaflets, _("documents remis")),
        (row.present, _("personnes présentes")),
    )
    return ", ".join(f"{'–' if value is None else i18n.number(value)} {word}" for value, word in said)


def facts(row: ActionRow) -> list[tuple[str, str]]:
    """Everything that was said of it, for a list of facts; what was not said is left out."""
    told = {
        _("Quand"): _action_words.when(row),
        _("Où"): ", ".join(filter(None, (row.place, row.zone))),
        _("Type"): _(KIND_LABELS[row.kind]),
        _("Campagne"): row.campaign,
        _("Série"): row.series,
        _("Accueilli par"): row.structure,
        _("Équipe"): None if row.people is None else n_("{count} personne", "{count} personnes", row.people),
        _("Heures de travail"): None if row.hours is None else f"{i18n.number(float(row.hours), 2)} h",
        _("Tirage"): None if row.print_run is None else i18n.number(row.print_run),
        _("Places"): None if row.capacity is None else i18n.number(row.capacity),
        _("Enfants"): _("bienvenus") if row.children_welcome else None,
        details_label(row.kind): ", ".join(listed(row.details)),
        _("Code"): row.code,
        _("Compté"): counted(row) if row.state is ActionState.HELD else None,
        _("Annulée parce que"): row.cancelled_why,
        _("Note"): row.note,
    }
    return [(name, value) for name, value in told.items() if value]


def details_label(kind: ActionKind) -> str:
    """What the lines of details are, by kind."""
    return _("Créneaux de diffusion") if kind is ActionKind.RADIO else _("Lieux de la tournée")
