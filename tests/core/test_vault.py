"""Sealed files: read again whole, or refused."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import vault
from core.errors import InvalidInput

PASS = "quatre mots pris au hasard"


@pytest.fixture(autouse=True, scope="module")
def _cheap_keys() -> None:
    vault._COST = 2**4


def sealed(text: bytes, passphrase: str = PASS) -> bytes:
    target = io.BytesIO()
    assert [*vault.seal(io.BytesIO(text), target, passphrase)][-1] == len(text)
    return target.getvalue()


def opened(file: bytes, passphrase: str = PASS) -> bytes:
    target = io.BytesIO()
    for _done in vault.unseal(io.BytesIO(file), target, passphrase):
        pass
    return target.getvalue()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "PIECE", 8)


@pytest.mark.parametrize("length", [0, 1, 7, 8, 9, 16, 17, 100])
def test_what_was_sealed_is_read_again_and_shows_nothing(length: int, small: None) -> None:
    text = bytes(range(97, 97 + 26)) * 4
    file = sealed(text[:length])
    assert opened(file) == text[:length]
    assert length < 7 or text[:7] not in file
    assert file != sealed(text[:length])


def test_a_wrong_passphrase_a_short_one_and_another_file_are_refused() -> None:
    with pytest.raises(InvalidInput, match="phrase de passe"):
        opened(sealed(b"x"), "quatre mots pris au hasar")
    with pytest.raises(InvalidInput, match="trop courte"):
        sealed(b"x", "court")
    with pytest.raises(InvalidInput, match="pas une sauvegarde"):
        opened(b"SQLite format 3\0" * 10)


@settings(max_examples=60)
@given(st.data())
def test_a_file_that_was_cut_changed_or_reordered_is_refused(data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vault, "PIECE", 8)
        file = sealed(b"abcdefgh" * 3 + b"ij")
        how = data.draw(st.sampled_from(["cut", "bit", "swap", "longer"]))
        if how == "cut":
            file = file[: data.draw(st.integers(0, len(file) - 1))]
        elif how == "bit":
            at = data.draw(st.integers(0, len(file) - 1))
            file = file[:at] + bytes([file[at] ^ (1 << data.draw(st.integers(0, 7)))]) + file[at + 1 :]
        elif how == "swap":
            start = len(vault.HEAD) + vault.SALT_BYTES
            file = (
                file[:start] + file[start + 24 : start + 48] + file[start : start + 24] + file[start + 48 :]
            )
        else:
            file += data.draw(st.binary(min_size=1, max_size=40))
        with pytest.raises(InvalidInput):
            opened(file)
