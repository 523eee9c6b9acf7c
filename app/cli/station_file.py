"""A station file as it is named on the command line: looked at before anything starts on it."""

from __future__ import annotations

from pathlib import Path

from app.cli.refusing import refuse
from domain.store import LedgerError, glance


def check_station(station: Path) -> None:
    """Refuse what a glance tells is no station file of this version; nothing is left beside it."""
    if not station.exists():
        refuse(
            f"There is no {station.absolute()}. `sandtable import … --into {station}` makes one; "
            "`sandtable demo` needs none."
        )
    try:
        glance(station)
    except LedgerError as error:
        refuse(str(error))
