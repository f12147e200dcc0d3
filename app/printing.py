"""What the command does with codes: write one QR, or one print, to a file."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from campaigns import codes, links
from campaigns.models import Link
from campaigns.prints import asking, kit, making, qr
from campaigns.prints.asking import Wish
from campaigns.prints.kit import Template
from core.database import Database
from core.errors import InvalidInput
from core.i18n import _


def write_qr(database: Database, text: str, kind: str | None, output: Path, wish: Wish | None) -> str:
    """Write a code in service as «svg», «png» or «pdf»; gives a sentence about its size, or none.

    With a wish a whole template, else the QR alone (a PDF is then a poster). Without a kind it is the
    template's own, or an SVG. InvalidInput when the template has no such format, or the file cannot
    be written.
    """
    if kind == "pdf" and wish is None:
        wish = Wish(Template.POSTER)
    with database.snapshot() as session:
        link = codes.resolve(session, text)
        content, advice = _made(session, link, kind, wish)
    try:
        output.write_bytes(content)
    except OSError:
        raise InvalidInput(
            _("Impossible d'écrire {path}. Choisissez un autre dossier.", path=output)
        ) from None
    return advice


def _made(session: Session, link: Link, kind: str | None, wish: Wish | None) -> tuple[bytes, str]:
    if wish is None:
        code = links.code_of(session, link.id)
        return (qr.png(code) if kind == "png" else qr.svg(code).encode()), ""
    order = asking.of_link(session, link, wish)
    if kind not in (None, order.kind):
        raise InvalidInput(
            _(
                "« {template} » se fait en {kind}. Ajoutez --format {kind}.",
                template=kit.label(order.template),
                kind=order.kind,
            )
        )
    made = making.make(order)
    return made.content, made.advice
