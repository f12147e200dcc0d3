"""A file of the library as a card, and the dialogs to describe it and to take it out."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from campaigns.media import library
from campaigns.media.library import Described, MediaRow
from core import i18n
from core.i18n import _, n_
from core.people import Action, Actor
from core.ui import frame, parts

SOON = timedelta(days=30)
_CSS = """
.pv a{display:block;border-radius:6px;overflow:hidden;
background:color-mix(in srgb,var(--st-text-color) 8%,transparent)}
.pv img{display:block;width:100%;height:170px;object-fit:contain}
"""
_PICTURE = (
    '<a href="/medias/{{ id }}/fichier" title="{{ save }}">'
    '<img src="/medias/{{ id }}/vignette" alt="{{ alt }}" loading="lazy"></a>'
)


def ends_soon(row: MediaRow, today: date) -> bool:
    """People shown agree for thirty days more at most, or no longer."""
    return row.consent_until is not None and row.consent_until <= today + SOON


def draw(actor: Actor, row: MediaRow, today: date) -> None:
    """One file: what it shows, how large it is, until when, and what can be done."""
    with st.container(border=True, key=f"carte-{row.id}", height="stretch", gap="xsmall"):
        parts.html_block(
            "media",
            _PICTURE,
            {"id": row.id, "alt": row.alt or row.title, "save": _("Enregistrer le fichier")},
            _CSS,
        )
        st.markdown(f"**{parts.plain(row.title)}**")
        if row.consent_until is not None:
            _consent(row.consent_until, today)
        st.caption(parts.plain(row.alt) if row.alt else _("Décor : rien à décrire."))
        st.caption(f"{size(row)}  \n{_used(row)}")
        with st.container(horizontal=True):
            if st.button(_("Modifier"), key=f"edit-{row.id}"):
                st.dialog(_("Modifier le média"))(_edit)(actor, row)
            if st.button(_("Retirer"), key=f"remove-{row.id}", type="tertiary"):
                st.dialog(_("Retirer « {title} » ?", title=row.title))(_remove)(actor, row)


def size(row: MediaRow) -> str:
    """Pixels, weight and length, in words."""
    megabytes = row.bytes / 1_000_000
    told = _(
        "{width} × {height} pixels, {size} Mo",
        width=row.width,
        height=row.height,
        size=i18n.number(megabytes, 1) if megabytes >= 0.1 else i18n.number(0.1, 1),
    )
    return told if row.seconds is None else _("{told}, {seconds} s", told=told, seconds=round(row.seconds))


def _consent(until: date, today: date) -> None:
    day = i18n.short_day(until)
    if until < today:
        st.badge(_("accord fini le {day}", day=day), color="red")
    else:
        st.badge(_("accord jusqu'au {day}", day=day), color="orange" if until <= today + SOON else "green")


def _used(row: MediaRow) -> str:
    if not row.posts:
        return _("Dans aucune publication.")
    if row.waiting == row.posts:
        return n_("Dans {count} publication à venir.", "Dans {count} publications à venir.", row.posts)
    told = n_("Dans {count} publication", "Dans {count} publications", row.posts)
    return f"{told}, {_('dont {count} à venir.', count=row.waiting)}" if row.waiting else f"{told}."


def _edit(actor: Actor, row: MediaRow) -> None:
    with st.form(f"media-{row.id}", border=False):
        title = st.text_input(_("Nom, pour le retrouver"), row.title, max_chars=120)
        alt = st.text_area(_("Ce qu'on y voit, pour qui ne le voit pas"), row.alt, max_chars=1000)
        decorative = st.checkbox(_("C'est un décor : rien à décrire"), row.decorative)
        holder = st.text_input(_("À qui est l'image (facultatif)"), row.rights_holder, max_chars=160)
        seen = st.checkbox(_("On peut y reconnaître des personnes"), row.consent_until is not None)
        until = st.date_input(_("Dernier jour de leur accord"), row.consent_until, format="DD/MM/YYYY")
        sent = st.form_submit_button(_("Enregistrer"), type="primary")
    if sent and seen and until is None:
        st.error(_("Donnez le dernier jour de leur accord."))
    elif sent:
        said = Described(title, alt, decorative, holder, until if seen else None)
        kept = frame.perform(
            actor,
            Action.PLAN,
            lambda session: library.describe(session, actor, row.id, said),
            done=_("Média modifié."),
        )
        if kept:
            st.rerun()


def _remove(actor: Actor, row: MediaRow) -> None:
    st.write(_("Les publications déjà en ligne gardent leur copie sur le réseau."))
    if st.button(_("Retirer le média"), type="primary"):
        gone = frame.perform(
            actor,
            Action.PLAN,
            lambda session: library.remove(session, actor, row.id),
            done=_("Média retiré."),
        )
        if gone:
            st.rerun()
