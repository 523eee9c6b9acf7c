"""Commands whose help shows a switch as what one types: `--autopilot`, not `--autopilot <bool>`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from typer.core import TyperCommand, TyperGroup


def _plain(options: Iterable[Any]) -> list[Any]:
    """The same options; a switch takes no value, so that none is named beside it."""
    found = list(options)
    for option in found:
        if getattr(option, "is_flag", False) and option.metavar is None:
            option.metavar = ""
    return found


class PlainCommand(TyperCommand):
    """One verb."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Arguments and options, `--help` among them."""
        return _plain(super().get_params(ctx))


class PlainGroup(TyperGroup):
    """The command line itself."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Options, `--help` among them."""
        return _plain(super().get_params(ctx))
