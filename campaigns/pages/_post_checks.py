"""«Avant de partir»: one line a finding, what forbids first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from campaigns.checks import Finding, Severity
from core import territory
from core.i18n import _
from core.territory import Channel
from core.ui import parts

_ICONS = {
    Severity.BLOCK: ("red", "error"),
    Severity.WARN: ("orange", "warning"),
    Severity.OK: ("green", "check_circle"),
}


def draw(found: Mapping[Channel, Sequence[Finding]], network: Channel | None) -> None:
    """The findings of a network; for the common text, what stands against it anywhere."""
    st.subheader(_("Avant de partir"), anchor=False)
    if network is not None:
        for finding in found[network]:
            _line(finding.severity, finding.sentence)
        return
    against: dict[tuple[Severity, str], list[str]] = {}
    for one, findings in found.items():
        for finding in findings:
            if finding.severity is not Severity.OK:
                against.setdefault((finding.severity, finding.sentence), []).append(territory.label(one))
    for (severity, sentence), networks in sorted(against.items(), key=_order):
        everywhere = len(networks) == len(found)
        where = ", ".join(networks)
        told = _("{networks} : {sentence}", networks=where, sentence=sentence)
        _line(severity, sentence if everywhere else told)
    if not against:
        _line(Severity.OK, _("Rien ne s'y oppose, sur aucun réseau."))


def _order(item: tuple[tuple[Severity, str], list[str]]) -> int:
    return list(Severity).index(item[0][0])


def _line(severity: Severity, sentence: str) -> None:
    colour, icon = _ICONS[severity]
    st.markdown(f":{colour}[:material/{icon}:] {parts.plain(sentence)}")
