"""Names of a Chinese register in the window's language: what is only number and kind is said in English, names stay."""

import re
from functools import lru_cache

from PySide6.QtCore import QCoreApplication

_KINDS = {
    "楼道烟感": "Corridor smoke detector",
    "烟感": "Smoke detector",
    "卧室门磁": "Bedroom door magnet",
    "门磁": "Door magnet",
    "智能门锁": "Smart lock",
    "门禁": "Gate",
    "一键呼叫器": "SOS button",
    "定位终端": "Tracker",
    "消火栓": "Hydrant",
    "消防立管": "Riser",
    "燃气总阀": "Gas valve",
    "登高场地": "Fire lane",
    "电梯": "Lift",
}
_NUMBER = r"[A-Za-z]?\d+[A-Za-z]?"
_BUILDING = re.compile(rf"({_NUMBER})\s*(?:栋|号楼|幢)(?:\s*({_NUMBER})\s*单元)?(?:\s*(\d+)\s*层)?")
_UNIT = re.compile(rf"({_NUMBER})\s*单元")
_GRID = re.compile(rf"第?\s*({_NUMBER})\s*网格")
_CODE = re.compile(r"(?:\w-)?[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")  # 42-1-1202, 7, 辅-05
_KIND = "|".join(_KINDS)
_KIND_FIRST = re.compile(rf"({_KIND})\s*(.*)")
_KIND_LAST = re.compile(rf"(.+?)\s*({_KIND})")


def said(name: str) -> str:
    """ "Bldg 42", "Smoke detector 42-1-1202", "Grid 3"; a name that is more than number and kind stays as it is.

    So does every name in a Chinese window. Any thread.
    """
    return (_english(name) or name) if _in_english() else name


def building(name: str) -> str:
    """A building where there is room for the word: "Building 42"."""
    number = _BUILDING.fullmatch(name)
    plain = number is not None and number[2] is None and number[3] is None
    return f"Building {number[1]}" if number is not None and plain and _in_english() else said(name)


def unit(name: str) -> str:
    """A stairwell: "unit 2"."""
    number = _UNIT.fullmatch(name)
    return f"unit {number[1]}" if number is not None and _in_english() else name


def _in_english() -> bool:
    return QCoreApplication.translate("Names", "en") == "en"  # a catalogue says its own language here


@lru_cache(maxsize=4096)
def _english(name: str) -> str:
    """ "" for a proper name."""
    if grid := _GRID.fullmatch(name):
        return f"Grid {grid[1]}"
    if first := _KIND_FIRST.fullmatch(name):
        return _of_kind(first[1], first[2])
    if last := _KIND_LAST.fullmatch(name):
        return _of_kind(last[2], last[1])
    return _place(name) if _BUILDING.fullmatch(name) else ""


def _of_kind(kind: str, at: str) -> str:
    place = _place(at)
    return f"{_KINDS[kind]} {place}".rstrip() if place or not at else ""


def _place(text: str) -> str:
    """ "Bldg 42 unit 1 floor 12", a code as it is; "" for anything else."""
    found = _BUILDING.fullmatch(text)
    if found is None:
        return text if _CODE.fullmatch(text) else ""
    named = zip(("Bldg", "unit", "floor"), found.groups(), strict=True)
    return " ".join(f"{word} {number}" for word, number in named if number)
