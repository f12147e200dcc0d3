"""What is chosen on «Évolution»: account or post, measure, time; kept in the address."""

from __future__ import annotations

import streamlit as st

from connectors.records import MeasureName
from core import clock
from core.i18n import _
from core.people import Actor
from core.territory import label
from core.ui import frame
from reach.counters import Followed
from reach.measures import MEASURE_NAMES
from reach.series import choosing, networks
from reach.series.choosing import SPANS, Curve, Span

_COMPARED = {
    MeasureName.FOLLOWERS: networks.ACCOUNT,
    MeasureName.VIEWS: networks.POST,
    MeasureName.LIKES: networks.POST,
    MeasureName.COMMENTS: networks.POST,
}


def span() -> Span:
    """How far back."""
    words = {_(SPANS[one][0]): one for one in Span}
    default = _(SPANS[Span.QUARTER][0])
    said = st.segmented_control(
        _("Période"), list(words), default=default, required=True, key="duree", bind="query-params"
    )
    return words[said or default]


def target(actor: Actor) -> Followed | None:
    """The account or post that is looked at."""
    left, middle, right = st.columns([1.1, 1.2, 1.7], vertical_alignment="bottom")
    kinds = [_("Comptes"), _("Publications")]
    with left:
        kind = st.segmented_control(
            _("Sujet"), kinds, default=kinds[0], required=True, key="sujet", bind="query-params"
        )
    with middle:
        search = st.text_input(_("Chercher"), key="chercher", placeholder=_("@nom ou titre"))
    posts = kind == kinds[1]
    found = frame.read(
        lambda session: choosing.choices(session, actor.consortium_id, posts=posts, search=search.strip())
    )
    names = {one.id: f"{one.name} ({label(one.network)})" for one in found}
    with right:
        chosen = st.selectbox(
            _("Compte ou publication"),
            list(names),
            format_func=names.__getitem__,
            placeholder=_("Rien de ce nom"),
        )
    return next((one for one in found if one.id == chosen), None)


def measure(of: Followed) -> MeasureName:
    """The measure that is drawn; views of a post first, followers of an account."""
    known = [one for one in MeasureName if one in of.measures] or [MeasureName.FOLLOWERS]
    words = {_(MEASURE_NAMES[one]): one for one in known}
    said = st.pills(_("Mesure"), list(words), default=next(iter(words)), required=True, wrap=True)
    return words.get(said or "", known[0])


def compared() -> tuple[str, MeasureName]:
    """What is compared over networks: of accounts or of posts, and which measure."""
    words = {_(MEASURE_NAMES[one]): one for one in _COMPARED}
    default = next(iter(words))
    said = st.segmented_control(
        _("Chiffre"), list(words), default=default, required=True, key="compare", bind="query-params"
    )
    chosen = words[said or default]
    return _COMPARED[chosen], chosen


def curve(of: Followed, shown: MeasureName, back: Span) -> Curve:
    """What to draw."""
    today = clock.today(frame.timezone())
    return frame.read(lambda session: choosing.curve(session, of, shown, back, today))
