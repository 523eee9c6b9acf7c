"""Who opens what in a sample estate: the register's rows that the rhythm and the incidents need, looked up once."""

from __future__ import annotations

import zlib

import numpy as np

from domain.events import Credential
from domain.register import DeviceKind, PersonFlag, Register, Tenure

_HELD = (Credential.FINGERPRINT, Credential.CARD, Credential.FACE, Credential.PHONE, Credential.PIN)


class Homes:
    """Look-ups over a register; `quiet` is the person from whom nothing may come (the elder who falls silent)."""

    def __init__(self, register: Register, quiet: str | None = None) -> None:
        self._register = register
        person = register.people.row(quiet)
        self._quiet_home = int(register.people.home_row[person]) if person >= 0 else -1
        self._quiet_person = person
        self._by_home: dict[int, list[str]] = {}
        self._by_building: dict[int, list[str]] = {}
        self._by_community: dict[int, list[str]] = {}
        for row, credential in enumerate(register.credentials.ids):
            home = int(register.credentials.home_row[row])
            self._by_home.setdefault(home, []).append(credential)
            if home >= 0 and home != self._quiet_home:
                building = int(register.homes.building_row[home])
                self._by_building.setdefault(building, []).append(credential)
                self._by_community.setdefault(int(register.buildings.community_row[building]), []).append(credential)

    def rows(self, kind: DeviceKind) -> list[int]:
        """Device rows of a kind."""
        return [int(row) for row in np.flatnonzero(self._register.devices.kind == kind)]

    def is_quiet(self, row: int) -> bool:
        """Whether a device is the quiet person's, or in that home."""
        devices = self._register.devices
        person, home = int(devices.person_row[row]), int(devices.home_row[row])
        return (person >= 0 and person == self._quiet_person) or (home >= 0 and home == self._quiet_home)

    def is_rental(self, row: int) -> bool:
        """Whether a device is in a rented home."""
        home = int(self._register.devices.home_row[row])
        return home >= 0 and self._register.homes.tenure[home] in (Tenure.RENTAL, Tenure.GROUP_RENTAL)

    def enrolled(self, row: int) -> list[str]:
        """Credentials enrolled for the home – at a gate, the building or the community – in which a device is."""
        devices = self._register.devices
        home, building = int(devices.home_row[row]), int(devices.building_row[row])
        if home >= 0:
            return self._by_home.get(home, [])
        if building >= 0:
            return self._by_building.get(building, [])
        return self._by_community.get(int(devices.community_row[row]), [])

    def is_shut(self, row: int) -> bool:
        """Whether a device is at a gate that is kept locked."""
        gate = self._register.gate_of_device.get(self._register.devices.ids[row], -1)
        return gate >= 0 and bool(self._register.gates.locked[gate])

    def levels(self, row: int) -> int:
        """Storeys of the building in which a device is, 0 for none."""
        building = int(self._register.devices.building_row[row])
        return int(self._register.buildings.levels[building]) if building >= 0 else 0

    def elders(self) -> dict[str, list[str]]:
        """Elders living alone and their bedroom magnets' ids."""
        people, devices = self._register.people, self._register.devices
        found: dict[str, list[str]] = {}
        for row in np.flatnonzero(devices.bedroom):
            person = int(devices.person_row[row])
            if person >= 0 and people.flags[person] & PersonFlag.ELDER_ALONE:
                found.setdefault(people.ids[person], []).append(devices.ids[row])
        return found


def held_as(credential: str) -> Credential:
    """The kind of a credential, the same one each time."""
    return _HELD[zlib.crc32(credential.encode()) % len(_HELD)]
