"""`sandtable version` and `sandtable logs`: what this is, and where it writes."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

import typer

from app.paths import log_folder


def version() -> None:
    """Say the version of Sandtable and of Python."""
    try:
        number = installed("sandtable-desk")
    except PackageNotFoundError:
        number = "(not installed, run from its sources)"
    typer.echo(f"sandtable {number}, Python {platform.python_version()}")


def logs() -> None:
    """Say where the log files are."""
    typer.echo(log_folder())
