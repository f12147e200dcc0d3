"""What is chosen before printing: template, paper, colours, headline, logo; and the file once it is made."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from campaigns.prints import colours, kit, making
from campaigns.prints.asking import Wish
from campaigns.prints.colours import PALETTE, Colours
from campaigns.prints.kit import SPECS, Paper, Template
from campaigns.prints.logos import LARGEST_FILE
from campaigns.prints.making import Print
from campaigns.prints.words import LONGEST_HEADLINE
from core.errors import InvalidInput
from core.i18n import _, mark, n_

_PAPERS = {Paper.A4: "A4", Paper.A3: "A3"}
_OTHER = mark("Autres couleurs")


def draw(templates: Sequence[Template], first: Template, key: str) -> Wish:
    """The fields, one under the other; what was chosen, not yet checked."""
    template = st.pills(
        _("Modèle"),
        templates,
        format_func=kit.label,
        default=first,
        required=True,
        wrap=True,
        key=f"{key}-template",
    )
    papers = [paper for paper in SPECS[template].papers if paper in _PAPERS]
    paper = papers[0] if papers else None
    if len(papers) > 1:
        paper = st.segmented_control(
            _("Papier"),
            papers,
            format_func=_PAPERS.__getitem__,
            default=papers[0],
            required=True,
            key=f"{key}-paper",
        )
    pair = _colours(key)
    headline = st.text_input(
        _("Titre"),
        placeholder=_("Celui de la page où mène le code"),
        max_chars=LONGEST_HEADLINE,
        key=f"{key}-headline",
    )
    logo = st.file_uploader(
        _("Logo au milieu du code (facultatif)"),
        ["png", "jpg", "jpeg", "webp"],
        max_upload_size=max(1, LARGEST_FILE // 1_000_000),
        key=f"{key}-logo",
    )
    return Wish(template, paper, pair.ink, pair.ground, headline, logo.getvalue() if logo else b"")


def _colours(key: str) -> Colours:
    names = [*PALETTE, _OTHER]
    name = st.pills(
        _("Couleurs"), names, format_func=_, default=names[0], required=True, wrap=True, key=f"{key}-palette"
    )
    if name in PALETTE:
        return PALETTE[name]
    left, right = st.columns(2)
    usual = PALETTE[names[0]]
    return Colours(
        left.color_picker(_("Encre"), usual.ink, key=f"{key}-ink"),
        right.color_picker(_("Fond"), usual.ground, key=f"{key}-ground"),
    )


def warn(wish: Wish) -> None:
    """A word where the colours are read with trouble; what is refused is said by the order itself."""
    try:
        said = colours.warning(colours.checked(wish.ink, wish.ground))
    except InvalidInput:
        return
    if said:
        st.caption(f":orange[:material/warning:] {said}")


def hand_out(made: Print, key: str) -> None:
    """What was checked, the download, the first page to look at."""
    read = n_(
        "Le code a été relu sur le fichier fini.",
        "Les {count} codes ont été relus sur le fichier fini.",
        made.codes,
    )
    st.caption(f":green[:material/check_circle:] {read} {made.advice}")
    label = _("Télécharger en PDF") if made.kind == "pdf" else _("Télécharger en PNG")
    st.download_button(
        label,
        made.content,
        made.name,
        made.media_type,
        type="primary",
        on_click="ignore",
        key=f"{key}-download",
    )
    with st.container(border=True, key="carte-print-preview"):
        st.image(making.preview(made), width="stretch", alt=_("Aperçu de la première page"))
