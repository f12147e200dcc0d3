"""«Aujourd'hui»: what waits for a decision, what comes, what thirty days brought."""

from __future__ import annotations

import streamlit as st

from core import clock, i18n, people
from core.i18n import _, n_
from core.people import Action
from core.ui import frame, parts
from reach.agenda import agenda
from reach.pages import _today_list as lists

actor = frame.enter(Action.SEE_DASHBOARD)
now = frame.read(lambda session: agenda(session, actor, frame.timezone()))
waiting = len(now.waiting or ())
decisions = len(now.late) + waiting + now.to_read + now.to_settle
said = n_("{count} chose attend une décision", "{count} choses attendent une décision", decisions)
if not decisions:
    said = _("rien n'attend de décision")
day = i18n.day(now.today)
sub = f"{day[:1].upper()}{day[1:]}, {said}."
with parts.header(_("Bonjour {name}", name=parts.escaped(actor.name)), sub):
    if people.may(actor, Action.PLAN, actor.consortium_id):
        st.link_button(_("À publier, au téléphone"), "/a-publier", icon=":material/smartphone:")

if now.lost:
    lists.lost(now.lost)
left, right = st.columns([1.8, 1], gap="large")
with left:
    st.subheader(_("À décider"), anchor=False)
    if not decisions:
        parts.empty(_("Tout est à jour."), _("Les publications en retard et les demandes s'affichent ici."))
    if waiting:
        text = n_("{count} demande attend une réponse", "{count} demandes attendent une réponse", waiting)
        lists.decision("contacts", _("à répondre"), "red", text, _("Répondre"), "contacts/pages/contacts.py")
    for row in now.late[:5]:
        lists.late(row)
    lists.reviews(now.to_read, now.to_settle)
    st.subheader(_("Aujourd'hui et demain"), anchor=False)
    lists.coming(now.coming, clock.now(), frame.timezone())
with right:
    st.subheader(_("Ces 30 jours"), anchor=False)
    with parts.card("chiffres"):
        lists.figure(_("Premiers contacts"), now.contacts, now.contacts_before)
        lists.figure(_("Scans humains"), now.scans, now.scans_before)
    st.caption(_("Par rapport aux 30 jours d'avant. Les moins de 16 ans et les proches sont comptés à part."))
    lists.night(now.night)
