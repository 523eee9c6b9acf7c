"""Where something of the register stands: homes, buildings, devices and grids as a `Place`."""

from __future__ import annotations

from msgspec.structs import replace

from domain.alarms import Place
from domain.register import Register, Table


def id_at(table: Table, row: int) -> str:
    """The id in a row; "" for −1."""
    return table.ids[row] if row >= 0 else ""


def site_place(register: Register) -> Place:
    """The station as a whole."""
    return Place(lon=register.site.lon0, lat=register.site.lat0)


def building_place(register: Register, row: int) -> Place:
    """A building, by its corners' mean (degrees)."""
    corners = register.buildings.outline[row]
    lon, lat = corners.mean(axis=0) if len(corners) else (register.site.lon0, register.site.lat0)
    return Place(
        lon=float(lon),
        lat=float(lat),
        community=id_at(register.communities, int(register.buildings.community_row[row])),
        grid=id_at(register.grids, int(register.buildings.grid_row[row])),
        building=register.buildings.ids[row],
    )


def home_place(register: Register, row: int) -> Place:
    """A home: its building, unit and floor; degrees of the unit's entrance where it is known."""
    homes = register.homes
    place = building_place(register, int(homes.building_row[row]))
    place = replace(place, home=homes.ids[row], floor=int(homes.floor[row]))
    unit = int(homes.unit_row[row])
    if unit < 0:
        return place
    lon, lat = float(register.units.lon[unit]), float(register.units.lat[unit])
    return replace(place, unit=register.units.ids[unit], lon=lon, lat=lat)


def device_place(register: Register, row: int) -> Place:
    """A fixed device: its own degrees, and home, building, floor as far as the register knows them."""
    devices = register.devices
    lon, lat, floor = float(devices.lon[row]), float(devices.lat[row]), int(devices.floor[row])
    home, building = int(devices.home_row[row]), int(devices.building_row[row])
    if home >= 0:
        place = home_place(register, home)
    elif building >= 0:
        place = building_place(register, building)
    else:
        community = int(devices.community_row[row])
        return Place(
            lon=lon, lat=lat, community=id_at(register.communities, community), grid=only_grid(register, community)
        )
    return replace(place, lon=lon, lat=lat, floor=floor or place.floor)


def only_grid(register: Register, community: int) -> str:
    """The grid of a community (row) that has but one: what stands outdoors there can lie in no other; else ""."""
    rows = [row for row, of in enumerate(register.grids.community_row) if of == community >= 0]
    return register.grids.ids[rows[0]] if len(rows) == 1 else ""
