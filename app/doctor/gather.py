"""The bundle's parts that lie outside the station's file: versions, checks, runs, settings, logs and dumps."""

from __future__ import annotations

import configparser
import os
import platform
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from app.doctor import telling
from app.doctor.checks import CHECKS
from app.doctor.finding import Asked
from app.doctor.run import examine
from app.supervisor.state import RunState, read_state, states
from app.version import build
from devices.broker import LOOPBACK

SETTINGS = frozenset({"theme", "language", "cvd", "sound"})
"""What of a seat's settings says anything about a fault."""

ENVIRONMENT = ("LANG", "LC_ALL", "TZ", "XDG_SESSION_TYPE", "QT_QPA_PLATFORM", "QT_SCALE_FACTOR", "DISPLAY")


class Part(NamedTuple):
    """A file of the bundle: its name in it, and a text or a value for JSON. `plain`: nothing in it can be anybody's."""

    name: str
    body: Any
    plain: bool = False


def last_station(logs: Path) -> Path | None:
    """The station's file of the newest run that is known."""
    found = [state for path in states(logs) if (state := read_state(path)) is not None]
    return Path(found[0].station) if found else None


def versions() -> Iterator[Part]:
    """The program, Python, the system, and every library's version."""
    libraries = {str(d.metadata["Name"]): d.version for d in distributions() if d.metadata["Name"]}
    system = {"python": platform.python_version(), "system": platform.platform(), "machine": platform.machine()}
    rows = [f"{name} {number}" for name, number in sorted(libraries.items(), key=lambda row: row[0].lower())]
    yield Part("versions.json", {"sandtable": vars(build()), "runs_on": system, "libraries": rows}, plain=True)


def doctor(station: Path | None, logs: Path) -> Iterator[Part]:
    """The checks as they come out now; of brokers only one of this machine that a run has now."""
    found = [state for path in states(logs) if (state := read_state(path)) is not None and not state.ended]
    brokers = tuple(s.broker for s in found[:1] if s.broker.startswith(f"{LOOPBACK}:"))
    yield Part("doctor.json", telling.whole(list(examine(Asked(station=station, brokers=brokers), CHECKS)), "en"))


def runs(logs: Path) -> Iterator[Part]:
    """How the last runs stood when they were last heard of, newest first."""
    found = [state for path in states(logs) if (state := read_state(path)) is not None]
    yield Part("runs.json", [_run(state) for state in found])


def _run(state: RunState) -> dict[str, Any]:
    body: dict[str, Any] = msgspec.to_builtins(state)
    return body | {"station": Path(state.station).name, "broker": _own(state.broker)}


def _own(broker: str) -> str:
    """The address of a broker of this machine; of any other that it is one."""
    return broker if broker.startswith(f"{LOOPBACK}:") else "elsewhere"


def settings() -> Iterator[Part]:
    """The seats' settings, nobody's name on them, and what of the environment bears on Qt and on time."""
    environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    yield Part("settings.json", {"seats": _seats(), "environment": environment})


def _seats() -> dict[str, dict[str, int]]:
    """Setting → value → at how many seats. The names of its groups are a site's and a user's."""
    parser = configparser.ConfigParser(interpolation=None, strict=False, delimiters=("=",))
    parser.read(_seat_file(), "utf-8")
    counts: dict[str, Counter[str]] = {}
    for section in parser.sections():
        for key, value in parser.items(section):
            name = key.replace("\\", "/").rpartition("/")[2]
            if name in SETTINGS:
                counts.setdefault(name, Counter())[value[:12]] += 1
    return {name: dict(values) for name, values in counts.items()}


def _seat_file() -> Path:
    """Where Qt keeps the INI file of `app.desktop.settings` (organisation sandtable, application seat)."""
    home = os.environ.get("XDG_CONFIG_HOME") or (os.environ.get("APPDATA") if os.name == "nt" else None)
    return Path(home or Path.home() / ".config") / "sandtable" / "seat.ini"


def logs(folder: Path) -> Iterator[Part]:
    """Every log file, the rotated ones too."""
    yield from _texts(folder, "*.log*", "logs")


def dumps(folder: Path) -> Iterator[Part]:
    """What fatal signals have left, one file a process."""
    yield from _texts(folder, "*.dump*", "dumps")


def _texts(folder: Path, pattern: str, into: str) -> Iterator[Part]:
    for path in sorted(folder.glob(pattern)):
        if path.is_file():
            yield Part(f"{into}/{path.name}", path.read_text("utf-8", "replace"))
