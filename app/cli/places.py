"""`sandtable version`, `licences` and `logs`: what this is, what it stands on, and where it writes."""

from __future__ import annotations

from typing import Annotated

import typer

from app import version as this
from app.cli.refusing import refuse
from app.paths import log_folder

Licences = Annotated[bool, typer.Option("--licences", help="Also print the third-party notices.")]


def version(*, licences: Licences = False) -> None:
    """Say version and build, what it stands on, and the licences."""
    typer.echo(this.spell())
    if licences:
        print_licences()


def print_licences() -> None:
    """Print the notices of everything that comes from others."""
    try:
        typer.echo(this.notices().read_text(encoding="utf-8"))
    except FileNotFoundError:
        refuse("The third-party notices are not part of this installation; packaging/notices.py writes them.")


def logs() -> None:
    """Say where the log files are."""
    typer.echo(log_folder())
