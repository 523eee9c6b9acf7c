"""`--video` as it is given: checked before anything starts, and handed on to the window."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from app.cli.refusing import refuse
from app.watcher.film import readable
from app.watcher.talk import VIDEOS, video_of
from domain.store import Ledger
from vision.address import address_of
from vision.sources import shown
from vision.trouble import SAY

Videos = Annotated[
    list[str] | None,
    typer.Option(
        "--video", help="[CAMERA=]FILE, rtsp://… or webcam:0; without CAMERA= the first camera.", show_default=False
    ),
]


def video_env(videos: list[str] | None) -> tuple[tuple[str, str], ...]:
    """Sources of cameras for the window: by its environment, for an address may hold a password and every user of the
    machine can read command lines. What is no film and cannot be a stream is refused before anything starts."""
    for video in videos or ():
        _check(video_of(video)[1])
    return ((VIDEOS, json.dumps(videos)),) if videos else ()


def check_cameras(station: Path, videos: list[str] | None) -> None:
    """Refuse a source for a camera that the station does not have."""
    named = [camera for camera, _ in map(video_of, videos or ()) if camera]
    if not named:
        return
    with Ledger.open(station, read_only=True) as ledger:
        known = ledger.load_register().cameras.ids
    for camera in named:
        if camera not in known:
            some = ", ".join(known[:4]) + ("…" if len(known) > 4 else "")
            refuse(f"There is no camera {camera!r} in {station.name}; it has {some or 'none'}. Nothing was changed.")


def _check(source: str) -> None:
    """Streams and webcams may come and go: of them only the address is looked at."""
    if "://" in source:
        _check_stream(source)
    elif source.startswith("webcam:"):
        if not source.removeprefix("webcam:").isdecimal():
            refuse(f"{shown(source)!r} is no webcam; say webcam:0 for the first. Nothing was started.")
    elif not source:
        refuse("--video was given nothing to show: say a film, rtsp://… or webcam:0. Nothing was started.")
    else:
        _check_film(Path(source))


def _check_stream(address: str) -> None:
    try:
        address_of(address)
    except ValueError:
        refuse(f"{shown(address)!r} is no address of a stream; {SAY}. Nothing was started.")


def _check_film(film: Path) -> None:
    where = film.absolute() if film.name in shown(str(film)) else shown(str(film))  # it may be a camera's address
    if film.is_dir():
        refuse(f"{where} is a folder, not a film; nothing was started.")
    if not film.is_file():
        refuse(f"There is no film {where}; nothing was started. Also possible: rtsp://…, webcam:0.")
    if film.stat().st_size == 0:
        refuse(f"{where} is empty, not a film; nothing was started.")
    if not readable(film):
        refuse(f"{where} cannot be read as a film; nothing was started.")
