"""The provider «discord/invite»: no key, one request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from connectors import addresses, mapping, readings
from connectors.abilities import DEADLINE
from connectors.errors import Changed, ConnectorError, Gone
from connectors.mapping import ACCOUNT, Mapper, Mappers
from connectors.open_interface import OpenInterface
from connectors.readings import Raw, Reading, seen
from connectors.records import AccountRecord, MeasureName
from connectors.web import Client, Reply, refusal

INVITE = "https://discord.com/api/v10/invites/{code}"
UNKNOWN_INVITE = 10006
MEMBERS, ONLINE = "approximate_member_count", "approximate_presence_count"


def account(raw: Raw) -> Reading:
    """Members and people online, both approximate."""
    return Reading(
        None,
        (
            seen(MeasureName.FOLLOWERS, raw.get(MEMBERS), rounded_from=0),
            seen(MeasureName.ONLINE, raw.get(ONLINE), rounded_from=0),
        ),
    )


@dataclass(frozen=True)
class DiscordInvite(OpenInterface):
    """Reads a server by its invitation; the handle of a Discord account is the code of that invitation."""

    key: str = "discord/invite"
    interface: ClassVar[str] = "API v10"
    mappers: ClassVar[Mappers] = {ACCOUNT: Mapper(1, account)}

    def read_account(self, handle: str, deadline: float = DEADLINE) -> AccountRecord:
        """Members and people online of the server that the invitation leads to.

        Gone: the invitation expired or was withdrawn, which says nothing of the server.
        """
        code = addresses.parse_handle("discord", handle)
        reply = Client(deadline).get(INVITE.format(code=code), {"with_counts": "true"})
        error = _refusal(reply)
        if error:
            raise error
        body = reply.body()
        if str(body.get("code")).lower() != code.lower() or MEMBERS not in body:
            raise Changed
        raw = mapping.reduced(ACCOUNT, body, MEMBERS, ONLINE)
        reading = self.mappers[ACCOUNT].reading(raw, code)
        return readings.account(self, code, addresses.profile_url("discord", code), reading)


def _refusal(reply: Reply) -> ConnectorError | None:
    if reply.status == 404 and reply.error().get("code") == UNKNOWN_INVITE:
        return Gone()
    return refusal(reply) or (None if reply.status == 200 else Changed())
