"""`main`: the command line put together – and the hidden verb by which a frozen build starts its children."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from app.child import is_child, run_child
from app.cli.bundle import bundle
from app.cli.demo import demo
from app.cli.doctor import doctor
from app.cli.flags import PlainCommand, PlainGroup
from app.cli.importing import import_files
from app.cli.places import Licences, logs, print_licences, version
from app.cli.stations import open_station, seat, station
from app.cli.users import user

app = typer.Typer(
    name="sandtable",
    cls=PlainGroup,
    help="A live community-safety sandtable: devices, alarms and responders of an estate on one map.",
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def _nothing_said(
    context: typer.Context,
    *,
    tell: Annotated[bool, typer.Option("--version", help="Say version, build and licences.")] = False,
    licences: Licences = False,
) -> None:
    if tell:
        version(licences=licences)
    elif licences:
        print_licences()
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


for name, verb in (
    ("demo", demo),
    ("open", open_station),
    ("station", station),
    ("seat", seat),
    ("import", import_files),
    ("user", user),
    ("doctor", doctor),
    ("bundle", bundle),
    ("logs", logs),
    ("version", version),
    ("licences", print_licences),
):
    app.command(name, cls=PlainCommand)(verb)


def main() -> None:
    """The console script. `sandtable --child MODULE …` runs one of our modules as a child of the supervisor."""
    if is_child(sys.argv):
        run_child(sys.argv)
        return
    app()
