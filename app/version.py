"""Which Sandtable this is: version and build, what it stands on, and where its licences are."""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path

import resources

UNKNOWN = "unknown"
GIT_S = 5.0
STANDS_ON = (("Qt", "PySide6-Essentials"), ("numpy", "numpy"), ("OpenCV", "opencv-python-headless"))
LICENCES = (
    "Licence: Apache-2.0.",
    "Qt and PySide6 are used under LGPL-3.0, FFmpeg inside OpenCV under LGPL-2.1: as shared libraries.",
    "Map data of imports: © OpenStreetMap contributors, ODbL.",
)


@dataclass(frozen=True)
class Build:
    """`commit`: the source's, with a + where files had been changed since; `date`: that commit's day, ISO 8601."""

    version: str
    commit: str = UNKNOWN
    date: str = UNKNOWN


def build() -> Build:
    """The build that runs: written down when it was shipped, else read from the checkout by git."""
    with suppress(FileNotFoundError):
        return Build(**json.loads(resources.text("build.json")))
    commit, date = checkout(Path(__file__).parent.parent)
    return Build(_version(), commit, date)


def checkout(root: Path) -> tuple[str, str]:
    """Commit and day of a checkout; both "unknown" without git, or where it is none. Waits for git, 20 ms or so."""
    if not (root / ".git").exists() or shutil.which("git") is None:
        return UNKNOWN, UNKNOWN
    commit = _git(root, "describe", "--always", "--dirty=+", "--exclude=*")
    return commit, _git(root, "log", "-1", "--format=%cs")


def notices() -> Path:
    """The notices of everything that comes from others. FileNotFoundError where they were left out."""
    return resources.path("NOTICES.txt")


def spell() -> str:
    """All of it as lines for the terminal."""
    here = build()
    stands = [("Python", platform.python_version()), *((name, _installed(package)) for name, package in STANDS_ON)]
    try:
        where = f"Third-party notices: sandtable licences, or {notices()}"
    except FileNotFoundError:
        where = "Third-party notices: not part of this installation."
    return "\n".join(
        (
            f"sandtable {here.version}, build {here.commit} of {here.date}",
            ", ".join(f"{name} {number}" for name, number in stands),
            *LICENCES,
            where,
        )
    )


def _version() -> str:
    number = _installed("sandtable-desk")
    return number if number != UNKNOWN else "(not installed, run from its sources)"


def _installed(package: str) -> str:
    try:
        return installed(package)
    except PackageNotFoundError:
        return UNKNOWN


def _git(root: Path, *words: str) -> str:
    try:
        command = ["git", "--no-optional-locks", "-C", str(root), *words]
        done = subprocess.run(  # noqa: S603 – our own words
            command, capture_output=True, text=True, check=True, timeout=GIT_S
        )
    except (OSError, subprocess.SubprocessError):
        return UNKNOWN
    return done.stdout.strip() or UNKNOWN
