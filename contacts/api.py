"""First contacts through the API: a partner portal's own form."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Response
from pydantic import BaseModel, ConfigDict, Field

from contacts import hooks, intake, receipts
from contacts.intake import AgeBand, Caller, DetailKind, PortalEntry
from contacts.wording import ORIGIN_BY_KEY, UNKNOWN_KEY, When
from core import api, database
from core.territory import Need
from core.tokens import Partner, Scope

ROUTER = APIRouter(tags=["first contacts"])
HOOKS = APIRouter(tags=["first contacts"])
"""What we send; described in openapi.json, answered by the partner."""
Sender = Annotated[Partner, Depends(api.partner_with(Scope.FIRST_CONTACTS))]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern="^[ -~]+$",
        description="The same key with the same body counts once; with another body it is refused.",
    ),
]
OriginKey = Annotated[str, Field(max_length=20, json_schema_extra={"enum": [*ORIGIN_BY_KEY, UNKNOWN_KEY]})]


class CodeFrom(StrEnum):
    """How the portal got the code: in the link that was opened, or typed by the person."""

    LINK = "link"
    SAID = "said"


class Answer(BaseModel):
    """A way to answer; without a kind it is read from the value."""

    model_config = ConfigDict(extra="forbid")

    value: Annotated[str, Field(min_length=1, max_length=300, repr=False)]
    kind: DetailKind | None = None


class Sent(BaseModel):
    """A first contact. Everything but the way to answer may stay away."""

    model_config = ConfigDict(extra="forbid")

    way: Answer
    need: Need | None = None
    origins: Annotated[list[OriginKey], Field(max_length=40)] = []
    age: AgeBand = AgeBand.UNSAID
    caller: Caller = Caller.YOUNG
    availability: When | None = None
    code: Annotated[str, Field(max_length=60)] = ""
    code_from: CodeFrom = CodeFrom.SAID

    def entry(self) -> PortalEntry:
        """The same for the room."""
        return PortalEntry(
            way=self.way.value,
            kind=self.way.kind,
            need=self.need,
            origins=tuple(self.origins),
            age=self.age,
            caller=self.caller,
            when=self.availability,
            code=self.code,
            traced=self.code_from is CodeFrom.LINK,
        )


class Receipt(BaseModel):
    """The contact stands once; nothing of what was sent is said back."""

    id: UUID
    counted: bool = True
    receipt: Annotated[
        str, Field(description="For the person: erases the way to answer at /bonjour/retirer.")
    ]


class Event(StrEnum):
    """What became of a contact."""

    ANSWERED = hooks.ANSWERED
    HANDED_OVER = hooks.HANDED_OVER


class Notice(BaseModel):
    """What a portal is told of a contact that it handed in. The same id may come twice."""

    id: UUID
    event: Event
    contact: UUID
    at: datetime


@ROUTER.post(
    "/first-contacts",
    status_code=201,
    operation_id="post_first_contact",
    responses={200: {"model": Receipt, "description": "Received before"}, **api.refusals(409)},
)
def post_first_contact(sent: Sent, sender: Sender, key: Key, answer: Response) -> Receipt:
    """Hand in a first contact: 201 the first time, 200 with the same answer when it is sent again."""
    body, own = sent.model_dump_json(exclude_defaults=True), f"{sender.token_id}/{key}"
    with database.current().transaction() as session:
        contact_id, new = intake.from_api(
            session, sender.consortium_id, sent.entry(), key=own, body=body, token_id=sender.token_id
        )
    answer.status_code = 201 if new else 200
    return Receipt(id=contact_id, receipt=receipts.of(own))


@HOOKS.post("first-contact", operation_id="first_contact_notice")
def first_contact_notice(
    notice: Notice,
    moment: Annotated[str, Header(alias=hooks.TIMESTAMP, description="Seconds since 1970.")],
    signature: Annotated[
        str, Header(alias=hooks.SIGNATURE, description="sha256= and the HMAC of «timestamp.body».")
    ],
) -> None:
    """Sent to the address given with «porte-voix token hook»; tried again for eight hours until a 2xx."""
