"""One table of an export into rows: each line read whole or told why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from connectors.exports import dates, numbers
from connectors.exports.formats import LIFETIME
from connectors.exports.numbers import Style
from connectors.exports.rows import Column, DayRow, Kind, Part, PostRow, Problem, Role, folded
from connectors.readings import Seen
from connectors.records import Exactness, MeasureName, State
from core.errors import InvalidInput
from core.i18n import _, short_day

_TOTALS = frozenset({"total", "totals", "totaux"})
_VIDEO = "https://www.youtube.com/watch?v={id}"


@dataclass(frozen=True)
class Plan:
    """How to read one table: roles by folded header, and how its numbers and days are written."""

    format: str
    network: str
    kind: Kind
    columns: Mapping[str, Role]
    style: Style = Style.ENGLISH
    month_first: bool = False


@dataclass(frozen=True)
class Body:
    """The lines under a head; `text`: no spreadsheet, so that every line should have all its cells."""

    file: str
    head: tuple[str, ...]
    rows: Sequence[tuple[int, Sequence[str]]]
    text: bool
    ended: bool = True
    """False: the last cell of the last line may be cut."""


@dataclass
class _Reading:
    """One table on its way."""

    plan: Plan
    body: Body
    downloaded: date
    problems: list[Problem] = field(default_factory=list)
    guessed: list[date] = field(default_factory=list)
    rewritten: bool = False

    def problem(self, line: int, sentence: str) -> None:
        """Note why something of a line is not taken."""
        self.problems.append(Problem(self.body.file, line, sentence))


def read(plan: Plan, body: Body, downloaded: date) -> Part:
    """The rows of a table; a line that cannot be taken is a problem, never a guess."""
    roles = _roles(plan, body.head)
    reading = _Reading(plan, body, downloaded)
    lines = list(_whole_lines(reading))
    days: tuple[DayRow, ...] = ()
    posts: tuple[PostRow, ...] = ()
    if plan.kind is Kind.DAYS:
        days = tuple(_days(reading, roles, lines))
    else:
        posts = tuple(_posts(reading, roles, lines))
    return Part(
        file=body.file,
        format=plan.format,
        network=plan.network,
        kind=plan.kind,
        posts=posts,
        days=days,
        taken=tuple(body.head[place] for place in roles.values()),
        left=tuple(name for place, name in enumerate(body.head) if name and place not in roles.values()),
        problems=tuple(reading.problems),
        notes=tuple(_notes(reading)),
    )


def _roles(plan: Plan, head: Sequence[str]) -> dict[Role, int]:
    """The place of each role; of two columns for one role, the first counts."""
    found: dict[Role, int] = {}
    for place, name in enumerate(head):
        role = plan.columns.get(folded(name))
        if role is not None:
            found.setdefault(role, place)
    return found


def _whole_lines(reading: _Reading) -> Iterator[tuple[int, list[str | None]]]:
    """The lines that stand under their head; None is a cell that may be cut."""
    body, width = reading.body, len(reading.body.head)
    for place, (line, cells) in enumerate(body.rows):
        last = place == len(body.rows) - 1 and not body.ended
        if any(cells[width:]):
            reading.problem(line, _("Cette ligne a plus de cases que de titres : elle n'est pas prise."))
            continue
        if body.text and len(cells) < width:
            reading.problem(line, _("Cette ligne est coupée : elle n'est pas prise."))
            continue
        kept: list[str | None] = [*cells[:width], *[""] * (width - len(cells))]
        if last:
            kept[-1] = None
        yield line, kept


def _posts(
    reading: _Reading, roles: Mapping[Role, int], lines: Sequence[tuple[int, list[str | None]]]
) -> Iterator[PostRow]:
    for line, cells in lines:
        link = _cell(cells, roles, Column.LINK)
        if link is None:
            reading.problem(line, _("Le lien de cette ligne est peut-être coupé : elle n'est pas prise."))
            continue
        if folded(link) in _TOTALS:
            continue
        period = _cell(cells, roles, Column.PERIOD)
        if period is not None and folded(period) not in LIFETIME:
            reading.problem(
                line,
                _("Ces chiffres valent pour une période : exportez les totaux (« Lifetime », « Global »)."),
            )
            continue
        url = _url(reading.plan, link)
        if not url:
            reading.problem(line, _("Il manque le lien de la publication : cette ligne n'est pas prise."))
            continue
        yield PostRow(
            file=reading.body.file,
            line=line,
            url=url,
            seen=tuple(_seen(reading, roles, line, cells)),
            handle=_cell(cells, roles, Column.HANDLE) or "",
            title=_cell(cells, roles, Column.TITLE) or "",
            published=_published(reading, _cell(cells, roles, Column.PUBLISHED) or ""),
        )


def _days(
    reading: _Reading, roles: Mapping[Role, int], lines: Sequence[tuple[int, list[str | None]]]
) -> Iterator[DayRow]:
    texts = [_cell(cells, roles, Column.DAY) for _line, cells in lines]
    written = [dates.written(text) if text else None for text in texts]
    found = dates.series(written, reading.downloaded)
    for (line, cells), text, said, day in zip(lines, texts, written, found, strict=True):
        if folded(text or "") in _TOTALS:
            continue
        if said is None:
            reading.problem(line, _("« {text} » n'est pas un jour lisible.", text=(text or "")[:40]))
        elif day is None:
            shown = (text or "")[:40]
            reading.problem(line, _("L'année de « {text} » ne peut pas être déduite.", text=shown))
        elif day > reading.downloaded:
            reading.problem(line, _("Ce jour vient après le téléchargement : vérifiez sa date."))
        else:
            if not said.year:
                reading.guessed.append(day)
            yield DayRow(reading.body.file, line, day, tuple(_seen(reading, roles, line, cells)))


def _seen(
    reading: _Reading, roles: Mapping[Role, int], line: int, cells: Sequence[str | None]
) -> Iterator[Seen]:
    for role, place in roles.items():
        if not isinstance(role, MeasureName):
            continue
        text = cells[place]
        if text is None:
            reading.problem(
                line, _("« {column} » est peut-être coupé : non pris.", column=reading.body.head[place])
            )
            continue
        try:
            value = _value(role, text, reading.plan.style)
        except InvalidInput as error:
            column = reading.body.head[place]
            reading.problem(line, _("{column} : {sentence}", column=column, sentence=error.message))
            continue
        if value is None:
            yield Seen(role, None, State.ABSENT, None)
        else:
            rounded = role is MeasureName.WATCH_SECONDS
            yield Seen(role, value, State.OK, Exactness.ROUNDED if rounded else Exactness.EXACT)


def _value(role: MeasureName, text: str, style: Style) -> int | None:
    if role is MeasureName.WATCH_SECONDS:
        return numbers.seconds(text, style)
    return numbers.count(text, style, below_zero=role is MeasureName.FOLLOWS)


def _cell(cells: Sequence[str | None], roles: Mapping[Role, int], role: Role) -> str | None:
    """The text of a role, "" without such a column; None where it may be cut."""
    return cells[roles[role]] if role in roles else ""


def _url(plan: Plan, link: str) -> str:
    """The address of a post; YouTube gives the bare name of a video."""
    if plan.network == "youtube" and link and "/" not in link:
        return _VIDEO.format(id=link)
    return link if "/" in link else ""


def _published(reading: _Reading, text: str) -> date | None:
    if not text:
        return None
    if reading.plan.month_first:
        found = dates.month_first(text)
        reading.rewritten = reading.rewritten or found is None
        return found
    return dates.one(text, reading.downloaded)


def _notes(reading: _Reading) -> Iterator[str]:
    if reading.guessed:
        yield _(
            "Les jours sont écrits sans année : déduite du téléchargement ({downloaded}), "
            "du {first} au {last}.",
            downloaded=short_day(reading.downloaded),
            first=short_day(min(reading.guessed)),
            last=short_day(max(reading.guessed)),
        )
    if reading.rewritten:
        yield _(
            "Des heures de publication ont été réécrites par un tableur : elles ne sont pas reprises. "
            "Les chiffres le sont."
        )
