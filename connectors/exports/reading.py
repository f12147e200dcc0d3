"""From the bytes of a file to its parts: opened, told by its headers, read."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from connectors.exports import formats, tables
from connectors.exports.formats import Format
from connectors.exports.numbers import Style
from connectors.exports.rows import Column, Explained, Export, Kind, Part, Problem, Role, Unknown, folded
from connectors.exports.tables import Body, Plan
from connectors.records import MeasureName
from core import archives, sheets, workbooks
from core.errors import InvalidInput
from core.i18n import _
from core.sheets import Sheet

LARGEST = 10 * 1024 * 1024
MOST_ROWS = 20_000
_HEAD_WITHIN = 12
"""A head stands within so many lines; a title, a period or a blank may come first."""
_SAMPLE = 3
_PRIMARY = "primary"
EXPLAINED = "explained"


def read(data: bytes, downloaded: date, known: Mapping[str, Explained] | None = None) -> Export:
    """The parts of an export as downloaded on that day; `known` explains headers by their signature.

    Raises InvalidInput («file») when nothing can be read of it at all.
    """
    if not data:
        raise InvalidInput(_("Ce fichier est vide. Téléchargez-le à nouveau, puis recommencez."), "file")
    if len(data) > LARGEST:
        raise InvalidInput(
            _("Ce fichier dépasse {count} Mo. Exportez une période plus courte.", count=LARGEST // 1024**2),
            "file",
        )
    parts: list[Part] = []
    unknown: list[Unknown] = []
    notes: list[str] = []
    for file, sheet in _opened(data, notes):
        for found in _parts(file, sheet, downloaded, known or {}):
            (parts if isinstance(found, Part) else unknown).append(found)  # type: ignore[arg-type]
    if not parts and not unknown:
        raise InvalidInput(
            _(
                "Aucun tableau dans ce fichier. "
                "Envoyez l'export tel que le réseau le donne (CSV, .xlsx ou zip)."
            ),
            "file",
        )
    if archives.is_archive(data) and any(one.kind is not Kind.ASIDE for one in parts):
        # A network's archive holds tables beside the one that counts: they are told, not asked about.
        notes += [_beside(one) for one in unknown]
        unknown = []
    return Export(
        hashlib.sha256(data).hexdigest(), tuple(parts), tuple(unknown), tuple(notes), dated(data, downloaded)
    )


def _beside(table: Unknown) -> str:
    return _(
        "{file} : laissé de côté, colonnes inconnues ({headers}). Envoyez-le seul pour les expliquer.",
        file=table.file,
        headers=", ".join(table.headers[:6]),
    )


def dated(data: bytes, limit: date) -> date | None:
    """The latest day that an archive gives one of its files, if it is credible and not after `limit`."""
    if not archives.is_archive(data) or workbooks.is_workbook(data):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            days = [date(*one.date_time[:3]) for one in archive.infolist()]
    except (zipfile.BadZipFile, ValueError):
        return None
    latest = max(days, default=None)
    return latest if latest and date(2015, 1, 1) < latest <= limit else None


def signature(headers: Sequence[str]) -> str:
    """What names a set of headers: the same whatever their order and writing."""
    return hashlib.sha256("\x1f".join(sorted({folded(one) for one in headers if one})).encode()).hexdigest()


def _opened(data: bytes, notes: list[str]) -> Iterator[tuple[str, Sheet]]:
    """Every table with the name of its file; what is no table in an archive is noted."""
    if not archives.is_archive(data) or workbooks.is_workbook(data):
        for sheet in sheets.opened(data, LARGEST):
            yield sheet.name, sheet
        return
    for name, inside in archives.members(data):
        short = name.rpartition("/")[2]
        try:
            found = sheets.opened(inside, archives.LARGEST_INSIDE)
        except InvalidInput as error:
            notes.append(f"{short} : {error.message}")
            continue
        if not found:
            notes.append(_("{file} : vide.", file=short))
        for sheet in found:
            yield f"{short} {sheet.name}".strip(), sheet


def _parts(
    file: str, sheet: Sheet, downloaded: date, known: Mapping[str, Explained]
) -> Iterator[Part | Unknown]:
    if len(sheet.rows) > MOST_ROWS:
        raise InvalidInput(
            _("{file} : plus de {most} lignes. Exportez une période plus courte.", file=file, most=MOST_ROWS),
            "file",
        )
    found = list(_tables(file, sheet, downloaded, known))
    if sheet.cut_at is not None:
        problem = Problem(
            file,
            sheet.cut_at,
            _("Le fichier ne se lit plus à partir d'ici : un guillemet n'est jamais fermé."),
        )
        for place, one in enumerate(found):
            if isinstance(one, Part):
                found[place] = replace(one, problems=(*one.problems, problem))
                break
    yield from found


def _tables(
    file: str, sheet: Sheet, downloaded: date, known: Mapping[str, Explained]
) -> Iterator[Part | Unknown]:
    heads = [place for place, (_line, cells) in enumerate(sheet.rows) if _is_daily(cells)]
    if heads:
        yield from _daily(file, sheet, heads, downloaded, known)
        return
    for place, (_line, cells) in enumerate(sheet.rows[:_HEAD_WITHIN]):
        headers = [folded(cell) for cell in cells]
        form = formats.of_headers(headers)
        told = known.get(signature(cells)) if form is None else None
        if form is None and told is None:
            continue
        body = _body(file, sheet, cells, place + 1, len(sheet.rows))
        if twice := _twice(headers, form.columns if form else told.columns if told else {}):
            raise InvalidInput(
                _("{file} : la colonne « {name} » est là deux fois.", file=file, name=twice), "file"
            )
        yield _of_format(form, body, downloaded) if form else _of_told(told, body, downloaded)  # type: ignore[arg-type]
        return
    filled = [sum(map(bool, cells)) for _line, cells in sheet.rows[:_HEAD_WITHIN]]
    if max(filled, default=0) > 1:
        place = filled.index(max(filled))
        yield _unknown(file, sheet.rows[place][1], [cells for _line, cells in sheet.rows[place + 1 :]])


def _daily(
    file: str, sheet: Sheet, heads: Sequence[int], downloaded: date, known: Mapping[str, Explained]
) -> Iterator[Part | Unknown]:
    """Meta's days: a name above each head, several of them one after the other."""
    for number, place in enumerate(heads):
        name = sheet.rows[place - 1][1] if place else []
        title = name[0] if len([cell for cell in name if cell]) == 1 else ""
        ends = heads[number + 1] - 1 if number + 1 < len(heads) else len(sheet.rows)
        body = _body(file, sheet, sheet.rows[place][1], place + 1, ends)
        network, measure = formats.daily_title(folded(title))
        if not title:
            yield _aside(file, "meta_daily", _("Une mesure par jour sans son nom : laissée de côté."))
            continue
        told = known.get(signature([title, *body.head]))
        if told:
            network, measure = told.network, _measure_of(told)
        if measure is None:
            yield _unknown(file, [title, *body.head], [["", *cells] for _line, cells in body.rows])
            continue
        form = formats.BY_KEY["meta_daily"]
        columns: dict[str, Role] = {**form.columns, _PRIMARY: measure}
        plan = Plan(form.key, network, form.kind, columns, Style.OPEN)
        yield replace(tables.read(plan, body, downloaded), file=f"{file} {title}".strip())


