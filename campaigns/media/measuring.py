"""What a file really is: judged by its content, measured, and written anew without place or device.

The sender's name and type are never believed. A picture is drawn again; a video keeps its sound
and its pictures bit by bit, in a new container without the tags of the phone that made it.
"""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NoReturn

import av
from PIL import Image, ImageOps

from campaigns.models import MediaKind
from core import i18n
from core.errors import InvalidInput
from core.i18n import _

LARGEST_PICTURE = 30 * 1_000_000
LARGEST = 300 * 1_000_000
MOST_PIXELS = 60_000_000
LONGEST = 15 * 60
"""Seconds of a video at most: what the longest format of our networks takes."""
THUMBNAIL = 480
"""The longer side of a thumbnail, in pixels."""
_PICTURES = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png"), "WEBP": ("webp", "image/webp")}
_CODECS = {"h264": "mp4", "hevc": "mp4", "av1": "mp4", "vp8": "webm", "vp9": "webm"}
_HEIC = (b"heic", b"heix", b"heif", b"mif1", b"hevc")


@dataclass(frozen=True)
class Measured:
    """A file made harmless: pixels upright, seconds None for a picture, `suffix` without a dot."""

    kind: MediaKind
    suffix: str
    mime: str
    size: int
    """Bytes of the file to keep."""
    width: int
    height: int
    seconds: float | None
    codec: str
    digest: str
    """SHA-256 of what was sent."""
    thumbnail: bytes
    """A JPEG."""


@contextmanager
def measured(sent: BinaryIO) -> Iterator[tuple[Measured, BinaryIO]]:
    """What was sent, and the harmless file to keep; InvalidInput («file») says what to do instead.

    Refused: nothing at all, too large, too long, cut off, no JPEG, PNG, WebP, MP4, MOV or WebM.
    """
    size = sent.seek(0, io.SEEK_END)
    if not size:
        _refuse(_("Ce fichier est vide. Envoyez-le à nouveau."))
    if size > LARGEST:
        _refuse(_("Ce fichier dépasse {most} Mo. Réduisez-le.", most=i18n.number(LARGEST / 1_000_000)))
    sent.seek(0)
    head = sent.read(32)
    sent.seek(0)
    digest = _digest(sent)
    sent.seek(0)
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        _refuse(_("Les réseaux ne lisent pas cette photo HEIC. Enregistrez-la en JPEG d'abord."))
    if head[:6] in (b"GIF87a", b"GIF89a"):
        _refuse(_("Une image GIF n'est pas acceptée. Enregistrez-la en JPEG, ou en vidéo MP4."))
    if _is_picture(head):
        yield _picture(sent, size, digest)
    else:
        with tempfile.TemporaryDirectory() as folder:
            found, path = _video(sent, digest, Path(folder))
            with path.open("rb") as kept:
                yield found, kept


def _digest(sent: BinaryIO) -> str:
    made = hashlib.sha256()
    while piece := sent.read(1 << 20):
        made.update(piece)
    return made.hexdigest()


def _is_picture(head: bytes) -> bool:
    return head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (
        head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    )


def _picture(sent: BinaryIO, size: int, digest: str) -> tuple[Measured, BinaryIO]:
    if size > LARGEST_PICTURE:
        most = i18n.number(LARGEST_PICTURE / 1_000_000)
        _refuse(_("Cette image dépasse {most} Mo. Réduisez-la.", most=most))
    try:
        with Image.open(sent, formats=list(_PICTURES)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                _refuse(_("Cette image a trop de pixels. Réduisez-la."))
            suffix, mime = _PICTURES[opened.format or ""]
            form = opened.format or ""
            upright = ImageOps.exif_transpose(opened)
            clear = upright.convert("RGBA" if _transparent(upright) and form != "JPEG" else "RGB")
    except InvalidInput:
        raise
    except Exception:  # noqa: BLE001
        # A broken file fails in as many ways as there are decoders; none of them is our defect.
        _refuse(_("Cette image est abîmée ou incomplète. Envoyez-la à nouveau."))
    kept = Image.new(clear.mode, clear.size)
    kept.paste(clear)
    made = io.BytesIO()
    kept.save(made, form, quality=92)
    found = Measured(
        MediaKind.PICTURE,
        suffix,
        mime,
        made.tell(),
        kept.width,
        kept.height,
        None,
        "",
        digest,
        _thumbnail(kept),
    )
    made.seek(0)
    return found, made


def _transparent(picture: Image.Image) -> bool:
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info


def _video(sent: BinaryIO, digest: str, folder: Path) -> tuple[Measured, Path]:
    try:
        with av.open(sent, mode="r") as opened:
            if not opened.streams.video or opened.duration is None:
                _refuse(_no_medium())
            codec = opened.streams.video[0].codec_context.name
            seconds = opened.duration / av.time_base
            if codec not in _CODECS:
                _refuse(
                    _("Cette vidéo est dans un format que les réseaux ne lisent pas. Enregistrez-la en MP4.")
                )
            if seconds > LONGEST:
                _refuse(_("Cette vidéo dure plus de 15 minutes. Coupez-la."))
            still = _still(opened)
            opened.seek(0)
            path = folder / f"kept.{_CODECS[codec]}"
            if _copied(opened, path) < 0.9 * seconds:
                _refuse(_("Cette vidéo est coupée : sa fin manque. Envoyez-la à nouveau."))
    except (av.FFmpegError, StopIteration, ValueError, EOFError):
        _refuse(_no_medium())
    return (
        Measured(
            MediaKind.VIDEO,
            _CODECS[codec],
            f"video/{_CODECS[codec]}",
            path.stat().st_size,
            still.width,
            still.height,
            round(seconds, 2),
            codec,
            digest,
            _thumbnail(still),
        ),
        path,
    )


def _still(opened: av.container.InputContainer) -> Image.Image:
    """A picture of the first second, upright."""
    frame = next(opened.decode(video=0))
    for later in opened.decode(video=0):
        frame = later
        if later.time >= 1:
            break
    still: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
    return still.rotate(frame.rotation, expand=True)


def _copied(opened: av.container.InputContainer, path: Path) -> float:
    """Copy pictures and sound into a new file without tags; gives the second at which they end."""
    ends = 0.0
    with av.open(path, mode="w", options={"movflags": "+faststart"} if path.suffix == ".mp4" else {}) as kept:
        streams = {
            one.index: kept.add_stream_from_template(one)
            for one in (*opened.streams.video[:1], *opened.streams.audio[:1])
        }
        for made in streams.values():
            made.metadata.clear()
        for packet in opened.demux([opened.streams[index] for index in streams]):
            if packet.dts is None:
                continue
            if packet.pts is not None and packet.time_base is not None:
                with suppress(TypeError):
                    ends = max(ends, float((packet.pts + (packet.duration or 0)) * packet.time_base))
            packet.stream = streams[packet.stream.index]
            kept.mux(packet)
    return ends


def _thumbnail(picture: Image.Image) -> bytes:
    small = picture.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    if small.mode == "RGBA":
        ground = Image.new("RGB", small.size, "white")
        ground.paste(small, mask=small.getchannel("A"))
        small = ground
    made = io.BytesIO()
    small.convert("RGB").save(made, "JPEG", quality=80, optimize=True)
    return made.getvalue()


def _no_medium() -> str:
    return _("Ce fichier n'est ni une image JPEG, PNG ou WebP, ni une vidéo MP4, MOV ou WebM.")


def _refuse(sentence: str) -> NoReturn:
    raise InvalidInput(sentence, "file")
