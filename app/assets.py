"""/assets: our own files and the third-party ones that set-up copied, small on the wire and kept by browsers.

Only these files are compressed: they are public and hold no secret, which a page may do.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from core import web

_ROOT = Path(__file__).parents[1]
_TEXT = frozenset({".css", ".js", ".svg"})
"""What grows smaller; fonts are compressed already."""
_MOST_KEPT = 16


class Assets(StaticFiles):
    """Our own files, and the third-party fonts that set-up copied beside them."""

    def __init__(self) -> None:
        super().__init__(directory=web.ASSETS)
        self.all_directories = [web.ASSETS, _ROOT / "static"]

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, kept by browsers for a day."""
        response = await super().get_response(path, scope)
        if Path(path).suffix in _TEXT:
            response.headers["Vary"] = "Accept-Encoding"
            if isinstance(response, FileResponse) and _takes_gzip(scope):
                response = _compressed(response)
        response.headers["Cache-Control"] = "public, max-age=86400"
        return response


def _takes_gzip(scope: Scope) -> bool:
    said = [
        part.replace(" ", "").lower() for part in Headers(scope=scope).get("accept-encoding", "").split(",")
    ]
    return any(part == "gzip" or (part.startswith("gzip;") and not part.endswith("q=0")) for part in said)


def _compressed(plain: FileResponse) -> Response:
    """The same file in fewer bytes; its tag is weak, as it stands for both forms."""
    body = _bytes(str(plain.path), plain.headers["etag"])
    headers = {name: plain.headers[name] for name in ("last-modified", "vary")}
    headers |= {"Content-Encoding": "gzip", "ETag": f"W/{plain.headers['etag']}"}
    return Response(body, plain.status_code, headers, plain.media_type)


@lru_cache(_MOST_KEPT)
def _bytes(path: str, _tag: str) -> bytes:
    """A file compressed once, until it changes (and its tag with it)."""
    return gzip.compress(Path(path).read_bytes(), mtime=0)