def _body(file: str, sheet: Sheet, head: Sequence[str], first: int, last: int) -> Body:
    rows = sheet.rows[first:last]
    ended = sheet.ended or last < len(sheet.rows)
    return Body(file, tuple(head), rows, text=not sheet.name, ended=ended)


def _of_format(form: Format, body: Body, downloaded: date) -> Part:
    if form.kind is Kind.ASIDE:
        note = _("{label} : laissé de côté, {why}.", label=_(form.label), why=_(form.why))
        return _aside(body.file, form.key, note)
    plan = Plan(form.key, form.network, form.kind, form.columns, form.style, form.month_first)
    return tables.read(plan, body, downloaded)


def _of_told(told: Explained, body: Body, downloaded: date) -> Part:
    plan = Plan(EXPLAINED, told.network, told.kind, told.columns, Style.OPEN)
    return tables.read(plan, body, downloaded)


def _aside(file: str, key: str, note: str) -> Part:
    return Part(file, key, formats.BY_KEY[key].network, Kind.ASIDE, notes=(note,))


def _unknown(file: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Unknown:
    headers = tuple(head)
    sample = tuple(tuple(row[: len(head)]) for row in rows[:_SAMPLE])
    return Unknown(file, headers, signature(headers), sample)


def _measure_of(told: Explained) -> MeasureName | None:
    return next((role for role in told.columns.values() if isinstance(role, MeasureName)), None)


def _is_daily(cells: Sequence[str]) -> bool:
    return [folded(cell) for cell in cells if cell] == ["date", _PRIMARY]


def _twice(headers: Sequence[str], columns: Mapping[str, Role | Column]) -> str:
    return next((one for one in headers if one in columns and headers.count(one) > 1), "")
