"""`sandtable demo`: the sample estate alive – embedded broker, simulator, desk, window – and gone afterwards."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from app.cli.films import Videos, check_cameras, video_env
from app.cli.refusing import refuse
from app.cli.screen import headless, window_env
from app.cli.station_file import check_station
from app.cli.stations import window_args
from app.clock import last_time_of_day, start_clock
from app.logs import set_up_logs
from app.paths import data_folder, run_folder
from app.supervisor.children import module_command
from app.supervisor.run import Run, Settings, say
from domain.clock import Clock

HEADLESS_S = 30.0
ZONE = "Asia/Shanghai"
THEMES = ("", "dark", "light")
FAST, BOOT_S = 5.0, 8.0
"""From this speed on the clock stands for so many real seconds while the processes start: what takes them a moment
would be minutes of silence to the rules.
"""


@dataclass(frozen=True)
class Wanted:
    """What is left behind, and when the demo ends."""

    seconds: float | None
    screenshot: Path | None
    report: Path | None


def demo(
    *,
    seconds: Annotated[float | None, typer.Option(help="End after so many real seconds.", min=1)] = None,
    speed: Annotated[float, typer.Option(help="Judging time goes so many times as fast.", min=0.1, max=600)] = 1.0,
    size: Annotated[str, typer.Option(help="The window's size, WxH.")] = "",
    lang: Annotated[str, typer.Option(help="zh_CN or en; else the system's.")] = "",
    theme: Annotated[str, typer.Option(help="dark or light.")] = "",
    seed: Annotated[int, typer.Option(help="Another seed, another estate.", min=0)] = 1,
    screenshot: Annotated[Path | None, typer.Option(help="Leave a picture of the window here.")] = None,
    report: Annotated[Path | None, typer.Option(help="Leave a report here.")] = None,
    autopilot: Annotated[bool, typer.Option("--autopilot", help="Let a program play the operator.")] = False,
    on: Annotated[Path | None, typer.Option(help="Place the sample's life on an imported station.")] = None,
    broker: Annotated[str, typer.Option(help="Refused: a demo has its own broker (R10).", hidden=True)] = "",
    start: Annotated[str, typer.Option(help="Begin at this time of day, HH:MM, instead of now.")] = "",
    keep: Annotated[bool, typer.Option("--keep", help="Keep the sample station for the next demo.")] = False,
    video: Videos = None,
    window: Annotated[bool, typer.Option(hidden=True)] = True,
) -> None:
    """Run the living sample estate."""
    if broker:
        refuse("A demo runs only on its own embedded broker, never on another; use `sandtable open` there.")
    if on is not None:
        check_station(on)
    clock = _clock(speed, start)
    if theme not in THEMES:
        refuse(f"{theme!r} is no theme; say dark or light. Nothing was started.")
    args = (*window_args(lang, size), *(("--theme", theme) if theme else ()))
    env = (*window_env(), *video_env(video))
    for left in (screenshot, report):
        if left is not None:
            _check_left(left)
    wanted = _wanted(seconds, screenshot, report)
    set_up_logs("supervisor")
    with tempfile.TemporaryDirectory(prefix="sandtable-demo-") as folder:
        station = (data_folder() if keep else Path(folder)) / f"sample-{seed}.db"

        def prepare() -> Clock:
            if not (on is None and keep and station.exists()):
                _furnish(station, on, seed, clock)
            check_cameras(station, video)
            return start_clock(speed, clock.start_ms, stands_s=BOOT_S if speed >= FAST else 0.0)

        settings = Settings(
            station=station,
            clock=clock,
            prepare=prepare,
            demo=True,
            window=window,
            autopilot=autopilot,
            seed=seed,
            seconds=wanted.seconds,
            screenshot=wanted.screenshot if window else None,
            report=wanted.report,
            window_args=args,
            window_env=env,
        )
        code = Run(settings).run()
    raise typer.Exit(code)


def _clock(speed: float, start: str) -> Clock:
    try:
        return start_clock(speed, last_time_of_day(start, ZONE, time.time()) if start else None)
    except ValueError:
        refuse(f"{start!r} is not a time of day; write it as 03:12.")


def _check_left(path: Path) -> None:
    """A picture or a report that could not be left is told now, not after the run."""
    if path.is_dir():
        refuse(f"{path.absolute()} is a folder; name a file in it. Nothing was started.")
    if not path.absolute().parent.is_dir():
        refuse(f"There is no folder {path.absolute().parent}; name another place. Nothing was started.")
    if not os.access(path.absolute().parent, os.W_OK):
        refuse(f"{path.absolute()} cannot be written; name another place. Nothing was started.")


def _wanted(seconds: float | None, screenshot: Path | None, report: Path | None) -> Wanted:
    if not headless():
        return Wanted(seconds, screenshot, report)
    if seconds is None:
        say(f"There is no display: running offscreen for {HEADLESS_S:.0f} s, then leaving a picture and a report.")
        folder = run_folder()
        return Wanted(HEADLESS_S, screenshot or folder / "screenshot.png", report or folder / "report.json")
    say("There is no display: running offscreen.")
    return Wanted(seconds, screenshot, report)


def _furnish(station: Path, on: Path | None, seed: int, clock: Clock) -> None:
    """The demo's own station file, made in a process of its own (it needs much memory for a moment)."""
    args = ["--into", str(station), "--seed", str(seed), "--now", str(clock.start_ms)]
    args += ["--on", str(on)] if on is not None else []
    made = subprocess.run(module_command("app.station.furnish", *args), check=False)  # noqa: S603 – our own module
    if made.returncode:
        raise typer.Exit(made.returncode)
