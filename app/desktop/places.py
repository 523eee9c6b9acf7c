"""Places in words: the address chain of the register, short for cards and whole for a case."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from domain.alarms import Alarm, Place
from domain.register import Register
from domain.situation import Situation

_BUILDING = re.compile(r"^(\S*\d+)\s*(?:栋|号楼|幢)$")
_UNIT = re.compile(r"^(\S*\d+)\s*单元$")


def building_name(register: Register, building: str) -> str:
    """ "3栋" or "Building 3"; a name that is more than a number stays as it is."""
    row = register.buildings.row(building)
    name = register.buildings.name[row] if row >= 0 else building
    number = _BUILDING.match(name)
    return QCoreApplication.translate("Places", "Building {n}").format(n=number[1]) if number else name


def unit_name(register: Register, unit: str) -> str:
    """ "2单元" or "unit 2"."""
    row = register.units.row(unit)
    name = register.units.name[row] if row >= 0 else unit
    number = _UNIT.match(name)
    return QCoreApplication.translate("Places", "unit {n}").format(n=number[1]) if number else name


def home_name(register: Register, home: str) -> str:
    """ "3栋2单元502" or "Building 3, unit 2, 502"."""
    row = register.homes.row(home)
    if row < 0:
        return home
    address = building_name(register, register.buildings.ids[int(register.homes.building_row[row])])
    unit_row = int(register.homes.unit_row[row])
    if unit_row >= 0:
        address = _joined(address, unit_name(register, register.units.ids[unit_row]))
    return _joined(address, register.homes.name[row])


def _joined(a: str, b: str) -> str:
    return QCoreApplication.translate("Places", "{a}, {b}").format(a=a, b=b)


def floor_name(floor: int) -> str:
    """ "12层" or "floor 12"."""
    return QCoreApplication.translate("Places", "floor {n}").format(n=floor)


def where(register: Register, place: Place) -> str:
    """A place as far as it is known: home, else building and floor, else grid or community."""
    if place.home and register.homes.row(place.home) >= 0:
        return home_name(register, place.home)
    if place.building and register.buildings.row(place.building) >= 0:
        floor = f" {floor_name(place.floor)}" if place.floor else ""
        return building_name(register, place.building) + floor
    for table, key in ((register.grids, place.grid), (register.communities, place.community)):
        row = table.row(key) if key else -1
        if row >= 0:
            return table.name[row]
    return QCoreApplication.translate("Places", "outdoors")


def where_is(situation: Situation, alarm: Alarm) -> str:
    """Where an alarm is; a device that hangs in no building by its own name."""
    row = situation.register.devices.row(alarm.device) if alarm.device else -1
    if row >= 0 and not alarm.place.building and not alarm.place.home:
        return situation.register.devices.name[row]
    return where(situation.register, alarm.place)


def card_place(situation: Situation, alarm: Alarm, *, short: bool = False) -> str:
    """The second line of a card: whom or what it is about, masked, and where; `short`: "3-2-502"."""
    register = situation.register
    if short and (home := register.homes.row(alarm.place.home)) >= 0 and alarm.place.home:
        address = register.address(home)
        return f"{situation.label(alarm.subject)} · {address}" if alarm.subject else address
    if alarm.subject:
        label = situation.label(alarm.subject)
        return f"{label} · {where(register, alarm.place)}"
    row = register.devices.row(alarm.device) if alarm.device else -1
    if row >= 0 and not alarm.place.home:
        return (
            f"{where(register, alarm.place)} · {register.devices.name[row]}"
            if alarm.place.building
            else (register.devices.name[row])
        )
    return where(register, alarm.place)
