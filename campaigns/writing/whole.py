"""A post as one network gets it: its own words or the common ones, and what stands under them."""

from __future__ import annotations

from campaigns.models import Post, Variant
from connectors import limits
from connectors.limits import Format


def text(post: Post, variant: Variant) -> str:
    """The text to publish, ending included."""
    return joined(body(post, variant), variant.ending)


def body(post: Post, variant: Variant) -> str:
    """The same without its ending."""
    return post.text if variant.text is None else variant.text


def title(post: Post, variant: Variant) -> str:
    """The title, for networks that show one."""
    return post.title if variant.title is None else variant.title


def hashtags(post: Post, variant: Variant) -> str:
    """The hashtags, as they are written."""
    return post.hashtags if variant.hashtags is None else variant.hashtags


def format_of(variant: Variant) -> Format:
    """What the variant is on its network; the usual form where none was chosen."""
    return Format(variant.format) if variant.format else limits.USUAL[variant.network.value]


def joined(said: str, ending: str) -> str:
    """A text and what stands under it, an empty line between them."""
    return "\n\n".join(part for part in (said, ending) if part)
