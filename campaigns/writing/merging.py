"""Two people who changed the same post: what each changed alone is kept, what both changed is asked."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from campaigns.editing import Form, Wording


def merged(base: Wording, mine: Wording, theirs: Wording) -> tuple[Wording, list[str]]:
    """Both changes in one, and the names of what both changed otherwise; mine stands there.

    A name is a field («text»), or one of a network («instagram/text»).
    """
    asked: list[str] = []
    values: dict[str, Any] = {}
    for one in fields(Wording):
        if one.name != "forms":
            values[one.name] = _one(base, mine, theirs, one.name, one.name, asked)
    networks = [*theirs.forms, *(network for network in mine.forms if network not in theirs.forms)]
    kept = {}
    for network in networks:
        if network not in mine.forms and network in base.forms:
            continue  # taken away by me
        if network not in theirs.forms and network in base.forms:
            continue  # taken away by them
        mine_, theirs_ = mine.forms.get(network), theirs.forms.get(network)
        if mine_ is None or theirs_ is None:
            kept[network] = mine_ or theirs_ or Form()
        else:
            before = base.forms.get(network, Form())
            kept[network] = replace(
                mine_,
                **{
                    one.name: _one(before, mine_, theirs_, one.name, f"{network}/{one.name}", asked)
                    for one in fields(Form)
                },
            )
    return Wording(**values, forms=kept), asked


def value_of(wording: Wording, name: str) -> Any:
    """What stands under a name: «text», or «instagram/text»."""
    network, _slash, own = name.rpartition("/")
    if not network:
        return getattr(wording, own)
    found = next((form for known, form in wording.forms.items() if known == network), Form())
    return getattr(found, own)


def _one(base: Any, mine: Any, theirs: Any, field: str, name: str, asked: list[str]) -> Any:
    before, own, other = (getattr(each, field) for each in (base, mine, theirs))
    if own == before:
        return other
    if other not in (before, own):
        asked.append(name)
    return own
