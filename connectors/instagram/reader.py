"""The child that holds instaloader: one question, a new signed-out context, no sleep, no second try."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import requests
from instaloader.instaloadercontext import InstaloaderContext, RateController
from instaloader.structures import Post, Profile, get_json_structure

from connectors.child import Question, go_out, serve
from connectors.errors import Changed, RateLimited
from connectors.instagram.counters import MAPPERS
from connectors.instagram.refusals import named
from connectors.instagram.trace import Trace, trace_of
from connectors.mapping import ACCOUNT, POST
from connectors.readings import Reading

LONGEST_REQUEST = 10.0


class NeverSleeps(RateController):
    """Instaloader's own controller sleeps eleven minutes on a 429: we come back later instead."""

    def sleep(self, secs: float) -> None:
        """Raise RateLimited with the time it wanted to sleep."""
        raise RateLimited(int(secs))


class Context(InstaloaderContext):
    """Instaloader's context, which also remembers what the last answer looked like."""

    def __init__(self, seconds: float) -> None:
        self.last = Trace()
        super().__init__(
            sleep=False,
            quiet=True,
            max_connection_attempts=1,
            request_timeout=min(seconds, LONGEST_REQUEST),
            rate_controller=NeverSleeps,
            fatal_status_codes=[401, 429],
            iphone_support=False,
        )

    def get_anonymous_session(self) -> requests.Session:
        """A session of instaloader whose answers are looked at."""
        session = super().get_anonymous_session()
        session.hooks["response"].append(self._look)
        return session

    def get_json(self, path: str, params: dict[str, Any], *rest: Any, **named_rest: Any) -> dict[str, Any]:
        """A query of instaloader; it copies its session without hooks, so the copy gets one."""
        session = named_rest.get("session")
        if isinstance(session, requests.Session):
            session.hooks["response"].append(self._look)
        return super().get_json(path, params, *rest, **named_rest)

    def _look(self, response: requests.Response, *_: object, **__: object) -> None:
        self.last = trace_of(response.status_code, response.url, response.headers, response.text)


def read_account(question: Question) -> Reading:
    """Followers (exact) and posts (None today) of the account `question.target`."""
    return _asked(
        question, lambda context: _account(Profile.from_username(context, question.target), question)
    )


def read_post(question: Question) -> Reading:
    """Likes, comments and views (None today) of the post whose shortcode is `question.target`."""
    return _asked(question, lambda context: _post(Post.from_shortcode(context, question.target)))


def _asked(question: Question, read: Callable[[Context], Reading]) -> Reading:
    go_out(question)
    context = Context(question.seconds)
    try:
        return read(context)
    except Exception as error:  # noqa: BLE001 (whatever the package raises becomes a named error)
        raise named(error, context.last) from None


def _account(profile: Profile, question: Question) -> Reading:
    node = get_json_structure(profile)["node"]
    # Without these keys the properties would ask the network again, elsewhere.
    if profile.username != question.target or "edge_followed_by" not in node:
        raise Changed
    posts = profile.mediacount if {"media_count", "all_media_count"} & node.keys() else None
    raw = {"of": ACCOUNT, "follower_count": profile.followers, "media_count": posts}
    return MAPPERS[ACCOUNT].reading(raw, profile.username)


def _post(post: Post) -> Reading:
    """Instaloader says 0 for likes that are hidden or missing, so the node is asked first."""
    node = get_json_structure(post)["node"]
    plays = post.video_play_count
    raw = {
        "of": POST,
        "view_count": plays if plays is not None else post.video_view_count,
        "like_count": None if node.get("like_count") is None else post.likes,
        "comment_count": None if node.get("comment_count") is None else post.comments,
        "like_and_view_counts_disabled": bool(node.get("like_and_view_counts_disabled")),
        "is_video": bool(post.is_video),
        "taken_at": node["taken_at"],
    }
    return MAPPERS[POST].reading(raw, node["owner"]["username"] or None)


if __name__ == "__main__":
    serve({"account": read_account, "post": read_post})
