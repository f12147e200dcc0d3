"""TikTok's Login Kit for the web: the owner's consent to be read by the Display API.

TikTok knows a web application by its secret, kept here on the server; it offers proof keys (PKCE) to
applications on a phone or a desktop only.
"""

from __future__ import annotations

from urllib.parse import urlencode

from connectors.abilities import DEADLINE
from connectors.consents import Application, Grant
from connectors.errors import (
    Changed,
    ConnectorError,
    NeedsReconnect,
    RateLimited,
    Unconfigured,
    Unknown,
)
from connectors.mapping import word
from connectors.readings import Raw
from connectors.tiktok.display import API, user_name
from connectors.web import Client, Reply, refusal, wait

PAGE = "https://www.tiktok.com/v2/auth/authorize/"
SCOPES = ("user.info.profile", "user.info.stats", "video.list")
LONGEST = 4_000
_ENDED = frozenset({"invalid_grant", "access_denied", "access_token_invalid", "invalid_token"})
_NOT_US = frozenset({"invalid_client", "unauthorized_client", "client_key_invalid"})
_TOO_OFTEN = frozenset({"rate_limit_exceeded", "rate_limit_exceed"})
_PASSING = frozenset({"server_error", "temporarily_unavailable", "internal_error"})


class TikTokConsent:
    """The owner of a TikTok account says yes on TikTok's own page, for counters only."""

    site = "https://www.tiktok.com"

    def page(self, application: Application, back: str, state: str) -> str:
        """Where the owner says yes: the account's name, its counters, its list of videos."""
        asked = {
            "client_key": application.key,
            "response_type": "code",
            "scope": ",".join(SCOPES),
            "redirect_uri": back,
            "state": state,
        }
        return f"{PAGE}?{urlencode(asked)}"

    def exchange(self, application: Application, code: str, back: str, deadline: float = DEADLINE) -> Grant:
        """The first tokens, for a code that serves once. NeedsReconnect when a scope was left out."""
        form = {"code": code, "grant_type": "authorization_code", "redirect_uri": back}
        body = _token(Client(deadline), application, form)
        if not set(SCOPES) <= set(word(body, "scope").split(",")):
            raise NeedsReconnect
        return _grant(body)

    def renew(self, application: Application, refresh: str, deadline: float = DEADLINE) -> Grant:
        """New tokens for the refresh token; TikTok may give another one, and the one before ends then."""
        form = {"refresh_token": refresh, "grant_type": "refresh_token"}
        return _grant(_token(Client(deadline), application, form))

    def revoke(self, application: Application, token: str, deadline: float = DEADLINE) -> None:
        """End the token at TikTok."""
        reply = Client(deadline).form(f"{API}oauth/revoke/", _signed(application, {"token": token}))
        error = _refusal(reply)
        # What TikTok no longer knows is ended already.
        if error is not None and not isinstance(error, NeedsReconnect):
            raise error

    def owner(self, token: str, deadline: float = DEADLINE) -> str:
        """The name of the account that said yes."""
        return user_name(token, deadline)


def _token(client: Client, application: Application, form: dict[str, str]) -> Raw:
    reply = client.form(f"{API}oauth/token/", _signed(application, form))
    error = _refusal(reply)
    if error is not None:
        raise error
    return reply.body()


def _signed(application: Application, form: dict[str, str]) -> dict[str, str]:
    return {"client_key": application.key, "client_secret": application.secret, **form}


def _grant(body: Raw) -> Grant:
    """Whole or not at all: an answer without a token is none."""
    token, refresh = body.get("access_token"), body.get("refresh_token", "")
    lasts, refresh_lasts = body.get("expires_in"), body.get("refresh_expires_in")
    if not _is_token(token) or not token or not _is_token(refresh) or not _is_time(lasts):
        raise Changed
    until = int(str(refresh_lasts)) if _is_time(refresh_lasts) else None
    return Grant(str(token), int(str(lasts)), str(refresh), until)


def _is_token(found: object) -> bool:
    return isinstance(found, str) and len(found) <= LONGEST and found.isprintable() and " " not in found


def _is_time(found: object) -> bool:
    return isinstance(found, int) and not isinstance(found, bool) and 0 < found < 10**9


def _refusal(reply: Reply) -> ConnectorError | None:
    """The token addresses answer refusals with 200 at times: the word in the body decides."""
    said = reply.error().get("error")
    code = said.get("code") if isinstance(said, dict) else said
    if code in _ENDED:
        return NeedsReconnect()
    if code in _NOT_US:
        return Unconfigured()
    if code in _TOO_OFTEN:
        return RateLimited(wait(reply.headers))
    if code in _PASSING:
        return Unknown()
    error = refusal(reply, Unconfigured)
    if error is not None:
        return error
    return None if reply.status == 200 and code in (None, "", "ok") else Changed()
