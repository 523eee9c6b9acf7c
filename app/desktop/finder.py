"""Finding by what people type: addresses in any spelling, names, pinyin initials. Pure; built once a register."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from pypinyin import Style, lazy_pinyin

from app.desktop import places
from domain.register import Register
from layers import names
from layers.target import Kind

_ADDRESS = re.compile(
    r"^(?P<b>\d{1,4})(?:\s*(?:号楼|栋|幢|座|d|b|#|-|\.|\s)\s*"
    r"(?:(?P<u>\d{1,2})\s*(?:单元|dy|u|-|\.|\s)\s*)?"
    r"(?P<h>\d{2,5})?\s*(?:室|号|s)?)?$",
    re.IGNORECASE,
)
_UNIT_ONLY = re.compile(r"^(?P<b>\d{1,4})\s*(?:号楼|栋|幢|座|d|b|-)\s*(?P<u>\d{1,2})\s*(?:单元|dy|u)$", re.IGNORECASE)


@dataclass(frozen=True)
class Address:
    """Numbers of an address as typed; "" where not given."""

    building: str
    unit: str = ""
    home: str = ""


@dataclass(frozen=True)
class Hit:
    """Something found on the map."""

    kind: Kind
    id: str
    text: str
    sub: str = ""


@lru_cache(maxsize=20_000)
def initials(text: str) -> str:
    """Pinyin initials: "独居" → "dj"; Latin letters and figures stay."""
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()


def address_of(text: str) -> Address | None:
    """ "3d2dy502", "3栋2单元502", "3-2-502", "3栋" as numbers; None where it is no address."""
    text = text.strip()
    unit = _UNIT_ONLY.match(text)
    if unit:
        return Address(unit["b"], unit["u"])
    found = _ADDRESS.match(text)
    return Address(found["b"], found["u"] or "", found["h"] or "") if found else None


def _number(name: str) -> str:
    found = re.search(r"\d+", name)
    return found[0] if found else ""


def matches(query: str, name: str) -> int:
    """How well a name answers: 3 begins with it, 2 holds it, 1 its initials begin with it, 0 not at all."""
    low, typed = name.lower(), query.lower().replace(" ", "")
    if low.replace(" ", "").startswith(typed):
        return 3
    if typed in low.replace(" ", ""):
        return 2
    return 1 if len(typed) >= 2 and initials(name).startswith(typed) else 0


class Finder:
    """Names of one register. Pinyin initials are worked out when first asked for, or by `warm`."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._buildings_by_number: dict[str, list[int]] = {}
        for row, name in enumerate(register.buildings.name):
            self._buildings_by_number.setdefault(_number(name), []).append(row)

    def warm(self) -> None:
        """Work out the pinyin initials of every name; some 50 ms for an estate, so not on the GUI thread."""
        r = self._register
        for table in (r.buildings.name, r.responders.call_sign, r.devices.name, r.cameras.name, r.grids.name):
            for name in table:
                initials(name)

    def find(self, text: str, limit: int = 12) -> list[Hit]:
        """The best answers first: addresses, then buildings, responders, devices, cameras, grids, communities."""
        text = text.strip()
        if not text:
            return []
        address = address_of(text)
        found = self._addresses(address) if address else []
        seen = {(h.kind, h.id) for h in found}
        named = [h for h in self._named(text) if (h.kind, h.id) not in seen]
        return [*found, *named][:limit]

    # addresses

    def _addresses(self, address: Address) -> list[Hit]:
        rows = self._buildings_by_number.get(address.building, [])
        if not address.unit and not address.home:
            return [self._building(row) for row in rows]
        hits = [self._home(h) for row in rows for h in self._homes_at(row, address)]
        return hits or [self._building(row) for row in rows]

    def _homes_at(self, building_row: int, address: Address) -> Iterable[int]:
        r = self._register
        homes = np.flatnonzero(r.homes.building_row == building_row)
        if address.unit:
            units = {i for i, name in enumerate(r.units.name) if _number(name) == address.unit}
            homes = np.array([h for h in homes if int(r.homes.unit_row[h]) in units], dtype=np.int64)
        if address.home:
            exact = [int(h) for h in homes if r.homes.name[h] == address.home]
            return exact or [int(h) for h in homes if r.homes.name[h].startswith(address.home)][:8]
        return [int(h) for h in homes[:8]]

    def _building(self, row: int) -> Hit:
        r = self._register
        ident = r.buildings.ids[row]
        return Hit(
            "building", ident, places.building_name(r, ident), self._community(int(r.buildings.community_row[row]))
        )

    def _home(self, row: int) -> Hit:
        r = self._register
        building = int(r.homes.building_row[row])
        return Hit(
            "home",
            r.homes.ids[row],
            places.home_name(r, r.homes.ids[row]),
            self._community(int(r.buildings.community_row[building])),
        )

    def _community(self, row: int) -> str:
        return self._register.communities.name[row] if row >= 0 else ""

    # names

    def _named(self, text: str) -> list[Hit]:
        r = self._register
        scored: list[tuple[int, int, Hit]] = []
        tables: tuple[tuple[Kind, Sequence[str], Sequence[str]], ...] = (
            ("building", r.buildings.ids, r.buildings.name),
            ("responder", r.responders.ids, r.responders.call_sign),
            ("device", r.devices.ids, r.devices.name),
            ("camera", r.cameras.ids, r.cameras.name),
            ("grid", r.grids.ids, r.grids.name),
            ("community", r.communities.ids, r.communities.name),
        )
        for order, (kind, ids, column) in enumerate(tables):
            for ident, name in zip(ids, column, strict=True):
                score = max(matches(text, one) for one in {name, names.said(name)})
                score = 3 if ident.lower() == text.lower() else score
                if score:
                    scored.append(
                        (-score, order, Hit(kind, ident, self._shown(kind, ident, name), self._where(kind, ident)))
                    )
        scored.sort(key=lambda item: item[:2])
        return [hit for _, _, hit in scored]

    def _shown(self, kind: Kind, ident: str, name: str) -> str:
        return places.building_name(self._register, ident) if kind == "building" else names.said(name) or ident

    def _where(self, kind: Kind, ident: str) -> str:
        r = self._register
        if kind == "building":
            return self._community(int(r.buildings.community_row[r.buildings.row(ident)]))
        if kind == "device":
            row = r.devices.row(ident)
            return r.address(int(r.devices.home_row[row])) or self._community(int(r.devices.community_row[row]))
        return ""
