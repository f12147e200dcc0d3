"""Passwords with argon2id, at the library's present parameters."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.errors import InvalidInput
from core.i18n import _

SHORTEST = 12
LONGEST = 200
_hasher = PasswordHasher()


def hashed(password: str) -> str:
    """The hash to store; InvalidInput when the password is too short, too long or one repeated sign."""
    if len(password) < SHORTEST or len(password) > LONGEST or len(set(password)) < 5:
        raise InvalidInput(
            _("Choisissez un mot de passe d'au moins {count} signes, variés.", count=SHORTEST), "password"
        )
    return _hasher.hash(password)


def verified(stored: str, password: str) -> bool:
    """Whether `password` is the one behind `stored`."""
    try:
        return _hasher.verify(stored, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False


# An unknown login costs as much time as a wrong password, so that logins cannot be guessed. Written
# down, since making it costs every start a quarter of a second.
DECOY = "$argon2id$v=19$m=65536,t=3,p=4$9teCK++E2vgzRJH8y/8Itw$RaqKAUPaq/k1sEdGGgPNd6yAqrnJZU7+DLnyf8JJXgA"
