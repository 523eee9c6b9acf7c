"""How a command says no: one sentence on stderr, exit code 2, nothing changed."""

from __future__ import annotations

from typing import NoReturn

import typer

REFUSED = 2


def refuse(why: str) -> NoReturn:
    """End the command so."""
    typer.echo(why, err=True)
    raise typer.Exit(REFUSED)
