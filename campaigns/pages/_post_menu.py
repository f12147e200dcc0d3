"""What can be asked of a post on its page, and which of it fits now."""

from __future__ import annotations

from enum import StrEnum

from campaigns.editing import Sheet
from campaigns.models import Stage
from core.i18n import mark


class Asked(StrEnum):
    """What was pressed."""

    SAVE = "save"
    SCHEDULE = "schedule"
    SEND = "send"
    WITHDRAW = "withdraw"
    COPY = "copy"
    REPEAT = "repeat"
    TEMPLATE = "template"
    HISTORY = "history"
    CANCEL = "cancel"


MORE = {
    Asked.COPY: mark("Dupliquer"),
    Asked.REPEAT: mark("Répéter"),
    Asked.TEMPLATE: mark("Enregistrer comme modèle"),
    Asked.HISTORY: mark("Historique"),
    Asked.WITHDRAW: mark("Reprendre en brouillon"),
    Asked.CANCEL: mark("Annuler la publication"),
}
SAID = {
    Asked.SCHEDULE: mark("Programmée : {moment}."),
    Asked.SEND: mark("Relecture demandée."),
    Asked.WITHDRAW: mark("Reprise en brouillon."),
}


def more(now: Sheet) -> list[Asked]:
    """What the menu «Autre» offers."""
    post, left = now.post, any(one.published_at is None for one in now.variants)
    found = [Asked.COPY, Asked.REPEAT, Asked.TEMPLATE, Asked.HISTORY]
    if post.cancelled_at is None and left:
        found += [Asked.WITHDRAW] if post.stage is not Stage.DRAFT else []
        found.append(Asked.CANCEL)
    return found
