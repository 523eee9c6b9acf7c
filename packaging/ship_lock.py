"""What of requirements.lock the product itself needs at run time, read from the lock alone, without a network."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PINNED = re.compile(r"^(?P<name>[\w.-]+)(\[[^\]]*\])?==(?P<version>[^\s;\\]+)\s*(;\s*(?P<marker>[^\\]+))?")
PARENT = re.compile(r"^\s+#\s+(via\s+)?(?P<name>[\w.\[\]-]+)")


@dataclass(frozen=True)
class Locked:
    """One pinned package: its lines in the lock, and who asked for it."""

    name: str
    version: str
    marker: str
    parents: frozenset[str]
    lines: tuple[str, ...]

    def here(self) -> bool:
        """Whether it belongs to this kind of machine and Python."""
        return not self.marker or Marker(self.marker).evaluate()


def read_lock(path: Path = ROOT / "requirements.lock") -> tuple[Locked, ...]:
    """Every pinned package; one name may stand several times, for other kinds of machine or Python."""
    blocks: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if PINNED.match(line):
            blocks.append([])
        if blocks:
            blocks[-1].append(line)
    return tuple(map(_locked, blocks))


def runtime(lock: tuple[Locked, ...]) -> dict[str, Locked]:
    """The product's own dependencies and theirs, for this kind of machine; without what only the `dev` extra needs.

    The lock names a package's parents but not the extra for which a parent wants it, so this may hold a package too
    many, never one too few.
    """
    here = {locked.name: locked for locked in lock if locked.here()}
    found = {canonicalize_name(Requirement(line).name) for line in _project()["dependencies"]} & here.keys()
    while more := {name for name, locked in here.items() if locked.parents & found} - found:
        found |= more
    return {name: here[name] for name in sorted(found)}


def spell_runtime() -> str:
    """The run-time part of the lock, in the lock's own words."""
    return "\n".join(line for locked in runtime(read_lock()).values() for line in locked.lines) + "\n"


def ship_input() -> str:
    """What the `ship` extra asks for: the input of packaging/ship.lock."""
    return "\n".join(_project()["optional-dependencies"]["ship"]) + "\n"


def project_version() -> str:
    """The product's version number."""
    return str(_project()["version"])


def _project() -> dict[str, Any]:
    return dict(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"])


def _locked(lines: list[str]) -> Locked:
    first = PINNED.match(lines[0])
    assert first is not None  # noqa: S101 – read_lock began the block with it
    parents = (PARENT.match(line) for line in lines[1:])
    names = (canonicalize_name(p["name"].partition("[")[0]) for p in parents if p and p["name"] != "via")
    return Locked(
        canonicalize_name(first["name"]),
        first["version"],
        (first["marker"] or "").strip(),
        frozenset(names),
        tuple(lines),
    )
