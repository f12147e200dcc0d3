"""What people said of unknown headers: asked once per consortium and set of headers, then remembered."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from connectors.exports import formats
from connectors.exports.rows import Column, Explained, Role, Unknown, folded
from connectors.records import MeasureName
from core import audit, clock, people
from core.errors import InvalidInput
from core.i18n import _
from core.people import Action, Actor
from core.territory import NETWORKS, Channel
from reach.imports.tables import HeaderMeaning

ROLES: tuple[Role, ...] = (*Column, *MeasureName)
_WORDS: dict[str, Role] = {
    **{name: role for form in formats.FORMATS for name, role in form.columns.items()},
    "lien": Column.LINK,
    "lien de la publication": Column.LINK,
    "url": Column.LINK,
    "jour": Column.DAY,
    "portee": MeasureName.REACH,
    "enregistrements": MeasureName.SAVES,
    "mentions j'aime": MeasureName.LIKES,
    "commentaires": MeasureName.COMMENTS,
}
del _WORDS["date"]  # A period in one export, a day in another: nothing is suggested.


def known(session: Session, consortium_id: UUID) -> dict[str, Explained]:
    """Every set of headers that was explained here, by its signature."""
    rows = session.scalars(select(HeaderMeaning).where(HeaderMeaning.consortium_id == consortium_id))
    return {
        row.signature: Explained(row.network, {name: _role(role) for name, role in row.columns.items()})
        for row in rows
    }


def suggested(table: Unknown) -> tuple[Channel | None, dict[str, Role]]:
    """What the headers seem to say, where another export or its own words use the very same ones."""
    found: dict[str, Role] = {}
    for header in table.headers:
        role = _WORDS.get(folded(header))
        if role is not None and role not in found.values():
            found[header] = role
    return _network_in(table), found


def explain(
    session: Session, actor: Actor, table: Unknown, network: Channel, roles: Mapping[str, Role]
) -> None:
    """Remember what the columns of `table` say (by header); what is not named is left aside.

    InvalidInput names what is missing: the network, the column of the link or of the day, a measure.
    """
    people.require(actor, Action.COLLECT, actor.consortium_id)
    columns = {folded(header): role for header, role in roles.items() if header in table.headers}
    if network not in NETWORKS:
        raise InvalidInput(_("Choisissez un réseau."), "network")
    _check(list(columns.values()))
    same = HeaderMeaning.signature == table.signature, HeaderMeaning.consortium_id == actor.consortium_id
    session.execute(delete(HeaderMeaning).where(*same))
    meaning = HeaderMeaning(
        consortium_id=actor.consortium_id,
        signature=table.signature,
        network=network.value,
        columns={name: role.value for name, role in columns.items()},
        by=actor.name,
        at=clock.now(),
    )
    session.add(meaning)
    session.flush()
    audit.record(session, actor, "reach.headers_explained", meaning.id)


def _network_in(table: Unknown) -> Channel | None:
    """The network whose address stands in the first lines."""
    cells = " ".join(cell for row in table.sample for cell in row).lower()
    return next((one for one in NETWORKS if f"{one.value}.com/" in cells), None)


def _check(roles: list[Role]) -> None:
    if not any(isinstance(role, MeasureName) for role in roles):
        raise InvalidInput(_("Dites au moins une mesure : vues, j'aime, couverture…"), "columns")
    if len(set(roles)) < len(roles):
        raise InvalidInput(_("Deux colonnes disent la même chose. Gardez-en une."), "columns")
    if (Column.LINK in roles) == (Column.DAY in roles):
        raise InvalidInput(
            _("Dites quelle colonne a le lien de la publication, ou quelle colonne a le jour."), "columns"
        )


def _role(text: str) -> Role:
    return next((role for role in ROLES if role.value == text), Column.TITLE)
