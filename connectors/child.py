"""The child's side of `connectors.isolation`: one question on standard input, one answer on output.

Whatever else the packages print goes to standard error, which nobody keeps: it may hold a body.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import certifi

from connectors import readings
from connectors.errors import ConnectorError, RateLimited, Unknown


@dataclass(frozen=True)
class Question:
    """What to read and how to go out; `seconds` is the time left to the reader, '' means not set.

    `most` is how many posts a list may hold.
    """

    task: str
    target: str
    proxy: str
    ca: str
    chromium: str
    seconds: float
    most: int = 0


Task = Callable[[Question], readings.Reading | list[readings.Listed]]


def serve(tasks: Mapping[str, Task]) -> None:
    """Answer one question with the task that it names, then return."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "w") as output:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        question = Question(**json.load(sys.stdin))
        json.dump(_answer(tasks[question.task], question), output)


def go_out(question: Question) -> None:
    """The outbound proxy and authority in this child's environment, whence packages take them."""
    if question.proxy:
        os.environ["HTTPS_PROXY"] = os.environ["HTTP_PROXY"] = question.proxy
    if question.ca:
        bundle = Path.home() / "authorities.pem"
        bundle.write_bytes(Path(certifi.where()).read_bytes() + b"\n" + Path(question.ca).read_bytes())
        os.environ["REQUESTS_CA_BUNDLE"] = os.environ["SSL_CERT_FILE"] = str(bundle)


def _answer(task: Task, question: Question) -> dict[str, object]:
    try:
        answer = task(question)
        if isinstance(answer, readings.Reading):
            return readings.to_plain(answer)
        return {"listed": [[one.id, readings.to_plain(one.reading)] for one in answer]}
    except ConnectorError as error:
        return _named(error)
    except Exception:  # noqa: BLE001 (the last frame of a child: the parent needs a named error, not a trace)
        return _named(Unknown())


def _named(error: ConnectorError) -> dict[str, object]:
    wait = error.retry_after if isinstance(error, RateLimited) else None
    return {"error": type(error).__name__, "retry_after": wait}
