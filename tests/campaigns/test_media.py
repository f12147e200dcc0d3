"""The library: what a file really is, what is said of it, and when it may be shown."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import av
import pytest
import time_machine
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy.orm import Session

from campaigns import jobs, planning
from campaigns.calendar import moving
from campaigns.calendar.item import ItemKind
from campaigns.media import consent, keeping, library, measuring
from campaigns.media.library import Described
from campaigns.media.measuring import Measured
from campaigns.models import Media, MediaKind, Stage
from core import storage
from core.database import Database
from core.errors import Conflict, InvalidInput, NotFound
from core.people import Actor, Role
from tests.campaigns import media_files as files
from tests.factories import people
from tests.factories import planning as made

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def officer(session: Session) -> Actor:
    return people.actor(session, people.place(session), Role.COMMUNICATIONS)


def looked_at(data: bytes) -> tuple[Measured, bytes]:
    with measuring.measured(io.BytesIO(data)) as (found, kept):
        return found, kept.read()


@pytest.mark.parametrize(
    ("form", "mime"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_a_picture_is_measured_upright_and_forgets_where_it_was_taken(form: str, mime: str) -> None:
    sent = files.picture(form, 800, 600, turned=True)
    assert files.SECRET.encode() in sent
    found, kept = looked_at(sent)
    assert (found.kind, found.mime, found.width, found.height) == (MediaKind.PICTURE, mime, 600, 800)
    assert files.SECRET.encode() not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()
    assert max(Image.open(io.BytesIO(found.thumbnail)).size) == measuring.THUMBNAIL
    assert found.size == len(kept)


@pytest.mark.parametrize(
    ("codec", "form", "named"),
    [("libx264", "mp4", "h264"), ("libx264", "mov", "h264"), ("libvpx", "webm", "vp8")],
)
def test_a_video_is_measured_and_forgets_its_tags(codec: str, form: str, named: str) -> None:
    sent = files.video(codec, form)
    assert files.SECRET.encode() in sent
    found, kept = looked_at(sent)
    assert (found.kind, found.codec, found.width, found.height) == (MediaKind.VIDEO, named, 144, 256)
    assert found.seconds == pytest.approx(2, abs=0.2)
    assert files.SECRET.encode() not in kept
    with av.open(io.BytesIO(kept), mode="r") as opened:
        assert sum(1 for _ in opened.decode(video=0)) == 20


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "est vide"),
        (b"<script>alert(1)</script>" * 20, "ni une image"),
        (b"\xff\xd8\xff" + b"not a picture" * 50, "abîmée"),
        (files.picture()[:3000], "abîmée"),
        (files.video()[: len(files.video()) // 2], "ni une image|coupée"),
        (files.video("mpeg4"), "Enregistrez-la en MP4"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 100, "HEIC"),
        (b"GIF89a" + b"\x00" * 100, "GIF"),
        (b"%PDF-1.7" + b"\x00" * 100, "ni une image"),
    ],
)
def test_a_file_that_lies_or_is_cut_is_refused_in_words(data: bytes, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        looked_at(data)


def test_what_is_too_large_too_long_or_too_wide_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "LONGEST", 1)
    with pytest.raises(InvalidInput, match="15 minutes"):
        looked_at(files.video())
    monkeypatch.setattr(measuring, "MOST_PIXELS", 1000)
    with pytest.raises(InvalidInput, match="trop de pixels"):
        looked_at(files.picture())
    monkeypatch.setattr(measuring, "LARGEST_PICTURE", 1000)
    with pytest.raises(InvalidInput, match="Réduisez-la"):
        looked_at(files.picture())
    monkeypatch.setattr(measuring, "LARGEST", 1000)
    with pytest.raises(InvalidInput, match="Réduisez-le"):
        looked_at(files.video())


@hypothesis_settings(max_examples=60, deadline=None)
@given(data=st.data(), picture=st.booleans())
def test_a_damaged_file_is_measured_or_refused_and_never_anything_else(
    data: st.DataObject, picture: bool
) -> None:
    whole = bytearray(files.picture() if picture else files.video())
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        whole[place] = data.draw(st.integers(0, 255))
    try:
        found, kept = looked_at(bytes(whole[: data.draw(st.integers(1, len(whole)))]))
    except InvalidInput:
        return
    assert found.size == len(kept) > 0
    assert found.width > 0
    assert found.height > 0


def test_a_file_needs_a_name_and_words_or_to_be_a_decoration(session: Session, officer: Actor) -> None:
    picture = made.picture(session, officer)
    with pytest.raises(InvalidInput, match="Décrivez"):
        library.describe(session, officer, picture.id, Described("Affiche"))
    with pytest.raises(InvalidInput, match="nom"):
        library.describe(session, officer, picture.id, Described(" ", "Une affiche"))
    library.describe(session, officer, picture.id, Described("Fond", decorative=True))
    (row,) = library.library(session, officer.consortium_id)
    assert (row.title, row.decorative, row.alt) == ("Fond", True, "")


def test_the_same_file_is_kept_once_and_comes_back_after_it_was_removed(
    session: Session, officer: Actor
) -> None:
    picture = made.picture(session, officer)
    with pytest.raises(Conflict, match="Affiche du permis"):
        made.picture(session, officer)
    library.remove(session, officer, picture.id)
    assert library.library(session, officer.consortium_id) == []
    assert made.picture(session, officer).id == picture.id


def test_a_post_shows_its_files_in_their_order(session: Session, officer: Actor) -> None:
    post = made.post(session, officer, made.campaign(session, officer).id)
    one, two = made.picture(session, officer, "Un"), made.picture(session, officer, "Deux")
    before = post.revision
    library.attach(session, officer, post.id, [two.id, one.id])
    assert post.revision == before + 1
    library.attach(session, officer, post.id, [two.id, one.id])
    assert post.revision == before + 1, "nothing changed"
    assert [media.title for media in consent.of_posts(session, [post.id])[post.id]] == ["Deux", "Un"]
    library.attach(session, officer, post.id, [one.id])
    assert [media.title for media in consent.of_posts(session, [post.id])[post.id]] == ["Un"]
    assert {
        row.title: (row.posts, row.waiting) for row in library.library(session, officer.consortium_id)
    } == {
        "Un": (1, 1),
        "Deux": (0, 0),
    }


def test_a_file_in_a_post_to_come_is_not_removed(session: Session, officer: Actor) -> None:
    post = made.post(session, officer, made.campaign(session, officer).id)
    picture = made.picture(session, officer)
    library.attach(session, officer, post.id, [picture.id])
    with pytest.raises(Conflict, match="Le code, on t'aide"):
        library.remove(session, officer, picture.id)
    planning.mark_published(session, officer, made.variant(session, post).id, made.REEL)
    assert library.remove(session, officer, picture.id).removed_at == NOW
    with pytest.raises(Conflict, match="déjà en ligne"):
        library.attach(session, officer, post.id, [])


def test_nobody_is_shown_after_the_last_day_of_their_agreement(session: Session, officer: Actor) -> None:
    post = made.post(session, officer, made.campaign(session, officer).id, day=date(2026, 11, 25))
    enough = made.picture(session, officer, "Assez", consent_until=date(2026, 11, 25))
    short = made.picture(session, officer, "Trop court", consent_until=date(2026, 11, 24))
    library.attach(session, officer, post.id, [enough.id])
    with pytest.raises(InvalidInput, match=r"Trop court.*24/11/2026"):
        library.attach(session, officer, post.id, [enough.id, short.id])
    post.stage = Stage.DRAFT
    library.attach(session, officer, post.id, [enough.id, short.id])
    assert len(consent.past([enough, short], date(2026, 11, 25))) == 1
    assert len(consent.past([enough, short], date(2026, 11, 26))) == 2


def test_a_scheduled_post_is_not_moved_beyond_that_day(session: Session, officer: Actor) -> None:
    post = made.post(session, officer, made.campaign(session, officer).id, day=date(2026, 11, 25))
    picture = made.picture(session, officer, consent_until=date(2026, 11, 26))
    library.attach(session, officer, post.id, [picture.id])
    moving.move(
        session, officer, ItemKind.POST, post.id, day=date(2026, 11, 26), wall=time(18), seen=post.revision
    )
    with pytest.raises(InvalidInput, match="accord"):
        moving.move(
            session,
            officer,
            ItemKind.POST,
            post.id,
            day=date(2026, 11, 27),
            wall=time(18),
            seen=post.revision,
        )


def test_a_file_of_another_consortium_is_not_there(session: Session, officer: Actor) -> None:
    elsewhere = people.actor(session, people.place(session, "Ailleurs"), Role.COMMUNICATIONS)
    picture = made.picture(session, elsewhere)
    post = made.post(session, officer, made.campaign(session, officer).id)
    with pytest.raises(NotFound):
        library.attach(session, officer, post.id, [picture.id])


def test_files_without_a_row_go_and_removed_ones_wait_thirty_days(database: Database) -> None:
    found, data = looked_at(files.picture())
    with database.transaction() as session:
        officer = people.actor(session, people.place(session), Role.COMMUNICATIONS)
        with keeping.stored(found, io.BytesIO(data)) as (name, small):
            media = library.add(session, officer, found, Described("Affiche", "Une affiche"), name, small)
        with keeping.stored(found, io.BytesIO(data)) as orphans:
            pass
        library.remove(session, officer, media.id)
    here = storage.current()
    _name, kept_at = next(here.names("media"))
    for days, left in ((0, {name, small, *orphans}), (2, {name, small}), (31, set())):
        with time_machine.travel(kept_at + timedelta(days=days), tick=False):
            jobs.tidy({}, lambda *_: None)
        assert {one for folder in ("media", "thumbnails") for one, _at in here.names(folder)} == left


def test_a_file_whose_row_fails_leaves_nothing_on_the_disk(database: Database) -> None:
    found, data = looked_at(files.picture())
    with (
        pytest.raises(InvalidInput),
        keeping.stored(found, io.BytesIO(data)),
        database.transaction() as session,
    ):
        officer = people.actor(session, people.place(session), Role.COMMUNICATIONS)
        library.add(session, officer, found, Described(""), "media/x.jpg", "thumbnails/x.jpg")
    assert list(storage.current().names("media")) == []
    with database.snapshot() as session:
        assert session.query(Media).count() == 0
