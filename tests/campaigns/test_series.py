"""Placements in series: read from what people write, all of them or none."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as draw
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns import placements, series
from campaigns.lines import Line
from campaigns.models import Code, Link, Placement, PlacementKind
from campaigns.series import Defaults
from core import sheets, territory
from core.errors import Forbidden, InvalidInput, NotFound
from core.people import Actor, Role
from core.territory import Channel
from tests.factories import people
from tests.factories import planning as made
from tests.factories.planning import LICENCE_PAGE

SHOPS = """Lieu;Ville;Quantité;Format;Date de pose
Boulangerie du Pont;Les Forges;2;a3;23/11/2026
Épicerie des Tilleuls;les forges;;;24 novembre 2026
"L'Atelier ; couture";;10;A4;
"""


@pytest.fixture(autouse=True)
def _monday() -> object:
    made.landing_pages()
    with time_machine.travel("2026-11-23T10:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def officer(session: Session) -> Actor:
    actor = people.actor(session, people.place(session), Role.COMMUNICATIONS)
    territory.add_zone(session, actor.consortium_id, "QP01", "Les Forges")
    return actor


@pytest.fixture
def usual(session: Session, officer: Actor) -> Defaults:
    return Defaults(made.campaign(session, officer).id, PlacementKind.POSTER, LICENCE_PAGE)


def total(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.database
def test_forty_shops_have_forty_links_and_forty_codes(session: Session, engine_kind: str) -> None:
    officer = people.actor(session, people.place(session), Role.COMMUNICATIONS)
    usual = Defaults(made.campaign(session, officer).id, PlacementKind.POSTER, LICENCE_PAGE)
    table = "Magasin,Nb\n" + "".join(f"Commerce {number},{number}\n" for number in range(1, 41))
    placed = series.create(session, officer, usual, series.from_csv(table.encode("cp1252")))
    assert len({one.code.text for one in placed}) == len({one.link.id for one in placed}) == 40
    assert [one.placement.quantity for one in placed] == list(range(1, 41))
    assert {row.place for row in placements.rows(session, officer.consortium_id)} == {
        f"Commerce {number}" for number in range(1, 41)
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_french_file_is_read(session: Session, officer: Actor, usual: Defaults, encoding: str) -> None:
    placed = series.create(session, officer, usual, series.from_csv(SHOPS.encode(encoding)))
    told = [
        (row.place, row.zone, row.quantity, row.size, row.put_up_on)
        for row in placements.rows(session, officer.consortium_id)
    ]
    assert len(placed) == 3
    assert told == [
        ("Boulangerie du Pont", "Les Forges", 2, "A3", date(2026, 11, 23)),
        ("Épicerie des Tilleuls", "Les Forges", 1, "", date(2026, 11, 24)),
        ("L'Atelier ; couture", None, 10, "A4", None),
    ]


def test_one_wrong_line_and_nothing_is_made(session: Session, officer: Actor, usual: Defaults) -> None:
    lines = series.from_csv(
        b"lieu;zone;nombre;pose le;type\nGare;Les Forges;1;;\n;;;;affiche\nMairie;Nulle part;;;\nStade;;beaucoup;;\n"
        b"Lac;;;31/02/2026;\nGARE;qp01;;;\nPort;;0;;\nPlage;;;;panneau\nAnse;;;01/01/1990;"
    )
    found = series.preview(session, officer, usual, lines)
    assert [one.number for one in found if one.error] == [3, 4, 5, 6, 7, 8, 9, 10]
    told = {one.number: one.error.replace("\u00a0", " ") for one in found}
    assert told[2] == ""
    assert told[3] == "Il manque le lieu."
    assert "« Nulle part »" in told[4]
    assert "« beaucoup »" in told[5]
    assert "« 31/02/2026 »" in told[6]
    assert told[7] == "Ce lieu est déjà à la ligne 2."
    with pytest.raises(InvalidInput, match="8 lignes"):
        series.create(session, officer, usual, lines)
    assert (total(session, Placement), total(session, Link), total(session, Code)) == (0, 0, 0)


def test_the_same_file_sent_twice_makes_nothing_twice(
    session: Session, officer: Actor, usual: Defaults
) -> None:
    lines = series.from_csv(SHOPS.encode())
    series.create(session, officer, usual, lines)
    found = series.preview(session, officer, usual, lines)
    assert all("déjà dans le registre" in one.error for one in found)


def test_the_export_can_be_read_again(session: Session, officer: Actor, usual: Defaults) -> None:
    head = ["Lieu", "Zone", "Format", "Quantité", "Posé le"]
    rows: list[list[object]] = [
        ["=Gare", "QP01", "A4", 3, "23/11/2026"],
        ["+33 rue du Pont", None, "", 1, None],
    ]
    found = series.preview(session, officer, usual, series.from_csv(sheets.written(head, rows)))
    assert [(one.place, one.error) for one in found] == [("=Gare", ""), ("+33 rue du Pont", "")]


def test_the_dates_of_a_van_are_read_from_a_list(session: Session, officer: Actor, usual: Defaults) -> None:
    van = Defaults(usual.campaign_id, PlacementKind.DATE, LICENCE_PAGE, Channel.VAN)
    lines = series.from_dates(
        "28/11/2026 place du Marché\n\nsamedi 5 décembre 2026 : quai du Gué\n12/12/2026\n", "parking du Stade"
    )
    placed = series.create(session, officer, van, lines)
    assert [(one.placement.held_on, one.placement.place, one.link.channel) for one in placed] == [
        (date(2026, 11, 28), "place du Marché", Channel.VAN),
        (date(2026, 12, 5), "quai du Gué", Channel.VAN),
        (date(2026, 12, 12), "parking du Stade", Channel.VAN),
    ]
    (wrong,) = series.preview(session, officer, van, series.from_dates("un samedi", "ici"))
    assert "« un samedi »" in wrong.error.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"Nom de famille;Rue\nA;B\n", b"lieu;endroit\nA;B\n", b"lieu\n" + b"A\n" * 501],
)
def test_a_file_that_is_no_list_of_places_is_refused_as_a_whole(data: bytes) -> None:
    with pytest.raises(InvalidInput) as refused:
        series.from_csv(data)
    assert refused.value.field == "file"


def test_a_list_without_a_date_says_what_to_write() -> None:
    with pytest.raises(InvalidInput, match="28/11/2026"):
        series.from_dates(" \n ")


def test_only_the_team_of_the_consortium_makes_a_series(
    session: Session, officer: Actor, usual: Defaults
) -> None:
    lines = [Line(1, {"place": "Gare"})]
    reader = people.actor(session, people.place(session, "Ici"), Role.READER)
    with pytest.raises(Forbidden):
        series.create(session, reader, usual, lines)
    neighbour = people.actor(session, people.place(session, "Val-Noir"), Role.COMMUNICATIONS)
    with pytest.raises(NotFound):
        series.preview(session, neighbour, usual, lines)


@given(draw.binary(max_size=300))
def test_no_file_breaks_the_reader(data: bytes) -> None:
    with contextlib.suppress(InvalidInput):
        series.from_csv(b"lieu;zone;quantite;date\n" + data)


PLACES = draw.text(draw.characters(exclude_categories=("Cs", "Cc", "Cf")), min_size=1, max_size=40).filter(
    lambda text: text.strip()
)


@given(
    draw.lists(draw.tuples(PLACES, draw.integers(1, 9999)), min_size=1, max_size=10),
    draw.permutations(["Lieu", "Quantité", "Notes"]),
    draw.sampled_from([str.upper, str.lower, str.title, lambda title: f" {title} : "]),
)
def test_columns_are_found_whatever_their_order_and_writing(
    shops: list[tuple[str, int]], order: list[str], writing: object
) -> None:
    told = [{"Lieu": place, "Quantité": number, "Notes": "=non"} for place, number in shops]
    data = sheets.written([writing(one) for one in order], [[row[one] for one in order] for row in told])  # type: ignore[operator]
    found = series.from_csv(data)
    assert [(line.cells["place"], line.cells["quantity"]) for line in found] == [
        (place.strip(), str(number)) for place, number in shops
    ]
