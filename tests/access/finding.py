"""Every way in, found by looking at the program itself."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import click
from starlette.routing import BaseRoute, Mount, Route

from app import public
from app.cli import main
from app.dashboard import PAGES
from app.wiring import wire
from campaigns.routes import fast as fast_path
from core import jobs

ROOMS = ("campaigns", "ambassadors", "contacts", "reach", "app")
# Reached through the pages, the demonstration or the migrations of their own, never from outside.
ASIDE = (".pages", ".demo", ".migrations")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def pages() -> set[str]:
    """The addresses of the dashboard's pages."""
    return {f"/{page.url}" for page in PAGES}


def requests() -> set[str]:
    """«METHOD path» of every public route but those of the API; «+» ends the look at a code."""
    found = {request for request in _requests(public.ROUTES) if "/api" not in request}
    for prefix in fast_path._OURS:
        if prefix.endswith("/"):
            found |= {f"GET {prefix}{{code}}", f"POST {prefix}{{code}}", f"GET {prefix}{{code}}+"}
    return found


def operations() -> set[str]:
    """«METHOD path» of every operation of the API."""
    return {request for request in _requests(public.ROUTES) if "/api" in request}


def middleware() -> list[str]:
    """What stands before the routes, and could answer by itself."""
    behind = [one.cls.__name__ for one in public.MIDDLEWARE]  # type: ignore[attr-defined]
    return [type(public.app).__name__, *behind]


def commands() -> set[str]:
    """Every command that does something, «providers» included."""
    return set(_commands(main))


def kinds() -> set[str]:
    """Every kind of job that a wired process knows."""
    wire()
    return set(jobs.kinds())


def functions() -> dict[str, Callable[..., Any]]:
    """Every public function of the rooms that takes a session, by its dotted name."""
    found: dict[str, Callable[..., Any]] = {}
    for room in ROOMS:
        package = importlib.import_module(room)
        for module in pkgutil.walk_packages(package.__path__, f"{room}."):
            if not any(part in module.name for part in ASIDE):
                found.update(_functions(module.name))
    return found


def acts() -> set[str]:
    """Functions in which somebody acts."""
    return {name for name, one in functions().items() if _takes(one, "Actor")}


def readings() -> set[str]:
    """Functions about one consortium in which nobody in particular acts."""
    return {
        name
        for name, one in functions().items()
        if "consortium_id" in inspect.signature(one).parameters and not _takes(one, "Actor")
    }


def _requests(routes: list[BaseRoute], before: str = "") -> Iterator[str]:
    for route in routes:
        if isinstance(route, Route):
            for method in METHODS:
                if method in (route.methods or METHODS):
                    yield f"{method} {before}{route.path}"
        elif isinstance(route, Mount) and route.routes:
            yield from _requests(list(route.routes), before + route.path)
        elif isinstance(route, Mount):
            yield f"GET {before}{route.path}/*"
        else:
            yield f"UNKNOWN {route!r}"


def _commands(group: click.Group, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if not isinstance(command, click.Group):
            yield before + name
            continue
        if command.invoke_without_command:
            yield before + name
        yield from _commands(command, f"{before}{name} ")


def _functions(module: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, one in vars(importlib.import_module(module)).items():
        own = inspect.isfunction(one) and one.__module__ == module and not name.startswith("_")
        if own and "session" in inspect.signature(one).parameters:
            yield f"{module}.{name}", one


def _takes(function: Callable[..., Any], kind: str) -> bool:
    return any(kind in str(one.annotation) for one in inspect.signature(function).parameters.values())
