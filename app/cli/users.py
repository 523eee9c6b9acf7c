"""`sandtable user`: add somebody who may sign in at a station (while no desk runs on it)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli.refusing import refuse
from app.cli.station_file import check_station
from app.station.errors import StationError
from app.station.gate import SHORTEST_PASSWORD
from app.station.lock import DeskLock
from domain.access import Role
from domain.register import Register
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
    """Add a user. The password is asked for twice; where the input is no terminal, its first line is the password."""
    if not name.strip():
        refuse("A user has a name to sign in with; nothing was changed.")
    check_station(station)
    password = password or _asked()
    if len(password) < SHORTEST_PASSWORD:
        refuse(f"A password has at least {SHORTEST_PASSWORD} characters.")
    lock = DeskLock(station)
    try:
        lock.take()
        with Ledger.open(station) as ledger:
            _check_reach(ledger.load_register(), role, grid or [], community or [])
            ledger.add_user(name, password, role, name, tuple(grid or ()), tuple(community or ()))
    except (StationError, LedgerError, ValueError) as error:
        refuse(str(error))
    finally:
        lock.release()
    typer.echo(f"{name} may sign in as {role.value}.")


def _asked() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


def _check_reach(register: Register, role: Role, grids: list[str], communities: list[str]) -> None:
    """Whoever sees a part of the station has to have one, and it has to be there: else the seat would stay empty."""
    for what, named, known, needed in (
        ("grid", grids, register.grids.ids, Role.GRID_WORKER),
        ("community", communities, register.communities.ids, Role.PROPERTY),
    ):
        if unknown := sorted(set(named) - set(known)):
            some = ", ".join(known[:12]) + ("…" if len(known) > 12 else "")
            refuse(f"There is no {what} {unknown[0]!r} at this station; it has {some or 'none'}. Nothing was changed.")
        if role is needed and not named:
            refuse(f"A {role.value.replace('_', ' ')} seat sees its own {what} alone: name it with --{what}.")
