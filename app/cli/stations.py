"""`sandtable open`, `station`, `seat`: real stations – no simulator, no autopilot, no demo operator."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli.doors import check_door, way_to
from app.cli.films import Videos, check_cameras, video_env
from app.cli.refusing import refuse
from app.cli.screen import headless, window_env
from app.cli.station_file import check_station
from app.clock import start_clock
from app.desktop.options import size_of
from app.logs import set_up_logs
from app.paths import runtime_folder
from app.station.broker import read_broker
from app.supervisor.children import module_command
from app.supervisor.run import Run, Settings, say
from domain.store import Ledger

BROKER_VARIABLE = "SANDTABLE_BROKER"

StationFile = Annotated[Path, typer.Argument(help="The station file.", show_default=False)]
Broker = Annotated[
    str,
    typer.Option("--broker", envvar=BROKER_VARIABLE, help="host:port[,user[,ca-file]]; needed.", show_default=False),
]
Language = Annotated[str, typer.Option("--lang", help="zh_CN or en; else the system's.")]
Size = Annotated[str, typer.Option("--size", help="The window's size, WxH.")]


def open_station(
    station: StationFile, broker: Broker = "", lang: Language = "", size: Size = "", video: Videos = None
) -> None:
    """Open a station: its desk and one window on this machine."""
    _check(station, broker)
    check_cameras(station, video)
    _tell_headless()
    set_up_logs("supervisor")
    settings = Settings(
        station=station,
        clock=start_clock(),
        broker=broker,
        window_args=(*window_args(lang, size), *_first(station)),
        window_env=(*window_env(), *video_env(video)),
    )
    raise typer.Exit(Run(settings).run())


def station(
    station: StationFile,
    *,
    broker: Broker = "",
    host: Annotated[str, typer.Option(help="Where seats are let in; more than loopback needs TLS.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The seats' port.", min=1, max=65_535)] = 8843,
    cert: Annotated[Path | None, typer.Option(help="TLS certificate (PEM).")] = None,
    key: Annotated[Path | None, typer.Option(help="TLS key (PEM).")] = None,
) -> None:
    """Run a station's desk without a window, for many seats."""
    _check(station, broker)
    check_door(host, cert, key)
    from app.station.__main__ import main as desk

    runtime = runtime_folder() / f"{station.stem}.json"
    args = ["--station", str(station), "--broker", broker, "--clock", start_clock().spell()]
    args += ["--host", host, "--port", str(port), "--runtime", str(runtime)]
    args += [word for name, path in (("--cert", cert), ("--key", key)) if path for word in (name, str(path))]
    typer.echo(f"Seats are let in at {host}:{port}; on this machine: {runtime}", err=True)
    raise typer.Exit(desk(args))


def seat(
    station: Annotated[str, typer.Option("--station", help="host:port of a station, or its runtime file here.")],
    lang: Language = "",
    size: Size = "",
    video: Videos = None,
    ca: Annotated[Path | None, typer.Option(help="CA file of the station's certificate.")] = None,
) -> None:
    """Open a window at a station that runs elsewhere."""
    command = module_command("app.desktop", *way_to(station, ca), *window_args(lang, size))
    _tell_headless()
    env = {**os.environ, **dict(window_env()), **dict(video_env(video))}
    raise typer.Exit(subprocess.run(command, check=False, env=env).returncode)  # noqa: S603 – our own module


def window_args(lang: str, size: str) -> tuple[str, ...]:
    """The window's options as given; what it could not read is refused before anything starts."""
    if lang not in ("", "zh_CN", "zh", "en"):
        refuse(f"{lang!r} is no language of the window; say zh_CN or en. Nothing was started.")
    try:
        if size:
            size_of(size)
    except argparse.ArgumentTypeError as error:
        refuse(f"{error}. Nothing was started.")
    return (*(("--lang", lang) if lang else ()), *(("--size", size) if size else ()))


def _tell_headless() -> None:
    if headless():
        say("There is no display: the window is drawn offscreen, for nobody to see. Ctrl+C ends it.")


def _first(station: Path) -> tuple[str, ...]:
    """A station that nobody can sign in to begins with its first administrator, not with a sign-in that must fail."""
    with Ledger.open(station, read_only=True) as ledger:
        return () if ledger.has_users() else ("--first",)


def _check(station: Path, broker: str) -> None:
    check_station(station)
    if not broker:
        refuse(f"No broker was named: say --broker host:port[,user[,ca-file]], or set {BROKER_VARIABLE}.")
    try:
        read_broker(broker)
    except ValueError as error:
        refuse(str(error))
    sys.stdout.flush()
