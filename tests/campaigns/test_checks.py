"""«Avant de partir»: what forbids a post, what is worth a look, what is right."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import checks, planning
from campaigns.checks import Finding, Severity
from campaigns.models import Campaign, Media, MediaKind, Post, PostMedia, Signature, Variant
from campaigns.writing import endings
from connectors.limits import Format
from core import clock
from core.errors import InvalidInput
from core.people import Actor, Role
from core.territory import Audience, Channel
from tests.factories import people
from tests.factories import planning as made


@pytest.fixture(autouse=True)
def _clock() -> object:
    made.landing_pages()
    with time_machine.travel("2026-11-23T10:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def officer(session: Session) -> Actor:
    return people.actor(session, people.place(session), Role.COMMUNICATIONS)


@pytest.fixture
def post(session: Session, officer: Actor) -> Post:
    return made.post(session, officer, made.campaign(session, officer).id)


@pytest.fixture
def variant(session: Session, post: Post) -> Variant:
    return made.variant(session, post)


def attach(session: Session, post: Post, **traits: Any) -> Media:
    """A picture that Instagram takes, described, on which nobody can be recognised."""
    given: dict[str, Any] = {"alt": "Une voiture-école devant la mairie.", "mime": "image/jpeg"}
    one = Media(
        consortium_id=post.consortium_id,
        title="Auto-école",
        stored="media/x.jpg",
        created_at=clock.now(),
        digest=str(len(session.scalars(select(Media)).all())),
        **({"kind": MediaKind.PICTURE, "bytes": 500_000, "width": 1080, "height": 1350} | given | traits),
    )
    session.add(one)
    session.flush()
    session.add(PostMedia(post_id=post.id, media_id=one.id, position=0))
    session.flush()
    return one


def of(
    session: Session, post: Post, variant: Variant, what: str, *, automatic: bool = False
) -> list[Finding]:
    return [one for one in checks.findings(session, post, variant, automatic=automatic) if one.what == what]


def severities(session: Session, post: Post, variant: Variant, what: str) -> list[Severity]:
    return [one.severity for one in of(session, post, variant, what)]


def test_a_good_post_has_nothing_against_it(session: Session, post: Post, variant: Variant) -> None:
    attach(session, post, consent_until=date(2027, 8, 31))
    found = checks.findings(session, post, variant)
    assert {one.severity for one in found} == {Severity.OK, Severity.WARN}
    assert [one.what for one in found if one.severity is Severity.WARN] == ["link"]
    said = [one.sentence for one in found]
    assert "Texte\u00a0: 25 signes sur 2\u202f200" in said
    assert "«\u00a0Auto-école\u00a0»\u00a0: décrite, accord jusqu’au 31/08/2027" in said
    checks.require(session, post)


def test_what_forbids_comes_first_and_is_said_with_its_network(
    session: Session, post: Post, variant: Variant
) -> None:
    variant.text = "a" * 2201
    found = checks.findings(session, post, variant)
    assert (found[0].severity, found[0].what) == (Severity.BLOCK, "text")
    with pytest.raises(InvalidInput, match=r"Instagram\. Le texte a 2") as refused:
        checks.require(session, post)
    assert refused.value.field == "text"


def test_the_ending_counts(session: Session, post: Post, variant: Variant) -> None:
    variant.text, variant.ending = "a" * 2198, "#a"
    assert severities(session, post, variant, "text") == [Severity.BLOCK]
    variant.text = "a" * 2196
    assert severities(session, post, variant, "text") == [Severity.OK]


def test_a_post_without_words_waits_unless_its_form_shows_none(
    session: Session, post: Post, variant: Variant
) -> None:
    post.text = ""
    assert severities(session, post, variant, "text") == [Severity.BLOCK]
    variant.format = Format.INSTAGRAM_STORY.value
    assert severities(session, post, variant, "text") == [Severity.OK]


def test_a_missing_picture_is_a_warning_by_hand_and_forbids_by_a_program(
    session: Session, post: Post, variant: Variant
) -> None:
    assert severities(session, post, variant, "media") == [Severity.WARN]
    assert [one.severity for one in of(session, post, variant, "media", automatic=True)] == [Severity.BLOCK]


@pytest.mark.parametrize(
    ("traits", "said"),
    [
        ({"alt": " "}, "n’est pas décrite"),
        ({"consent_until": date(2026, 11, 24)}, "finit le 24/11/2026"),
        ({"removed_at": "now"}, "médiathèque"),
        ({"width": 2000, "height": 1000}, "trop large"),
        ({"mime": "image/png"}, "JPEG"),
    ],
)
def test_a_picture_that_may_not_be_shown_forbids(
    session: Session, post: Post, variant: Variant, traits: dict[str, Any], said: str
) -> None:
    attach(session, post, **(traits | ({"removed_at": clock.now()} if "removed_at" in traits else {})))
    blocked = [one for one in checks.findings(session, post, variant) if one.severity is Severity.BLOCK]
    assert [said in one.sentence for one in blocked] == [True]


def test_consent_holds_on_its_last_day_in_the_zone_of_the_post(
    session: Session, post: Post, variant: Variant
) -> None:
    attach(session, post, consent_until=date(2026, 11, 25))
    assert severities(session, post, variant, "media") == [Severity.OK]
    # Already the 26th in Paris, still the 25th in UTC.
    post.due_at = post.due_at.replace(hour=23, minute=30)
    assert severities(session, post, variant, "media") == [Severity.BLOCK]


def test_a_decorative_picture_needs_no_words(session: Session, post: Post, variant: Variant) -> None:
    attach(session, post, alt="", decorative=True)
    assert severities(session, post, variant, "media") == [Severity.OK]


def test_a_large_picture_is_worth_saying_and_goes_out(session: Session, post: Post, variant: Variant) -> None:
    attach(session, post, width=2160, height=2700)
    assert severities(session, post, variant, "picture_width") == [Severity.WARN]
    checks.require(session, post)


@pytest.mark.parametrize(
    ("text", "audience", "warned"),
    [
        ("L'insertion, ça se prépare. Viens.", Audience.YOUNG, True),
        ("Tu cherches ton permis ?\nOn parle d'insertion après.", Audience.YOUNG, False),
        ("L'insertion de votre enfant.", Audience.RELATIVES, False),
        ("Un dispositif pour toi.", Audience.YOUNG, True),
        ("Le permis, c'est cher.", Audience.YOUNG, False),
    ],
)
def test_a_text_for_young_people_opens_with_what_matters_to_them(
    session: Session, post: Post, variant: Variant, text: str, audience: Audience, warned: bool
) -> None:
    session.get_one(Campaign, post.campaign_id).audience = audience
    post.text = text
    assert severities(session, post, variant, "opening") == [Severity.WARN] * warned


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Avec la marque X.", [Severity.BLOCK]),
        ("Collaboration commerciale avec X.", [Severity.OK]),
        ("PUBLICITE. Avec X.", [Severity.OK]),
    ],
)
def test_a_paid_partnership_is_named(
    session: Session, post: Post, variant: Variant, text: str, expected: list[Severity]
) -> None:
    post.text = text
    assert severities(session, post, variant, "legal") == []
    variant.paid_partnership = True
    assert severities(session, post, variant, "legal") == expected


def test_the_same_words_and_the_same_hour_are_told(session: Session, officer: Actor, post: Post) -> None:
    def other(day: date, wall: time = time(9), text: str = "tu  GALÈRES avec le code ?") -> Post:
        return made.post(session, officer, post.campaign_id, title="Autre", text=text, day=day, wall=wall)

    def told(what: str) -> int:
        return len(of(session, post, _variants(session, post)[0], what))

    assert (told("duplicate"), told("clash")) == (0, 0)
    other(date(2026, 11, 30))
    assert told("duplicate") == 1
    other(date(2026, 12, 25), time(18))
    assert told("duplicate") == 2
    other(date(2026, 12, 25), time(18, 1))
    assert told("duplicate") == 2
    planning.cancel_post(session, officer, other(date(2026, 11, 29)).id)
    assert told("duplicate") == 2
    made.post(session, officer, post.campaign_id, Channel.TIKTOK, wall=time(18, 30))
    assert (told("duplicate"), told("clash")) == (2, 0)
    other(date(2026, 11, 25), time(19), "Autre chose.")
    assert told("clash") == 0
    other(date(2026, 11, 25), time(18, 59), "Encore autre chose.")
    assert told("clash") == 1


def test_who_changes_a_signature_is_told_that_saved_posts_keep_the_old_one(
    session: Session, officer: Actor, post: Post, variant: Variant
) -> None:
    signature = Signature(consortium_id=officer.consortium_id, text="Jusqu'à 20 h.")
    session.add(signature)
    session.flush()
    post.signature_id = signature.id
    endings.refresh(session, officer, post, session.get_one(Campaign, post.campaign_id), [variant])
    assert severities(session, post, variant, "ending") == []
    signature.text = "Jusqu'à 18 h."
    assert severities(session, post, variant, "ending") == [Severity.WARN]


def test_a_link_that_cannot_be_tapped_is_said_as_a_code(
    session: Session, officer: Actor, post: Post, variant: Variant
) -> None:
    assert "Aucun lien" in of(session, post, variant, "link")[0].sentence
    post.destination = made.LICENCE_PAGE
    endings.refresh(session, officer, post, session.get_one(Campaign, post.campaign_id), [variant])
    (found,) = of(session, post, variant, "link")
    assert (found.severity, "PERMIS-" in found.sentence) == (Severity.WARN, True)


def test_only_networks_that_still_wait_can_forbid(session: Session, officer: Actor, post: Post) -> None:
    two = made.post(session, officer, post.campaign_id, Channel.INSTAGRAM, Channel.TIKTOK)
    late = next(one for one in _variants(session, two) if one.network is Channel.TIKTOK)
    late.text = "a" * 3000
    with pytest.raises(InvalidInput, match="TikTok"):
        checks.require(session, two)
    late.skipped_at = clock.now()
    session.flush()
    checks.require(session, two)


def _variants(session: Session, post: Post) -> list[Variant]:
    return list(session.scalars(select(Variant).where(Variant.post_id == post.id)))
