"""The owner's consent on TikTok, by the real client: what is sent, what comes back, what is refused."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from connectors import registry
from connectors.consents import Application, Grant
from connectors.errors import (
    Changed,
    ConnectorError,
    NeedsReconnect,
    RateLimited,
    Refused,
    Unconfigured,
    Unknown,
)
from tests.outbound import PATIENT, GoingOut
from tests.proxy import Answer
from tests.reach.tiktok import KEY, SECRET, TikTok, said

US = Application(KEY, SECRET)
BACK = "https://voix.example/accord/retour/tiktok"
CONSENT = registry.CONSENTS["tiktok"]
REFUSALS: list[tuple[Answer, type[ConnectorError]]] = [
    (said({"error": "invalid_grant", "error_description": "expired"}, 400), NeedsReconnect),
    (said({"error": "invalid_grant"}), NeedsReconnect),
    (said({"error": "invalid_client"}, 401), Unconfigured),
    (said({"error": "rate_limit_exceeded"}), RateLimited),
    (said({}, 429), RateLimited),
    (said({"error": "server_error"}), Unknown),
    (said({}, 500), Unknown),
    (said({}, 403), Refused),
    (said({"error": "invalid_request"}, 400), Changed),
    (said({}), Changed),
    (Answer(""), Changed),
    (Answer('{"access_token": "a'), Changed),
    (said({"access_token": "", "expires_in": 86_400, "refresh_token": "r"}), Changed),
    (said({"access_token": "a b", "expires_in": 86_400, "refresh_token": "r"}), Changed),
    (said({"access_token": "a", "expires_in": 0, "refresh_token": "r"}), Changed),
    (said({"access_token": "a", "refresh_token": "r"}), Changed),
    (said({"access_token": "a", "expires_in": True, "refresh_token": "r"}), Changed),
    (said({"access_token": "a", "expires_in": 86_400, "refresh_token": None}), Changed),
]


def test_the_page_names_the_application_what_is_read_and_the_way_back_and_no_secret() -> None:
    address = CONSENT.page(US, BACK, "etat.1")
    assert (address.startswith(f"{CONSENT.site}/"), SECRET in address) == (True, False)
    assert parse_qs(urlsplit(address).query) == {
        "client_key": [KEY],
        "response_type": ["code"],
        "scope": ["user.info.profile,user.info.stats,video.list"],
        "redirect_uri": [BACK],
        "state": ["etat.1"],
    }


def test_a_code_serves_once_and_each_renewal_gives_another_token(going_out: GoingOut) -> None:
    tiktok = TikTok(user="Quai.Neuf")
    proxy = going_out(tiktok.routes)
    code = tiktok.code()
    first = CONSENT.exchange(US, code, BACK, PATIENT)
    assert CONSENT.owner(first.token, PATIENT) == "quai.neuf"
    with pytest.raises(NeedsReconnect):
        CONSENT.exchange(US, code, BACK, PATIENT)
    second = CONSENT.renew(US, first.refresh, PATIENT)
    assert (second.lasts, second.refresh_lasts) == (86_400, 365 * 86_400)
    assert len({first.token, second.token, first.refresh, second.refresh}) == 4
    with pytest.raises(NeedsReconnect):
        CONSENT.renew(US, first.refresh, PATIENT)
    CONSENT.revoke(US, second.token, PATIENT)
    with pytest.raises(NeedsReconnect):
        CONSENT.owner(second.token, PATIENT)
    addresses = " ".join(f"{one.address}?{one.query}" for one in proxy.seen)
    assert not [word for word in ("secret", KEY) if word in addresses]
    assert "secret" not in repr([US, first, second])


@pytest.mark.parametrize(("answer", "error"), REFUSALS)
def test_a_refusal_has_a_name_and_says_no_secret(
    going_out: GoingOut, answer: Answer, error: type[ConnectorError]
) -> None:
    going_out(TikTok(answers={"token": answer}).routes)
    with pytest.raises(error) as refused:
        CONSENT.renew(US, "refresh-tres-secret", PATIENT)
    assert refused.type is error
    assert "secret" not in f"{refused.value!r} {refused.value.message}"


def test_an_answer_without_a_new_refresh_token_says_so_and_no_more(going_out: GoingOut) -> None:
    kept = {"access_token": "a", "expires_in": 86_400}
    going_out(TikTok(answers={"token": said(kept)}).routes)
    assert CONSENT.renew(US, "r", PATIENT) == Grant("a", 86_400, "", None)


def test_what_the_owner_unticked_is_no_consent(going_out: GoingOut) -> None:
    tiktok = TikTok(scopes=("user.info.profile", "video.list"))
    going_out(tiktok.routes)
    with pytest.raises(NeedsReconnect):
        CONSENT.exchange(US, tiktok.code(), BACK, PATIENT)


@pytest.mark.parametrize(("code", "raises"), [("invalid_grant", False), ("server_error", True)])
def test_what_the_network_no_longer_knows_is_given_back_already(
    going_out: GoingOut, code: str, raises: bool
) -> None:
    going_out(TikTok(answers={"revoke": Answer(json.dumps({"error": code}))}).routes)
    if not raises:
        CONSENT.revoke(US, "a", PATIENT)
        return
    with pytest.raises(Unknown):
        CONSENT.revoke(US, "a", PATIENT)


def test_networks_whose_token_is_of_no_single_account_ask_no_owner() -> None:
    assert [one for one in registry.networks() if registry.consent(one)] == ["tiktok"]
