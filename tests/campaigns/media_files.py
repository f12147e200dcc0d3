"""Pictures and videos to send, made here; each carries a place or a name that must not stay in it."""

from __future__ import annotations

import io
from functools import cache

import av
import numpy as np
from PIL import Image

SECRET = "Chez-Nour-48.8566"


@cache
def picture(form: str = "JPEG", width: int = 800, height: int = 600, *, turned: bool = False) -> bytes:
    """A picture with words in its tags; `turned`: the phone lay on its side (EXIF orientation 6)."""
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = SECRET
    if turned:
        exif[0x0112] = 6
    shown = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    shown.save(made, form, exif=exif)
    return made.getvalue()


@cache
def video(codec: str = "libx264", form: str = "mp4", seconds: int = 2, fps: int = 10) -> bytes:
    """A small grey video with a title in its tags."""
    made = io.BytesIO()
    with av.open(made, mode="w", format=form) as kept:
        kept.metadata["title"] = SECRET
        stream = kept.add_stream(codec, rate=fps)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 144, 256, "yuv420p"
        for number in range(seconds * fps):
            shade = np.full((256, 144, 3), number * 5 % 255, np.uint8)
            kept.mux(stream.encode(av.VideoFrame.from_ndarray(shade, format="rgb24")))
        kept.mux(stream.encode())
    return made.getvalue()
