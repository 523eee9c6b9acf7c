"""What the window's process is told on its command line."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.watcher.talk import VIDEOS, video_of

LARGE_H = 1600
"""From this height on (physical pixels) a window that was given a size is drawn at twice the scale."""


@dataclass(frozen=True)
class Options:
    """`runtime`: a desk's runtime file on this machine; else `station`, "host:port". `size`: physical pixels. `first`:
    nobody can sign in yet, the first administrator is made."""

    runtime: Path | None
    station: str
    ca: Path | None
    user: str
    size: tuple[int, int] | None
    language: str
    theme: str
    autopilot: bool
    videos: dict[str, str]
    cameras: bool
    report: Path | None
    control: bool
    first: bool = False

    @property
    def scale(self) -> float:
        """How many physical pixels a logical one has, where a size was given."""
        return 2.0 if self.size and self.size[1] >= LARGE_H else 1.0


def size_of(text: str) -> tuple[int, int]:
    """ "1920x1080". Raises argparse.ArgumentTypeError with one sentence."""
    width, x, height = text.lower().partition("x")
    if not (
        x and width.isdigit() and height.isdigit() and 640 <= int(width) <= 16_384 and 480 <= int(height) <= 16_384
    ):
        raise argparse.ArgumentTypeError(f"{text!r} is no size; say WxH, from 640x480 on")
    return int(width), int(height)


def read(arguments: Sequence[str]) -> Options:
    """Parse; ends the process with one sentence where something is wrong."""
    parser = argparse.ArgumentParser(prog="sandtable window", description="The operator's window.")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--runtime", type=Path, help="runtime file of a desk on this machine")
    where.add_argument("--station", default="", help="host:port of a station elsewhere, over TLS")
    parser.add_argument("--ca", type=Path, help="certificate file for --station")
    parser.add_argument("--user", default="", help="who signs in; demo is the demo operator")
    parser.add_argument("--size", type=size_of, help="WxH in pixels")
    parser.add_argument("--lang", default="", choices=("", "zh_CN", "zh", "en"))
    parser.add_argument("--theme", default="", choices=("", "dark", "light"))
    parser.add_argument("--autopilot", action="store_true", help="plays the operator, for showing and testing")
    parser.add_argument(
        "--video", action="append", default=[], type=video_of, help="[CAMERA=]FILE, rtsp://… or webcam:0"
    )
    parser.add_argument("--no-cameras", action="store_true", help="this seat watches no cameras")
    parser.add_argument("--report", type=Path, help="where to write figures at the end (JSON)")
    parser.add_argument("--first", action="store_true", help="the station has no users yet")
    parser.add_argument("--control", action="store_true", help="orders come on stdin")
    a = parser.parse_args(arguments)
    return Options(
        a.runtime,
        a.station,
        a.ca,
        a.user,
        a.size,
        {"zh": "zh_CN"}.get(a.lang, a.lang),
        a.theme,
        a.autopilot,
        dict([*(video_of(text) for text in json.loads(os.environ.pop(VIDEOS, "[]"))), *a.video]),
        not a.no_cameras,
        a.report,
        a.control,
        a.first,
    )
