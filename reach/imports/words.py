"""What imports are called on screen, and their tables ready to show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from connectors.exports import formats
from connectors.exports.reading import EXPLAINED
from connectors.exports.rows import Column, Export, Kind, Part, Problem, Role
from connectors.records import MeasureName
from core.i18n import _, mark, n_, number, short_day
from core.territory import Channel, label
from reach.imports.looking import Outlook
from reach.imports.matching import Waiting
from reach.imports.tables import ImportEntry
from reach.tables import ABSENT, Table

ROLES: dict[Role, str] = {
    Column.LINK: mark("lien de la publication"),
    Column.DAY: mark("jour"),
    Column.PUBLISHED: mark("date de publication"),
    Column.HANDLE: mark("nom du compte"),
    Column.TITLE: mark("titre"),
    Column.PERIOD: mark("période"),
    MeasureName.VIEWS: mark("vues"),
    MeasureName.ENGAGED_VIEWS: mark("vues engagées"),
    MeasureName.REACH: mark("couverture"),
    MeasureName.IMPRESSIONS: mark("impressions"),
    MeasureName.LIKES: mark("j'aime"),
    MeasureName.COMMENTS: mark("commentaires"),
    MeasureName.SHARES: mark("partages"),
    MeasureName.SAVES: mark("enregistrements"),
    MeasureName.FOLLOWS: mark("abonnements gagnés"),
    MeasureName.FOLLOWERS: mark("abonnés"),
    MeasureName.PROFILE_VIEWS: mark("visites du profil"),
    MeasureName.WATCH_SECONDS: mark("temps de visionnage"),
    MeasureName.POSTS: mark("publications"),
    MeasureName.ONLINE: mark("en ligne"),
    MeasureName.BOOSTS: mark("boosts"),
    MeasureName.RECOMMENDS: mark("recommandations"),
}
CHOICES: tuple[Role, ...] = tuple(role for role in ROLES if role is not Column.PERIOD)
"""What a person may say of a column, in the order of the list."""


def role(one: Role) -> str:
    """A role on screen."""
    return _(ROLES[one])


def role_of(chosen: object) -> Role | None:
    """The role that was chosen in a list; None for «left aside»."""
    return next((one for one in ROLES if one is chosen), None)


def network(one: Channel) -> str:
    """A network on screen."""
    return label(one)


def waits(entry: ImportEntry) -> str:
    """How many lines of a past import wait, and of which download."""
    return n_(
        "{count} ligne attend (téléchargement du {day})",
        "{count} lignes attendent (téléchargement du {day})",
        entry.waits,
        day=short_day(entry.downloaded_on),
    )


def measure(one: MeasureName, value: int | None) -> str:
    """A value on screen: watch time in hours, the rest as numbers; «–» where there is none."""
    if value is None:
        return ABSENT
    if one is MeasureName.WATCH_SECONDS:
        return _("{hours} h", hours=number(value / 3600, 1))
    return number(value)


def format_label(key: str) -> str:
    """What a part of a file is."""
    form = formats.BY_KEY.get(key)
    return _(form.label) if form else _("Colonnes expliquées ici") if key == EXPLAINED else key


def recognised(export: Export) -> list[str]:
    """One line for each part that is taken: what it is, and how much of it there is."""
    return [_part(part) for part in export.parts if part.kind is not Kind.ASIDE]


def sentence(seen: Outlook) -> str:
    """What keeping this would do, in one sentence."""
    if seen.new:
        return n_("{count} chiffre à garder.", "{count} chiffres à garder.", seen.new)
    if seen.again:
        return _("Tout ce que ce fichier dit de vos publications est déjà gardé.")
    return _("Rien à garder dans ce fichier pour l'instant.")


def done(seen: Outlook) -> str:
    """What was kept, in one sentence."""
    return n_("{count} chiffre gardé.", "{count} chiffres gardés.", seen.new)


def keep(seen: Outlook) -> str:
    """The button that keeps it."""
    if seen.waiting and not seen.new:
        return n_("Noter {count} ligne qui attend", "Noter {count} lignes qui attendent", len(seen.waiting))
    return n_("Garder {count} chiffre", "Garder {count} chiffres", seen.new)


def missing(seen: Outlook) -> list[str]:
    """What must still be said before anything can be kept."""
    asked = []
    if seen.needs_account:
        asked.append(_("Dites de quel compte ce fichier parle."))
    if seen.needs_totals:
        asked.append(
            _("Dites si ces chiffres comptent depuis la mise en ligne : une période n'est pas un total.")
        )
    return asked


def detail(seen: Outlook) -> str:
    """What stands beside: how many posts, what is there already, what waits."""
    said = []
    if seen.posts:
        said.append(n_("{count} publication retrouvée.", "{count} publications retrouvées.", seen.posts))
    if seen.new and seen.again:
        said.append(n_("{count} est déjà gardé.", "{count} sont déjà gardés.", seen.again))
    if seen.waiting:
        said.append(n_("{count} ligne attend.", "{count} lignes attendent.", len(seen.waiting)))
    if seen.problems:
        said.append(n_("{count} remarque.", "{count} remarques.", len(seen.problems)))
    return " ".join(said)


def waiting_table(found: Iterable[Waiting]) -> Table:
    """The lines that wait, with why and what to do."""
    heads = [_("Ligne"), _("Publication"), _("Adresse"), _("Pourquoi")]
    rows = [[_line(one.file, one.line), one.title[:80] or ABSENT, one.url, one.why] for one in found]
    return Table(_("Lignes qui attendent"), heads, rows, words=4)


def problem_table(found: Iterable[Problem]) -> Table:
    """What could not be taken of the file, line by line."""
    rows = [[_line(one.file, one.line), one.sentence] for one in found]
    return Table(_("Remarques"), [_("Ligne"), _("Remarque")], rows, words=2)


def register_table(found: Sequence[ImportEntry]) -> Table:
    """Past imports, the latest first."""
    heads = [_("Fichier"), _("Téléchargé le"), _("Chiffres"), _("En attente"), _("Importé")]
    rows = [
        [
            ", ".join(dict.fromkeys(format_label(key) for key in one.what.split())) or ABSENT,
            short_day(one.downloaded_on),
            number(one.numbers),
            number(one.waits) if one.waits else ABSENT,
            _("le {day} par {name}", day=short_day(one.imported_at.date()), name=one.by),
        ]
        for one in found
    ]
    return Table(_("Derniers imports"), heads, rows, words=2, note=True)


def left_table(entry: ImportEntry) -> Table:
    """The lines of a past import that still wait."""
    heads = [_("Ligne"), _("Adresse"), _("Pourquoi")]
    rows = [[_line(one["file"], one["line"]), one["url"], one["why"]] for one in entry.waiting]
    return Table(_("Lignes qui attendent"), heads, rows, words=3)


def _part(part: Part) -> str:
    if part.kind is Kind.DAYS:
        amount = n_("{count} jour", "{count} jours", len(part.days))
    else:
        amount = n_("{count} publication", "{count} publications", len(part.posts))
    return _("{label} : {amount}", label=format_label(part.format), amount=amount)


def _line(file: str, line: object) -> str:
    return f"{file}, {line}" if file else str(line)
