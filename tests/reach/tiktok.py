"""A TikTok that gives consents: codes and refresh tokens that serve once, on the local TLS proxy."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from urllib.parse import parse_qs, parse_qsl, urlencode

from connectors.tiktok.consent import SCOPES
from tests.proxy import Answer, Request, Route

KEY, SECRET = "cle-app-9c1", "secret-app-77f"
API = "open.tiktokapis.com/v2/"
AUTHORIZE = "www.tiktok.com/v2/auth/authorize/"
DAY, YEAR = 86_400, 365 * 86_400


@dataclass
class TikTok:
    """Who is signed in there, what they tick, and every token it ever gave."""

    user: str = "quai.neuf"
    scopes: tuple[str, ...] = SCOPES
    lasts: int = DAY
    refresh_lasts: int = YEAR
    answers: dict[str, Answer] = field(default_factory=dict)
    """What it says instead, by the last word of the address."""
    given: int = 0
    good: set[str] = field(default_factory=set)
    """Codes and refresh tokens that are still worth something."""
    access: dict[str, str] = field(default_factory=dict)
    """Access tokens that open, and whose they are."""
    revoked: list[str] = field(default_factory=list)
    renewed: int = 0
    followers: int = 8_120

    @property
    def routes(self) -> dict[str, Route]:
        """For the proxy."""
        paths = {
            AUTHORIZE: self.authorize,
            f"{API}oauth/token/": self.token,
            f"{API}oauth/revoke/": self.revoke,
            f"{API}user/info/": self.info,
        }
        return {path: self._unless(path, answer) for path, answer in paths.items()}

    def _unless(self, path: str, answer: Route) -> Route:
        def told(request: Request) -> Answer:
            said = self.answers.get(path.rstrip("/").rpartition("/")[2])
            return said or (answer(request) if callable(answer) else answer)

        return told

    def code(self) -> str:
        """What the owner's yes gives."""
        return self._made("code")

    def authorize(self, request: Request) -> Answer:
        """The page with the button: here a link back, as a browser follows it."""
        asked = {name: values[0] for name, values in parse_qs(request.query).items()}
        back = f"{asked['redirect_uri']}?{urlencode({'code': self.code(), 'state': asked['state']})}"
        return Answer(f"<!doctype html><title>TikTok</title><a id='yes' href='{back}'>Autoriser</a>")

    def token(self, request: Request) -> Answer:
        """Exchange or renewal; what served once is refused."""
        asked = dict(parse_qsl(request.body.decode()))
        if (asked.get("client_key"), asked.get("client_secret")) != (KEY, SECRET):
            return said({"error": "invalid_client", "error_description": "x"}, 401)
        renewal = asked["grant_type"] == "refresh_token"
        spent = asked["refresh_token" if renewal else "code"]
        if spent not in self.good:
            return said({"error": "invalid_grant", "error_description": "x"}, 400)
        self.good.discard(spent)
        self.renewed += renewal
        token = self._made("acces", good=False)
        self.access[token] = self.user
        return said(
            {
                "access_token": token,
                "expires_in": self.lasts,
                "refresh_token": self._made("refresh"),
                "refresh_expires_in": self.refresh_lasts,
                "open_id": "o-1",
                "scope": ",".join(self.scopes),
                "token_type": "Bearer",
            }
        )

    def revoke(self, request: Request) -> Answer:
        """Nothing of that token opens any more."""
        token = dict(parse_qsl(request.body.decode()))["token"]
        self.revoked.append(token)
        self.access.pop(token, None)
        return Answer("")

    def info(self, request: Request) -> Answer:
        """The account of the token."""
        user = self.access.get(request.headers.get("authorization", "").removeprefix("Bearer "))
        if user is None:
            return said({"data": {}, "error": {"code": "access_token_invalid"}}, 401)
        counts = {"follower_count": self.followers, "likes_count": 91_500, "video_count": 12}
        return said({"data": {"user": {"username": user, **counts}}, "error": {"code": "ok"}})

    def _made(self, kind: str, *, good: bool = True) -> str:
        self.given += 1
        made = f"{kind}-tres-secret-{self.given}"
        if good:
            self.good.add(made)
        return made


def said(body: object, status: int = 200) -> Answer:
    """A JSON answer."""
    return Answer(json.dumps(body), status, content_type="application/json")
