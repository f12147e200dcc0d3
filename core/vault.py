"""Files sealed with a passphrase, written and read in pieces of any length.

The key is scrypt of the passphrase and a random salt. Each piece of 1 MiB is sealed by AES-256-GCM
under its own number; the last one says that it is the last, so a file that was cut, put in another
order or changed by one bit is refused, before anything is done with it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from core.errors import InvalidInput
from core.i18n import _

HEAD = b"porte-voix-vault-1\n"
SALT_BYTES = 16
PIECE = 1024 * 1024
SHORTEST_PASSPHRASE = 12
_TAG_BYTES = 16
_COST = 2**15
_MORE, _LAST = b"more", b"last"


def seal(source: BinaryIO, target: BinaryIO, passphrase: str) -> Iterator[int]:
    """Write `source` to `target`, sealed; gives after each piece how many bytes were read."""
    salt = secrets.token_bytes(SALT_BYTES)
    cipher = _cipher(passphrase, salt)
    target.write(HEAD + salt)
    number = done = 0
    piece = source.read(PIECE)
    while True:
        following = source.read(PIECE)
        target.write(cipher.encrypt(_nonce(number), piece, _said(salt, last=not following)))
        done += len(piece)
        yield done
        if not following:
            return
        number, piece = number + 1, following


def unseal(source: BinaryIO, target: BinaryIO, passphrase: str) -> Iterator[int]:
    """Write what `seal` sealed to `target`; InvalidInput with a wrong passphrase, or for a damaged file."""
    if source.read(len(HEAD)) != HEAD:
        raise InvalidInput(_("Ce fichier n'est pas une sauvegarde de Porte-Voix."))
    salt = source.read(SALT_BYTES)
    cipher = _cipher(passphrase, salt)
    number = done = 0
    piece = source.read(PIECE + _TAG_BYTES)
    while True:
        following = source.read(PIECE + _TAG_BYTES)
        try:
            clear = cipher.decrypt(_nonce(number), piece, _said(salt, last=not following))
        except (InvalidTag, ValueError):
            raise InvalidInput(_refusal(number)) from None
        target.write(clear)
        done += len(clear)
        yield done
        if not following:
            return
        number, piece = number + 1, following


def _refusal(number: int) -> str:
    if number:
        return _("Cette sauvegarde est abîmée ou coupée. Prenez-en une autre.")
    return _("La phrase de passe n'est pas la bonne, ou la sauvegarde est abîmée.")


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise InvalidInput(
            _(
                "La phrase de passe est trop courte. Prenez {count} signes au moins.",
                count=SHORTEST_PASSPHRASE,
            )
        )
    return AESGCM(Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase.encode()))


def _nonce(number: int) -> bytes:
    # Never twice under one key: the salt, and so the key, is new for every file.
    return number.to_bytes(12)


def _said(salt: bytes, *, last: bool) -> bytes:
    return HEAD + salt + (_LAST if last else _MORE)
