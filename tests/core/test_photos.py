"""Photos: what comes out is a small JPEG with nothing but its picture; what is no photo stays out."""

from __future__ import annotations

import contextlib
import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as draw
from PIL import Image

from core import photos, storage
from core.errors import InvalidInput, NotFound

SECRET = "Gare de Valbrune 48.51 N"


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480), turned: bool = False) -> bytes:
    """A photo that tells its place, device and turn, as phones make them."""
    made = Image.effect_noise(size, 60).convert("RGB")
    exif = Image.Exif()
    exif[0x010F], exif[0x010E], exif[0x0112] = "Phone", SECRET, 6 if turned else 1
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 30.0, 36.0)})
    out = io.BytesIO()
    made.save(out, kind, exif=exif, **({"comment": SECRET} if kind == "JPEG" else {}))
    return out.getvalue()


def huge(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has that many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 64)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_loses_place_device_and_comment(kind: str) -> None:
    data = picture(kind)
    assert SECRET.encode() in data
    made = photos.cleaned(data, f"image/{kind.lower()}")
    assert SECRET.encode() not in made
    assert b"Phone" not in made
    with Image.open(io.BytesIO(made)) as kept:
        assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (640, 480), {})
        assert "comment" not in kept.info


def test_a_turned_photo_stands_upright_and_a_large_one_becomes_small() -> None:
    with Image.open(io.BytesIO(photos.cleaned(picture(turned=True), "image/jpeg"))) as kept:
        assert kept.size == (480, 640)
    with Image.open(io.BytesIO(photos.cleaned(picture(size=(4000, 3000)), "image/jpeg"))) as kept:
        assert max(kept.size) == 1600


@pytest.mark.parametrize(
    ("data", "declared"),
    [
        (picture("PNG"), "image/jpeg"),
        (picture("JPEG"), "text/html"),
        (b"<html><script>", "image/jpeg"),
        (b"GIF89a" + b"\0" * 40, "image/gif"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        (picture()[:3000], "image/jpeg"),
        (b"", "image/jpeg"),
        (b"\xff\xd8\xff" + b"\0" * (12 * 1024 * 1024), "image/jpeg"),
        (huge(9000, 9000), "image/png"),
        (huge(200_000, 200_000), "image/png"),
    ],
)
def test_what_is_no_photo_is_refused_in_words(data: bytes, declared: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        photos.cleaned(data, declared)
    assert refused.value.field == "photo"


@given(
    draw.binary(max_size=300), draw.sampled_from([b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF"])
)
def test_no_file_breaks_it(data: bytes, start: bytes) -> None:
    with contextlib.suppress(InvalidInput):
        photos.cleaned(start + data, "image/jpeg")


def test_a_file_is_kept_under_a_name_of_ours_and_forgotten() -> None:
    here = storage.current()
    name = here.put("visits", b"abc", "jpg")
    assert here.get(name) == b"abc"
    assert here.put("visits", b"abc", "jpg") != name
    here.delete(name)
    here.delete(name)
    with pytest.raises(NotFound):
        here.get(name)


@pytest.mark.parametrize(
    "name", ["../secret-key", "visits/../../secret-key", "/etc/passwd", "visits/a.jpg", "secret-key", ""]
)
def test_no_other_file_is_reached(name: str) -> None:
    with pytest.raises(NotFound):
        storage.current().get(name)
    with pytest.raises(NotFound):
        storage.current().delete(name)
