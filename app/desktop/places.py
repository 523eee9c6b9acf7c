"""Places in words: the address chain of the register, short for cards and whole for a case."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from domain.alarms import Alarm, Place
from domain.register import Register
from domain.situation import Situation
from layers import names


def building_name(register: Register, building: str) -> str:
    """ "3栋" or "Building 3"; a name that is more than a number stays as it is."""
    row = register.buildings.row(building)
    return names.building(register.buildings.name[row] if row >= 0 else building)


def unit_name(register: Register, unit: str) -> str:
    """ "2单元" or "unit 2"."""
    row = register.units.row(unit)
    return names.unit(register.units.name[row] if row >= 0 else unit)


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
        return _on_floor(building_name(register, place.building), place.floor)
    for table, key in ((register.grids, place.grid), (register.communities, place.community)):
        row = table.row(key) if key else -1
        if row >= 0:
            return names.said(table.name[row])
    return QCoreApplication.translate("Places", "outdoors")


def _on_floor(building: str, floor: int) -> str:
    return f"{building} {floor_name(floor)}" if floor else building


def _building_of(register: Register, place: Place) -> str:
    row = register.buildings.row(place.building)
    return register.buildings.name[row] if row >= 0 else place.building


def where_is(situation: Situation, alarm: Alarm) -> str:
    """Where an alarm is; a device that hangs in no building by its own name."""
    row = situation.register.devices.row(alarm.device) if alarm.device else -1
    if row >= 0 and not alarm.place.building and not alarm.place.home:
        return names.said(situation.register.devices.name[row])
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
    if row < 0 or alarm.place.home:
        return where(register, alarm.place)
    device = names.said(register.devices.name[row])
    if not alarm.place.building:
        return device
    if short:
        return _on_floor(names.said(_building_of(register, alarm.place)), alarm.place.floor)
    told = _building_of(register, alarm.place) in register.devices.name[row]  # then its name says where it hangs
    return device if told else f"{where(register, alarm.place)} · {device}"
