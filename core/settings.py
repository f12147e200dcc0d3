"""Settings: environment variables with the prefix PORTE_VOIX_, read once, refused early.

Every setting is described in docs/operations.md (a test compares the two lists).
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.errors import FolderNotWritable, WrongSetting
from core.i18n import _

PREFIX = "PORTE_VOIX_"
SHORTEST_SECRET = 32
# A password may hold any sign, encoded or not: the host begins after the last «@».
_DATABASE = re.compile(
    r"sqlite://\S*|postgresql(\+psycopg)?://(\S*@)?(\[[^\]]*\]|[^:/?@\s]*)(:\d+)?([/?][^@\s]*)?"
)
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Settings(BaseSettings):
    """What an installation can choose; each field is PORTE_VOIX_<NAME>."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True, env_ignore_empty=True)

    data_dir: Path = Path("var")
    database_url: str = ""
    jobs_database_url: str = ""
    base_url: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8501, ge=1, le=65535)
    secret_key: str = ""
    old_secret_key: str = ""
    worker_name: str = "dashboard-1"
    trusted_proxies: int = Field(default=0, ge=0, le=10)
    outbound_proxy: str = ""
    outbound_ca: Path | None = None
    chromium: Path | None = None
    language: Literal["fr", "en"] = "fr"
    timezone: str = "Europe/Paris"
    scan_days: int = Field(default=180, ge=2, le=760)
    metric_days: int = Field(default=1_100, ge=30, le=3_700)
    tiktok_client_key: str = Field(default="", max_length=200)
    tiktok_client_secret: str = Field(default="", max_length=200, repr=False)

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (OSError, ValueError, KeyError) as error:
            raise ValueError("IANA") from error
        return value

    @field_validator("base_url", "outbound_proxy")
    @classmethod
    def _web_address(cls, value: str) -> str:
        parts = urlsplit(value)
        whole = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
        if value and (not whole or parts.query or parts.fragment or any(map(str.isspace, value))):
            raise ValueError("http(s)://")
        return value.rstrip("/")

    @field_validator("outbound_ca")
    @classmethod
    def _readable_file(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError("PEM")
        return value

    @field_validator("database_url", "jobs_database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        # Not SQLAlchemy's own reader: the connectors read settings, and touch no database.
        if value and not _DATABASE.fullmatch(value):
            raise ValueError("sqlite:// | postgresql://")
        return value.replace("postgresql://", "postgresql+psycopg://", 1)

    @field_validator("secret_key", "old_secret_key")
    @classmethod
    def _long_secret(cls, value: str) -> str:
        if value and len(value) < SHORTEST_SECRET:
            raise ValueError(f"{SHORTEST_SECRET}+")
        return value

    @property
    def loopback(self) -> bool:
        """True when only this machine can reach the server."""
        return self.host in LOOPBACK

    @property
    def public_url(self) -> str:
        """The address that printed codes carry, without a trailing slash."""
        host = "127.0.0.1" if self.host == "localhost" else self.host
        return self.base_url or f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def database_address(self) -> str:
        """The SQLAlchemy address of the domain database."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'porte-voix.sqlite').resolve()}"

    def prepare(self) -> Settings:
        """Make the data folder (mode 700) and prove that it can be written."""
        try:
            self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            probe = self.data_dir / f".probe-{os.getpid()}"
            probe.write_text("")
            probe.unlink()
        except OSError as error:
            raise FolderNotWritable(
                _(
                    "Le dossier {folder} ne peut pas être écrit. Donnez le droit d'y écrire, "
                    "ou choisissez-en un autre avec PORTE_VOIX_DATA_DIR.",
                    folder=self.data_dir,
                )
            ) from error
        return self


def read() -> Settings:
    """Settings from the environment; the first wrong value is named in one sentence."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise WrongSetting(
            _(
                "Le réglage {name} a une valeur qui ne convient pas. "
                "Voyez docs/operations.md, puis relancez.",
                name=name,
            )
        ) from None


@cache
def current() -> Settings:
    """The settings of this process."""
    return read().prepare()
