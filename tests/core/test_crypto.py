"""One secret, many keys: made once, kept from others, never able to open what another sealed."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import crypto, settings
from core.errors import FolderNotWritable, WrongSetting

ROOT = Path(__file__).parents[2]
SECRET = "une clé de plus de trente-deux signes"


def secret_file() -> Path:
    return settings.current().data_dir / crypto.SECRET_FILE


def test_the_secret_is_made_once_for_its_owner_only(fresh_process: Callable[[], None]) -> None:
    first = crypto.key("essai")
    assert stat.S_IMODE(secret_file().stat().st_mode) == 0o600
    assert len(secret_file().read_text()) >= 32
    assert [path.name for path in secret_file().parent.iterdir()] == [crypto.SECRET_FILE]
    fresh_process()
    assert crypto.key("essai") == first


def test_a_secret_of_the_settings_is_used_and_never_written(
    monkeypatch: pytest.MonkeyPatch, fresh_process: Callable[[], None]
) -> None:
    made = crypto.key("essai")
    secret_file().unlink()
    monkeypatch.setenv("PORTE_VOIX_SECRET_KEY", SECRET)
    fresh_process()
    assert crypto.key("essai") != made
    assert not secret_file().exists()


def test_each_purpose_has_a_key_of_its_own() -> None:
    assert crypto.key("contact-detail") != crypto.key("form/sign-in")
    assert len(crypto.key("contact-detail")) == 32
    assert crypto.fingerprint("nour", "sign-in") != crypto.fingerprint("nour", "contact-form")
    sealed = crypto.encrypt("06 39 98 00 12", "contact-detail")
    with pytest.raises(WrongSetting):
        crypto.decrypt(sealed, "form/sign-in")


@given(st.text())
def test_what_was_sealed_is_read_again_and_shows_nothing(text: str) -> None:
    sealed = crypto.encrypt(text, "contact-detail")
    assert crypto.decrypt(sealed, "contact-detail") == text
    assert len(text) < 4 or text.encode() not in sealed


@pytest.mark.parametrize("token", ["", "abc", "é", "half \ud800 of a sign"])
def test_any_text_that_comes_as_a_token_has_a_digest_of_its_own(token: str) -> None:
    assert re.fullmatch("[0-9a-f]{64}", crypto.digest(token))
    assert crypto.digest(token) == crypto.digest(token) != crypto.digest(token + " ")


def test_sealing_twice_gives_two_different_texts() -> None:
    assert crypto.encrypt("Nour", "essai") != crypto.encrypt("Nour", "essai")
    assert crypto.fingerprint("Nour", "essai") == crypto.fingerprint("Nour", "essai")
    assert crypto.token() != crypto.token()


def test_another_secret_opens_nothing_and_says_what_to_mend(
    monkeypatch: pytest.MonkeyPatch, fresh_process: Callable[[], None]
) -> None:
    sealed = crypto.encrypt("06 39 98 00 12", "contact-detail")
    monkeypatch.setenv("PORTE_VOIX_SECRET_KEY", SECRET)
    fresh_process()
    with pytest.raises(WrongSetting) as refused:
        crypto.decrypt(sealed, "contact-detail")
    assert "PORTE_VOIX_SECRET_KEY" in refused.value.message
    assert SECRET not in refused.value.message


def test_sealed_text_that_was_changed_is_refused() -> None:
    sealed = bytearray(crypto.encrypt("06 39 98 00 12", "contact-detail"))
    sealed[20] ^= 1
    with pytest.raises(WrongSetting):
        crypto.decrypt(bytes(sealed), "contact-detail")


def test_a_secret_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    settings.current().data_dir.rmdir()
    settings.current().data_dir.write_text("un fichier à la place du dossier")
    with pytest.raises(FolderNotWritable, match="clé secrète"):
        crypto.key("essai")


@pytest.mark.parametrize("held", ["", "courte", "\n"])
def test_an_empty_or_cut_secret_file_is_refused_rather_than_used(held: str) -> None:
    secret_file().write_text(held)
    with pytest.raises(WrongSetting, match="secret-key"):
        crypto.key("essai")
    assert secret_file().read_text() == held


def test_processes_that_start_together_agree_on_one_secret() -> None:
    waiting = "import sys; from core import crypto; sys.stdin.readline(); print(crypto.key('essai').hex())"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", waiting],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _number in range(3)
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    assert {process.communicate(timeout=120)[0].strip() for process in started} == {crypto.key("essai").hex()}


def test_whoever_comes_second_never_reads_a_secret_half_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other process comes at the worst moment: as soon as the file exists under its name."""
    seen: list[str] = []
    link = os.link

    def linked(made: Path, path: Path) -> None:
        link(made, path)
        seen.append(crypto._secrets_of(path)[0])

    monkeypatch.setattr(os, "link", linked)
    (mine,) = crypto._secrets_of(secret_file())
    assert seen == [mine]
