"""The house's own rules that no linter knows."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ("app", "layers", "map", "devices", "vision", "domain", "resources")


def tracked() -> list[Path]:
    out = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / line for line in out.splitlines() if (ROOT / line).is_file()]


def test_tests_and_packaging_are_no_packages() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py"))
    assert not list((ROOT / "packaging").rglob("__init__.py"))


def test_the_lock_names_no_host() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "http" not in lock and "file:" not in lock and "--hash=sha256:" in lock


def test_the_map_is_never_imported_by_its_bare_name() -> None:
    bare = re.compile(r"^\s*import map\b", re.MULTILINE)
    assert not [p for p in tracked() if p.suffix == ".py" and bare.search(p.read_text(encoding="utf-8"))]


def test_nothing_below_the_roof_reads_the_wall_clock() -> None:
    wall = re.compile(r"\btime\.time\(|datetime\.now\(|date\.today\(|\.utcnow\(")
    rooms = [p for room in ("domain", "devices", "vision", "map", "layers") for p in (ROOT / room).rglob("*.py")]
    assert not [p for p in rooms if wall.search(p.read_text(encoding="utf-8"))]


def test_every_module_says_what_it_is() -> None:
    modules = [p for room in ROOMS for p in (ROOT / room).rglob("*.py")]
    silent = [p for p in modules if not p.read_text(encoding="utf-8").lstrip().startswith('"""')]
    assert not silent


def test_no_gpl_and_no_second_qt_in_the_lock() -> None:
    names = {line.split("==")[0] for line in (ROOT / "requirements.lock").read_text().splitlines() if "==" in line}
    refused = {"pyqt5", "pyqt6", "igraph", "python-igraph", "pandana", "ultralytics", "pyside6", "pyside6-addons"}
    assert not names & refused
