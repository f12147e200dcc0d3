"""Posts and actions from a spreadsheet: every wrong line in words, all of them or none, and back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
import time_machine
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import Workbook
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from campaigns import planning
from campaigns.importing import actions, posts, tables
from campaigns.importing.tables import Checked
from campaigns.models import Action, ActionKind, Campaign, Post, Stage, Variant
from core.database import Database
from core.errors import InvalidInput, NotFound
from core.people import Actor, Role
from core.territory import Channel
from tests import streamlit_pages as pages
from tests.factories import people
from tests.factories import planning as made

PAGE = "campaigns/pages/transfers.py"
HEAD = "Titre;Texte;Réseaux;Jour;Heure;Campagne;Mots-dièse;Texte TikTok"
LINE = "Le code;Tu galères ?;TikTok, Instagram;28/11/2026;18h30;;#permis;Le code, en dix secondes"
ACTIONS = "Type;Lieu;Jour;Début;Fin;Zone;Équipe;Heures;Places;Enfants bienvenus"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def officer(session: Session) -> Actor:
    return people.actor(session, people.place(session), Role.COMMUNICATIONS)


@pytest.fixture
def campaign(session: Session, officer: Actor) -> Campaign:
    return made.campaign(session, officer)


def silent(_done: int, _total: int) -> None:
    """Nobody watches."""


def checked(
    session: Session, officer: Actor, campaign: Campaign, *lines: str, head: str = HEAD
) -> list[Checked]:
    table = tables.opened("\n".join((head, *lines)).encode())
    room = posts if head.startswith("Titre") else actions
    mapping = tables.guessed(room.COLUMNS, table.head)
    found: list[Checked] = room.check(session, officer, table, mapping, campaign.id, made.PARIS)
    return found


def count(session: Session, kind: type[Post] | type[Action]) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def test_a_line_becomes_a_post_with_its_networks_and_their_own_words(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    found = checked(session, officer, campaign, LINE)
    seen: list[tuple[int, int]] = []
    assert posts.create(session, officer, found, made.PARIS, lambda *at: seen.append(at)) == 1
    assert seen == [(0, 1), (1, 1)]
    post = session.scalars(select(Post)).one()
    assert (post.title, post.due_wall, post.hashtags, post.stage) == (
        "Le code",
        "2026-11-28T18:30",
        "#permis",
        Stage.DRAFT,
    )
    own = {one.network: (one.text, one.ending) for one in session.scalars(select(Variant))}
    assert own == {
        Channel.TIKTOK: ("Le code, en dix secondes", "#permis"),
        Channel.INSTAGRAM: (None, "#permis"),
    }


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (";Tu galères ?;TikTok;28/11/2026;18h", "Il manque le titre"),
        ("Le code;;TikTok;28/11/2026;18h", "Il manque le texte"),
        ("Le code;Tu galères ?;;28/11/2026;18h", "Il manque le réseau"),
        ("Le code;Tu galères ?;Minitel;28/11/2026;18h", "« Minitel » est inconnu"),
        ("Le code;Tu galères ?;TikTok;;18h", "Il manque le jour"),
        ("Le code;Tu galères ?;TikTok;31/11/2026;18h", "n’est pas une date"),
        ("Le code;Tu galères ?;TikTok;28/11/1926;18h", "trop loin"),
        ("Le code;Tu galères ?;TikTok;28/11/2026;", "Il manque l’heure"),
        ("Le code;Tu galères ?;TikTok;28/11/2026;25h", "n’est pas une heure"),
        ("Le code;Tu galères ?;TikTok;28/11/2026;midi", "n’est pas une heure"),
        ("Le code;Tu galères ?;TikTok;28/03/2027;2h30", "n’existe pas"),
        ("Le code;Tu galères ?;TikTok;28/11/2026;18h;Inconnue", "« Inconnue » est inconnue"),
        ("Le code;Tu galères ?;TikTok;28/11/2026;18h;;a-b", "mot-dièse"),
        (f"Le code;{'x' * 161};Snapchat;28/11/2026;18h", "Snapchat : Le texte a 161 signes"),
    ],
)
def test_a_wrong_line_says_what_to_mend(
    session: Session, officer: Actor, campaign: Campaign, line: str, says: str
) -> None:
    (found,) = checked(session, officer, campaign, line)
    assert says in found.error.replace("\u00a0", " ")
    assert found.number == 2


@pytest.mark.parametrize(
    ("text", "wall"),
    [
        ("18h", time(18)),
        ("18 h 30", time(18, 30)),
        ("9:05", time(9, 5)),
        ("18:30:00", time(18, 30)),
        ("7", time(7)),
        ("18\u00a0h\u00a030", time(18, 30)),
        ("18H30", time(18, 30)),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, wall: time) -> None:
    assert tables.wall(text) == wall


def test_seven_wrong_lines_of_five_hundred_and_nothing_is_made(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    lines = [
        f"Publication {number};Un texte;TikTok;{number % 28 + 1:02}/12/2026;18h" for number in range(500)
    ]
    for place in (3, 70, 141, 212, 283, 354, 499):
        lines[place] = lines[place].replace("TikTok", "Minitel")
    found = checked(session, officer, campaign, *lines)
    assert [one.number for one in found if one.error] == [5, 72, 143, 214, 285, 356, 501]
    with pytest.raises(InvalidInput, match="7 lignes sont à corriger"):
        posts.create(session, officer, found, made.PARIS, silent)
    assert count(session, Post) == 0
    right = checked(session, officer, campaign, *[line.replace("Minitel", "TikTok") for line in lines])
    assert posts.create(session, officer, right, made.PARIS, silent) == 500
    assert {post.stage for post in session.scalars(select(Post))} == {Stage.DRAFT}


def test_the_same_post_twice_is_said_within_the_file_and_against_what_is_planned(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    first, again = checked(session, officer, campaign, LINE, LINE.replace("Le code;", "LE CODE;"))
    assert (first.error, again.error) == ("", "Cette publication est déjà à la ligne 2.")
    posts.create(session, officer, [first], made.PARIS, silent)
    (now,) = checked(session, officer, campaign, LINE)
    assert now.error == "Cette publication est déjà prévue à ce moment."


def test_a_spreadsheet_with_real_dates_and_hours_is_read(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Titre", "Légende", "Réseau", "Date", "Heure", "Inutile"])
    sheet.append(["Le code", "Tu galères ?", "tiktok", date(2026, 11, 28), time(18, 30), 3.5])
    file = io.BytesIO()
    book.save(file)
    table = tables.opened(file.getvalue())
    mapping = tables.guessed(posts.COLUMNS, table.head)
    assert mapping == {"title": 0, "text": 1, "networks": 2, "day": 3, "wall": 4}
    (one,) = posts.check(session, officer, table, mapping, campaign.id, made.PARIS)
    assert (one.error, getattr(one.wanted, "due_wall", "")) == ("", "2026-11-28T18:30")


def test_a_needed_column_that_nobody_chose_is_asked_for(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    with pytest.raises(InvalidInput, match="Heure"):
        checked(session, officer, campaign, "a;b;c;d", head="Titre;Texte;Réseaux;Jour")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "aucune ligne"),
        (b"Titre;Texte\n", "aucune ligne"),
        (b"\x00\x01\x02\x03", "tableau|coupé"),
        (b"T\n" + b"x\n" * 5001, "Mettez-en 5"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(data: bytes, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        tables.opened(data)


def test_an_action_is_read_with_all_that_is_said_of_it(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    found = checked(
        session,
        officer,
        campaign,
        "date du van;Place du Marché;05/12/2026;9h;12h30;;2;7,5;;oui",
        "Atelier;Médiathèque;05/12/2026;22h;1h;;;;5;",
        "Fusée;Ici;05/12/2026;9h;12h;;;;;",
        "atelier;Ici;05/12/2026;9h;12h;Nulle part;;;;",
        "atelier;Ici;05/12/2026;9h;12h;;deux;;;",
        "atelier;Ici;05/12/2026;9h;12h;;;;;peut-être",
        "atelier;;05/12/2026;9h;12h;;;;;",
        "atelier;Ici;05/12/2026;9h;9h;;;;;",
        head=ACTIONS,
    )
    assert [one.error.replace("\u00a0", " ").split(".")[0] for one in found[2:]] == [
        "Le type « Fusée » est inconnu",
        "La zone « Nulle part » est inconnue",
        "« deux » n’est pas un nombre entier",
        "« peut-être » : écrivez oui ou non",
        "Dites où se passe cette action",
        "La fin est avant le début",
    ]
    assert actions.create(session, officer, found[:2], silent) == 2
    van, workshop = session.scalars(select(Action).order_by(Action.starts_at))
    assert (van.kind, van.people, van.hours, van.children_welcome) == (
        ActionKind.VAN,
        2,
        Decimal("7.50"),
        True,
    )
    assert (workshop.people, workshop.hours, workshop.capacity) == (None, None, 5), "not said is not 0"
    assert workshop.ends_wall == "2026-12-06T01:00"


def test_actions_written_out_are_read_back_the_same(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    held = checked(
        session,
        officer,
        campaign,
        "date du van;=Place du Marché;05/12/2026;9h;12h30;;2;7,5;;oui",
        "Spot radio;Radio du Val;06/12/2026;07:05;07:10",
        head=ACTIONS,
    )
    actions.create(session, officer, held, silent)
    data = actions.written(session, officer.consortium_id)
    session.execute(delete(Action))
    table = tables.opened(data)
    mapping = tables.guessed(actions.COLUMNS, table.head)
    again = actions.check(session, officer, table, mapping, campaign.id, made.PARIS)
    assert [one.wanted for one in again] == [one.wanted for one in held]


@hypothesis_settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    titles=st.lists(
        st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=30),
        min_size=1,
        max_size=6,
        unique=True,
    ),
    text=st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=80).map(
        lambda one: f"x{one}x"
    ),
    day=st.dates(date(2026, 11, 24), date(2027, 3, 20)),
    wall=st.times(),
)
def test_any_words_survive_being_written_out_and_read_back(
    session: Session, officer: Actor, campaign: Campaign, titles: list[str], text: str, day: date, wall: time
) -> None:
    with session.begin_nested() as undone:
        for title in titles:
            try:
                planning.add_post(
                    session,
                    officer,
                    campaign.id,
                    title,
                    text,
                    networks=[Channel.TIKTOK, Channel.DISCORD],
                    day=day,
                    wall=wall,
                    timezone=made.PARIS,
                )
            except InvalidInput:
                continue
        before = {(post.title, post.text, post.due_at) for post in session.scalars(select(Post))}
        table = posts.written(session, officer.consortium_id)
        undone.rollback()
    if not before:
        return
    opened = tables.opened(table)
    again = posts.check(
        session, officer, opened, tables.guessed(posts.COLUMNS, opened.head), campaign.id, made.PARIS
    )
    lines = [one.wanted for one in again if isinstance(one.wanted, posts.Line)]
    assert [one.error for one in again if one.error and "déjà à la ligne" not in one.error] == []
    assert {(line.title, line.text, line.due_at) for line in lines} <= before
    assert len({line.title for line in lines}) >= 1


def test_nothing_is_read_into_another_consortiums_campaign(session: Session, officer: Actor) -> None:
    elsewhere = people.actor(session, people.place(session, "Ailleurs"), Role.COMMUNICATIONS)
    campaign = made.campaign(session, elsewhere)
    with pytest.raises(NotFound):
        checked(session, officer, campaign, LINE)
    assert date(2026, 11, 28).isoformat() in tables.day("28/11/2026").isoformat()


def test_the_page_shows_wrong_lines_then_makes_them_all(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as session:
        officer = people.actor(session, people.place(session), Role.COMMUNICATIONS)
    pages.sign_in(monkeypatch, database, officer)
    assert "Aucune campagne." in pages.texts(pages.open_page(PAGE))
    with database.transaction() as session:
        made.campaign(session, officer)
    page = pages.open_page(PAGE)
    page.file_uploader[0].set_value(
        ("p.csv", f"{HEAD}\n{LINE.replace('TikTok,', 'Minitel,')}\n".encode(), "text/csv")
    )
    page.run()
    assert len(page.exception) == 0
    assert "Minitel" in str(page.table[0].value)
    assert [one.label for one in page.button] == []
    page.file_uploader[0].set_value(("p.csv", f"{HEAD}\n{LINE}\n".encode(), "text/csv")).run()
    next(one for one in page.button if one.label == "Créer 1 ligne").click().run()
    assert [one.value for one in page.success] == ["1 ligne créée."]
    with database.snapshot() as session:
        assert [post.stage for post in session.scalars(select(Post))] == [Stage.DRAFT]
