"""Plain language: what is said of a text, and that our own texts have nothing to mend."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts import plain
from contacts.defaults import DEFAULTS
from contacts.languages import Words

GOOD = Words(
    "Le permis, c'est cher. On t'aide.",
    "On regarde avec toi. On monte le dossier ensemble. C'est gratuit.",
    "Lundi à vendredi, 9 h à 20 h. Samedi, 10 h à 17 h.",
)


def facts(**changes: str) -> list[str]:
    """What is said of the good text with something changed."""
    words = Words(**{**vars(GOOD), **changes})
    return [remark.fact.replace("\u00a0", " ").replace("’", "'") for remark in plain.remarks(words)]


def test_a_plain_text_has_nothing_to_mend() -> None:
    assert facts() == []


@pytest.mark.parametrize("default", DEFAULTS, ids=lambda default: default.slug)
def test_our_own_pages_are_plain(default: object) -> None:
    words = Words(default.title, default.text)  # type: ignore[attr-defined]
    assert plain.remarks(words, for_relatives=default.for_relatives) == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("changes", "fact"),
    [
        ({"title": "Insertion : on t'aide."}, "Cette page commence par « Insertion »."),
        ({"text": "Un dispositif pour toi. Viens. C'est gratuit."}, "Cette page commence par « dispositif »."),
        ({"text": "Viens. Un accompagnement. C'est gratuit."}, "« accompagnement » est un mot de métier."),
        (
            {"text": "On regarde avec toi toutes les aides qui existent pour payer ton permis. Viens. Viens."},
            "« On regarde avec… » a 13 mots.",
        ),
        ({"text": "On t'aide. C'est gratuit."}, "Le texte a 2 phrases."),
        ({"text": "On t'aide."}, "Le texte a 1 phrase."),
        ({"text": "Viens. Pas besoin de professionnalisation. Gratuit."}, "« professionnalisation » est un mot long (20 lettres)."),
        ({"text": "Viens. On connaît le CEJ. C'est gratuit."}, "« CEJ » est un sigle."),
        ({"text": "On vous aide. On regarde. C'est gratuit."}, "Cette page vouvoie."),
        ({"text": "On t'aide (vraiment). On regarde. C'est gratuit."}, "Il y a une parenthèse, un point-virgule ou une exclamation."),
        ({"hours": "Lundi, 9 h à 17 h."}, "Les horaires ne disent pas le soir et le samedi."),
    ],
)  # fmt: skip
def test_each_thing_to_mend_is_said_once(changes: dict[str, str], fact: str) -> None:
    assert facts(**changes) == [fact]


def test_a_page_for_relatives_says_vous() -> None:
    (remark,) = plain.remarks(GOOD, for_relatives=True)
    assert remark.fact == "Cette page tutoie."


@given(st.text(max_size=120), st.text(max_size=600), st.text(max_size=200))
def test_any_text_is_read_without_failing(title: str, text: str, hours: str) -> None:
    said = plain.remarks(Words(title, text, hours))
    assert all(chain.from_iterable((remark.fact, remark.advice) for remark in said))


@given(st.lists(st.sampled_from(["on", "te", "dit", "tout", "ici", "là"]), min_size=1, max_size=30))
def test_a_sentence_is_too_long_exactly_from_the_thirteenth_word(words: list[str]) -> None:
    text = f"{' '.join(words)}. Viens. Viens."
    assert any("mots" in fact for fact in facts(text=text)) == (len(words) > plain.LONGEST_SENTENCE)
