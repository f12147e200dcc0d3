"""Keys derived from one secret, and the three things done with them.

The secret is PORTE_VOIX_SECRET_KEY, or is made once in the data folder (mode 600). Each use
has a key of its own (HKDF-SHA256), so that a form token can never open a contact detail.

A secret can be renewed: the new one seals, the old one (PORTE_VOIX_OLD_SECRET_KEY, or the further
lines of the file) still opens. Keyed hashes stay under the oldest secret for as long as it is
kept, so that a receipt or a form sent twice is found again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core import settings
from core.errors import Conflict, FolderNotWritable, WrongSetting
from core.i18n import _

SECRET_FILE = "secret-key"  # noqa: S105 (a file's name)


def encrypt(text: str, purpose: str) -> bytes:
    """Encrypt and sign `text` under the key of `purpose` (Fernet: AES-128-CBC, HMAC-SHA256)."""
    return _fernet(purpose).encrypt(text.encode())


def decrypt(sealed: bytes, purpose: str) -> str:
    """The text sealed by `encrypt`; WrongSetting when no secret at hand is the one that sealed it."""
    try:
        return _fernet(purpose).decrypt(sealed).decode()
    except InvalidToken:
        # The secret may have been renewed while this process ran.
        forget()
    try:
        return _fernet(purpose).decrypt(sealed).decode()
    except InvalidToken:
        raise WrongSetting(
            _("Cette donnée est chiffrée avec une autre clé. Remettez PORTE_VOIX_SECRET_KEY d'origine.")
        ) from None


def reseal(sealed: bytes, purpose: str) -> bytes:
    """The same text under the newest secret; WrongSetting as for `decrypt`."""
    decrypt(sealed, purpose)
    return _fernet(purpose).rotate(sealed)


def fingerprint(text: str, purpose: str) -> str:
    """A keyed hash (HMAC-SHA256, 64 hex digits): equal texts are found again, none can be read back."""
    return hmac.new(keys(purpose)[-1], text.encode(), hashlib.sha256).hexdigest()


def digest(token: str) -> str:
    """What is stored of a random token (SHA-256, 64 hex digits): 256 random bits need no slow hash.

    Anything that came in an address or a cookie may be asked for, half a sign included.
    """
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def token() -> str:
    """A random token of 256 bits, safe in an address."""
    return secrets.token_urlsafe(32)


def key(purpose: str) -> bytes:
    """32 bytes that serve `purpose` and nothing else, from the newest secret."""
    return keys(purpose)[0]


@cache
def keys(purpose: str) -> tuple[bytes, ...]:
    """The keys of `purpose` from every secret at hand, the newest first."""
    info = f"porte-voix/{purpose}".encode()
    return tuple(
        HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret.encode())
        for secret in _secrets()
    )


def renew() -> None:
    """Put a fresh secret in front of the file; Conflict when the secret is in the settings."""
    _write_secrets((token(), *_secrets()))


def forget_old() -> int:
    """Keep the newest secret of the file alone; how many were dropped."""
    newest, *old = _secrets()
    if old:
        _write_secrets((newest,))
    return len(old)


def forget() -> None:
    """Read the secrets anew when they are next needed."""
    for cached in (keys, _fernet, _secrets):
        cached.cache_clear()


@cache
def _fernet(purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one)) for one in keys(purpose)])


@cache
def _secrets() -> tuple[str, ...]:
    """The newest first, each once."""
    chosen = settings.current()
    old = (chosen.old_secret_key,) if chosen.old_secret_key else ()
    if chosen.secret_key:
        return tuple(dict.fromkeys((chosen.secret_key, *old)))
    return tuple(dict.fromkeys((*_secrets_of(chosen.data_dir / SECRET_FILE), *old)))


def _write_secrets(secrets_then: tuple[str, ...]) -> None:
    chosen = settings.current()
    if chosen.secret_key:
        raise Conflict(_("La clé est dans les réglages : changez-la là, puis recommencez."))
    path = chosen.data_dir / SECRET_FILE
    made = _whole_file(path, "\n".join(secrets_then))
    made.replace(path)
    forget()


def _secrets_of(path: Path) -> tuple[str, ...]:
    """The secrets of that file, made first where there is none; whole or not there, whoever comes second."""
    try:
        if not path.exists():
            _make_secret(path)
        found = [line.strip() for line in path.read_text().splitlines() if line.strip()]
    except OSError as error:
        raise FolderNotWritable(
            _(
                "La clé secrète ne peut pas être lue ou écrite dans {path}. Donnez-en le droit au service.",
                path=path,
            )
        ) from error
    if not found or any(len(secret) < settings.SHORTEST_SECRET for secret in found):
        raise WrongSetting(_("La clé secrète de {path} est abîmée. Remettez votre copie.", path=path))
    return tuple(found)


def _make_secret(path: Path) -> None:
    made = _whole_file(path, token())
    try:
        # A link to a whole file, refused when another process was first: then its secret holds.
        with suppress(FileExistsError):
            os.link(made, path)
    finally:
        made.unlink(missing_ok=True)


def _whole_file(path: Path, text: str) -> Path:
    """A file beside `path`, for its owner only, on the disk before anyone may rely on it."""
    made = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return made
