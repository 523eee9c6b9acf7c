"""`sandtable user`: add somebody who may sign in at a station (while no desk runs on it)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.refusing import refuse
from app.cli.station_file import check_station
from app.station.errors import StationError
from app.station.gate import SHORTEST_PASSWORD
from app.station.lock import DeskLock
from domain.access import Role
from domain.store import Ledger, LedgerError


def user(
    station: Annotated[Path, typer.Argument(help="The station file.", show_default=False)],
    name: Annotated[str, typer.Argument(help="The name to sign in with.", show_default=False)],
    *,
    role: Annotated[Role, typer.Option(help="What the user may do.")] = Role.OPERATOR,
    grid: Annotated[list[str] | None, typer.Option(help="A grid worker's grid (id); may be repeated.")] = None,
    community: Annotated[list[str] | None, typer.Option(help="A property seat's community (id).")] = None,
    password: Annotated[str, typer.Option(help="Better not: it is asked for, unseen.")] = "",
) -> None:
    """Add a user. The password is asked for, or read from the terminal's input."""
    check_station(station)
    password = password or typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    if len(password) < SHORTEST_PASSWORD:
        refuse(f"A password has at least {SHORTEST_PASSWORD} characters.")
    lock = DeskLock(station)
    try:
        lock.take()
        with Ledger.open(station) as ledger:
            ledger.add_user(name, password, role, name, tuple(grid or ()), tuple(community or ()))
    except (StationError, LedgerError, ValueError) as error:
        refuse(str(error))
    finally:
        lock.release()
    typer.echo(f"{name} may sign in as {role.value}.")
