"""What a post is on one network: its own words or the common ones, its form, with or without signature."""

from __future__ import annotations

from dataclasses import dataclass, replace

from campaigns.models import Post, Variant
from campaigns.posts import LONGEST_TEXT
from connectors import limits
from core import people, territory
from core.errors import Conflict, InvalidInput
from core.i18n import _
from core.territory import Channel

OWN = ("text", "title", "format", "hashtags", "signed")


@dataclass(frozen=True)
class Form:
    """What is said on one network only; None takes what the post says for all."""

    text: str | None = None
    title: str | None = None
    format: str | None = None
    hashtags: str | None = None
    signed: bool = True


def of(variant: Variant) -> Form:
    """The form as it is stored."""
    return Form(variant.text, variant.title, variant.format, variant.hashtags, variant.signed)


def checked(network: Channel, form: Form) -> Form:
    """The form without outer spaces; InvalidInput («instagram/text») when it is too long or unknown."""
    if form.format is not None and form.format not in limits.formats(network.value):
        raise InvalidInput(
            _("Ce format n'existe pas sur {network}.", network=territory.label(network)), f"{network}/format"
        )
    return Form(
        text=_short(form.text, f"{network}/text", LONGEST_TEXT),
        title=_short(form.title, f"{network}/title", 200) or None,
        format=form.format,
        hashtags=None if form.hashtags is None else tags(form.hashtags, f"{network}/hashtags"),
        signed=form.signed,
    )


def tags(typed: str, field: str) -> str:
    """«#permis #Valbrune» from what was typed, each once; InvalidInput names what is no hashtag."""
    found = []
    for word in typed.replace(",", " ").split():
        tag = f"#{word.lstrip('#')}"
        if limits.hashtags(tag) != [tag]:
            raise InvalidInput(
                _(
                    "«{word}» n'est pas un mot-dièse : des lettres et des chiffres, sans espace ni signe.",
                    word=word,
                ),
                field,
            )
        found.append(tag)
    return people.required(" ".join(dict.fromkeys(found)), field, 500) if found else ""


def keep_published(post: Post, variant: Variant, wanted: Form | None) -> None:
    """What is out there stays as it went out, whatever the common text becomes; Conflict."""
    if variant.published_at is None:
        return
    if wanted is None or _resolved(post, wanted) != _resolved(post, of(variant)):
        raise Conflict(
            _(
                "Déjà publiée sur {network} : ce qui y est ne change plus.",
                network=territory.label(variant.network),
            )
        )
    write(variant, _resolved(post, of(variant)))


def write(variant: Variant, form: Form) -> None:
    """The variant takes that form."""
    for name in OWN:
        setattr(variant, name, getattr(form, name))


def told(variant: Variant) -> dict[str, str]:
    """What stands there of its own, by the name that the history gives it; a published one has no news."""
    if variant.published_at is not None:
        return {}
    form = of(variant)
    names = {name: getattr(form, name) for name in OWN if name != "signed"}
    said = {f"{variant.network}/{name}": value or "" for name, value in names.items()}
    return said | ({} if form.signed else {f"{variant.network}/signed": "–"})


def _resolved(post: Post, form: Form) -> Form:
    return replace(
        form,
        text=post.text if form.text is None else form.text,
        title=post.title if form.title is None else form.title,
        hashtags=post.hashtags if form.hashtags is None else form.hashtags,
    )


def _short(text: str | None, field: str, longest: int) -> str | None:
    if text is None:
        return None
    return people.required(text, field, longest) if text.strip() else ""
