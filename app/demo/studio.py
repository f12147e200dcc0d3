"""Pictures and a short film for the library, drawn here: nobody's photograph, nobody's face."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import av
from PIL import Image, ImageDraw, ImageFont
from sqlalchemy.orm import Session

from campaigns.media import keeping, library, measuring
from campaigns.media.library import Described
from campaigns.models import Media
from campaigns.prints import fonts
from core import clock, settings
from core.i18n import typeset
from core.people import Actor

Drawn = tuple[Image.Image, ImageDraw.ImageDraw]
INK, PAPER, SIGNAL, PLUM = "#1D1219", "#FFFFFF", "#FFC533", "#6B1A4E"
NAVY, TEAL, ORANGE = "#123D7B", "#2FA293", "#F06317"
_FRAMES, _RATE = 36, 12


class Shot(NamedTuple):
    """A file of the library; `agreed`: for how many days from now the people shown agree, None: nobody is."""

    title: str
    alt: str
    draw: Callable[[], bytes]
    agreed: int | None = None
    holder: str = ""
    decorative: bool = False


def fill(session: Session, actor: Actor) -> list[Media]:
    """Put the shots into the library, measured as a file that somebody sends."""
    return [_kept(session, actor, shot) for shot in SHOTS]


def _kept(session: Session, actor: Actor, shot: Shot) -> Media:
    today = clock.today(settings.current().timezone)
    until = None if shot.agreed is None else today + timedelta(days=shot.agreed)
    said = Described(typeset(shot.title), typeset(shot.alt), shot.decorative, typeset(shot.holder), until)
    with (
        measuring.measured(io.BytesIO(shot.draw())) as (found, harmless),
        keeping.stored(found, harmless) as (name, small),
    ):
        return library.add(session, actor, found, said, name, small)


def _ground(width: int, height: int, colour: str) -> Drawn:
    picture = Image.new("RGB", (width, height), colour)
    return picture, ImageDraw.Draw(picture)


def _say(draw: ImageDraw.ImageDraw, lines: tuple[str, ...], top: int, colour: str, size: int = 108) -> None:
    font = _font(size)
    for number, line in enumerate(lines):
        draw.text((72, top + number * round(size * 1.1)), line, colour, font)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    if fonts.absent():
        return ImageFont.load_default(size)
    return ImageFont.truetype(fonts.FOLDER / fonts.HEADING[1], size)


def _jpeg(picture: Image.Image) -> bytes:
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=85)
    return made.getvalue()


def _road() -> bytes:
    picture, draw = _ground(1080, 1350, SIGNAL)
    draw.polygon([(430, 560), (650, 560), (1080, 1350), (0, 1350)], fill=INK)
    for near in range(4):
        low, half = 640 + near * near * 44, 6 + near * 5
        draw.polygon(
            [(540 - half, low), (540 + half, low), (545 + half, low + 50), (535 - half, low + 50)], fill=PAPER
        )
    _say(draw, ("Le code,", "à cinq."), 120, INK, 150)
    return _jpeg(picture)


def _hall() -> bytes:
    picture, draw = _ground(1080, 1350, NAVY)
    draw.ellipse((560, 420, 980, 840), fill=ORANGE)
    draw.line((770, 420, 770, 840), fill=NAVY, width=10)
    draw.line((560, 630, 980, 630), fill=NAVY, width=10)
    draw.rectangle((0, 1080, 1080, 1350), fill="#0C2A57")
    _say(draw, ("Samedi, la salle", "est à toi."), 100, PAPER, 118)
    return _jpeg(picture)


def _van() -> bytes:
    picture, draw = _ground(1080, 1350, TEAL)
    draw.rounded_rectangle((100, 700, 980, 1020), 60, fill=PAPER)
    draw.polygon([(740, 750), (900, 750), (950, 880), (740, 880)], fill="#BFE4DF")
    draw.rectangle((100, 920, 980, 960), fill=SIGNAL)
    for wheel in (280, 800):
        draw.ellipse((wheel - 80, 940, wheel + 80, 1100), fill=INK)
        draw.ellipse((wheel - 34, 986, wheel + 34, 1054), fill=PAPER)
    _say(draw, ("Le van,", "place du Marché"), 140, PAPER, 116)
    return _jpeg(picture)


def _team() -> bytes:
    picture, draw = _ground(1080, 1080, "#F4E3D2")
    for place, (coat, skin) in enumerate(((PLUM, "#8D5B3E"), (TEAL, "#E2B08C"), (NAVY, "#5C3A26"))):
        middle = 230 + place * 310
        draw.ellipse((middle - 105, 330, middle + 105, 540), fill=skin)
        draw.pieslice((middle - 180, 560, middle + 180, 1160), 180, 360, fill=coat)
    _say(draw, ("On t’attend.",), 90, INK, 120)
    return _jpeg(picture)


def _talk() -> bytes:
    picture, draw = _ground(1080, 1080, PLUM)
    draw.ellipse((180, 500, 420, 740), fill="#E2B08C")
    draw.pieslice((90, 770, 510, 1390), 180, 360, fill=SIGNAL)
    draw.rounded_rectangle((470, 420, 990, 620), 70, fill=PAPER)
    draw.polygon([(520, 600), (620, 600), (440, 690)], fill=PAPER)
    _say(draw, ("Parler,", "ça aide."), 90, PAPER, 130)
    return _jpeg(picture)


def _pattern() -> bytes:
    picture, draw = _ground(1080, 1920, SIGNAL)
    for row in range(10):
        for column in range(6):
            left, top = column * 200 - 60 + row % 2 * 100, row * 200 - 20
            draw.arc((left, top, left + 150, top + 150), 300, 60, fill=PLUM, width=18)
    return _jpeg(picture)


def _film() -> bytes:
    """Three seconds on its end: the waves of the logo go out from the horn."""
    made = io.BytesIO()
    with av.open(made, mode="w", format="mp4") as kept:
        stream = kept.add_stream("libx264", rate=_RATE, options={"preset": "ultrafast"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 360, 640, "yuv420p"
        for number in range(_FRAMES):
            picture, draw = _ground(360, 640, PLUM)
            draw.polygon([(90, 320), (170, 260), (170, 380)], fill=SIGNAL)
            for wave in range(3):
                wide = 40 + wave * 36 + round(12 * math.sin(number / 4 + wave))
                draw.arc((170 - wide, 320 - wide, 170 + wide, 320 + wide), 320, 40, fill=PAPER, width=9)
            frame = av.VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
            kept.mux(stream.encode(frame))
        kept.mux(stream.encode())
    return made.getvalue()


SHOTS = (
    Shot("Le code, à cinq", "Une route dessinée en noir sur fond jaune, qui s'éloigne.", _road),
    Shot("Samedi, la salle est à toi", "Un ballon orange dessiné sur fond bleu nuit.", _hall),
    Shot("Le van, place du Marché", "Un van blanc dessiné de profil sur fond vert.", _van),
    Shot(
        "L'équipe du Point information jeunesse",
        "Trois personnes de face, dessinées, devant un mur clair.",
        _team,
        agreed=18,
        holder="Point information jeunesse",
    ),
    Shot(
        "Entretien avec Salomé",
        "Une personne de face, dessinée, avec une bulle blanche, sur fond prune.",
        _talk,
        agreed=-6,
        holder="Club de prévention L'Ancre",
    ),
    Shot("Fond de story, ondes", "", _pattern, decorative=True),
    Shot(
        "Générique, trois secondes",
        "Un porte-voix dessiné, d'où partent des ondes blanches.",
        _film,
        holder="Mission locale des Trois-Rives",
    ),
)
"""Two of them show people who agreed: one agreement ends soon, another is over."""
