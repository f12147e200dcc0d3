"""Old bodies through the mapper of today: history after a network, or our reading of it, changed.

Nothing is overwritten: what the new mapper says stands beside, and the row before is marked as
replaced. The sums of the target are then made anew.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from campaigns.models import Account, Variant
from connectors import registry
from connectors.errors import Changed
from connectors.readings import Reading
from core import clock
from reach.models import RawBody, Snapshot
from reach.series import rollups

BATCH = 200


def bodies(session: Session, provider: str, after: UUID | None = None) -> list[RawBody]:
    """The next bodies of a provider, by id."""
    query = select(RawBody).where(RawBody.provider == provider).order_by(RawBody.id).limit(BATCH)
    return list(session.scalars(query if after is None else query.where(RawBody.id > after)))


def remap(session: Session, body: RawBody) -> bool:
    """Map one body again; True when something is said otherwise now."""
    try:
        reading = registry.remap(body.provider, body.body, int(body.mapper or 0))
    except Changed:
        return False
    if str(reading.mapper) == body.mapper or not _replace(session, body, reading):
        return False
    session.flush()
    rollups.rebuild_target(session, _of(session, body))
    return True


def _replace(session: Session, body: RawBody, reading: Reading) -> bool:
    standing = {
        row.measure: row
        for row in session.scalars(
            select(Snapshot).where(Snapshot.body_id == body.id, Snapshot.replaced_at.is_(None))
        )
    }
    slot = next((row.slot for row in standing.values()), None)
    changed = False
    for seen in reading.seen:
        exactness = seen.exactness.value if seen.exactness else ""
        before = standing.get(seen.name.value)
        said = (seen.value, seen.state.value, exactness)
        if before is not None and (before.value, before.state, before.exactness) == said:
            continue
        changed = True
        if before is not None:
            this = update(Snapshot).where(Snapshot.id == before.id)
            session.execute(this.values(replaced_at=clock.now()))
        session.add(
            Snapshot(
                consortium_id=body.consortium_id,
                account_id=body.account_id,
                variant_id=body.variant_id,
                measure=seen.name.value,
                value=seen.value,
                state=seen.state.value,
                exactness=exactness,
                provider=body.provider,
                provider_version=body.provider_version,
                at=body.at,
                slot=slot,
                mapper=str(reading.mapper),
                body_id=body.id,
            )
        )
    return changed


def _of(session: Session, body: RawBody) -> rollups.Of:
    if body.account_id is not None:
        network = session.get_one(Account, body.account_id).network.value
    else:
        network = session.get_one(Variant, body.variant_id).network.value
    return rollups.Of(body.consortium_id, body.account_id, body.variant_id, network)
