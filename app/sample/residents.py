"""The people table and the sealed files: names, numbers, contact ladders, and the few flags that rules need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from random import Random

import numpy as np

from app.sample import identity
from app.sample.households import I32, Member
from domain.mask import mask_name
from domain.register import Contact, Homes, People, PersonFile, PersonFlag, Tenure

_NO_DEVICE = (
    "本人暂不同意安装门磁,网格员每周二上门探望。",
    "门磁待安装,已登记。",
    "与邻居每日见面,未装门磁,每周电话问候。",
    "子女已安装家用摄像头,未接入本站。",
    "房门为推拉门,不适合安装门磁,佩戴呼叫器。",
)
_HELP = ("行动不便,上下楼需搀扶。", "听力较弱,请敲门并按灯铃。", "家庭吸氧,断电需优先联系。", "视力障碍,有导盲杖。")


@dataclass(frozen=True)
class Residents:
    """People and files row by row; `elders` are the rows of elders who live alone, in home order."""

    people: People
    files: list[PersonFile]
    elders: I32


def register_all(homes: Homes, everyone: list[Member], grid_of_home: I32, now: int, rng: Random) -> Residents:
    """Give everybody a name, numbers and flags, and every elder alone a contact ladder."""
    today = datetime.fromtimestamp(now / 1000, UTC).date()
    files, flags = [], np.zeros(len(everyone), dtype=np.uint16)
    families: dict[tuple[int, int], str] = {}
    for row, member in enumerate(everyone):
        files.append(_file(row, member, families, today, rng))
        flags[row] = _flags(member, int(homes.tenure[member.home]), rng)
    home_row = np.array([m.home for m in everyone], dtype=np.int32)
    elders = np.flatnonzero(flags & PersonFlag.ELDER_ALONE).astype(np.int32)
    keys = _neighbours(homes.unit_row[home_row], everyone, elders, rng)
    for nth, row in enumerate(elders.tolist()):
        flags[np.array(keys[row], dtype=np.int64)] |= np.uint16(PersonFlag.KEY_HOLDER)
        grid = int(grid_of_home[home_row[row]])
        files[row] = _replaced(files[row], contacts=_ladder(files, row, keys[row], nth, grid=grid, rng=rng))
    people = People(
        ids=[f.id for f in files], home_row=home_row, flags=flags, label=[mask_name(f.name) for f in files]
    )  # fmt: skip
    return Residents(people, files, elders)


def with_notes(residents: Residents, served: set[int], rng: Random) -> None:
    """Say in the file of every elder without a device why there is none (T1-35). `served`: rows with a device."""
    for row in residents.elders.tolist():
        if row not in served:
            file = residents.files[row]
            residents.files[row] = _replaced(file, notes=(file.notes + rng.choice(_NO_DEVICE)))


def _file(row: int, member: Member, families: dict[tuple[int, int], str], today: date, rng: Random) -> PersonFile:
    key = (member.home, member.family)
    family = families.setdefault(key, identity.surname(rng))
    born = identity.birthday(rng, member.age, today)
    return PersonFile(
        id=f"p{row + 1:05d}",
        name=family + identity.given_name(rng, born.year, member.male),
        phone=identity.phone(row) if member.age >= 10 else "",
        id_number=identity.id_number(row, born, member.male),
        born=born.isoformat(),
        notes=rng.choice(_HELP) if member.age >= 70 and rng.random() < 0.05 else "",
    )


def _flags(member: Member, tenure: int, rng: Random) -> int:
    flags = PersonFlag.NONE
    if member.alone:
        flags |= PersonFlag.ELDER_ALONE
    if tenure in (Tenure.RENTAL, Tenure.GROUP_RENTAL):
        flags |= PersonFlag.TENANT
    if member.age < 18:
        flags |= PersonFlag.MINOR
    if rng.random() < (0.09 if member.age >= 75 else 0.002):
        flags |= PersonFlag.NEEDS_HELP
    return int(flags)


def _neighbours(unit: I32, everyone: list[Member], elders: I32, rng: Random) -> dict[int, list[int]]:
    """For each elder the neighbour in the same stairwell who keeps a key: one row, or none."""
    by_unit: dict[int, list[int]] = {}
    for row, member in enumerate(everyone):
        if 24 <= member.age <= 74 and not member.alone:
            by_unit.setdefault(int(unit[row]), []).append(row)
    near = {row: by_unit.get(int(unit[row]), []) for row in elders.tolist()}
    return {row: [rng.choice(rows)] if rows else [] for row, rows in near.items()}


def _ladder(
    files: list[PersonFile], row: int, keys: list[int], nth: int, *, grid: int, rng: Random
) -> tuple[Contact, ...]:
    """Children first, then the neighbour with the key; the grid worker comes last of all."""
    holders = [
        Contact(name=files[k].name, relation="邻居(持钥匙)", phone=files[k].phone, key_holder=True) for k in keys
    ]
    return (*_children(files[row], 2_000_000 + nth * 3, rng), *holders, _grid_worker(grid))


def _grid_worker(grid: int) -> Contact:
    """The keeper of the elder's grid by call sign (`responders` counts grid workers as grids are counted)."""
    return Contact(name=f"网-{grid + 1:02d}", relation="网格员", phone=identity.phone(3_000_000 + max(grid, 0)))


def _children(parent: PersonFile, serial: int, rng: Random) -> list[Contact]:
    family = parent.name[0] if rng.random() < 0.5 else identity.surname(rng)
    born = int(parent.born[:4]) + rng.randint(23, 30)
    found = []
    for k, male in enumerate((rng.random() < 0.5, rng.random() < 0.5)[: rng.choice((1, 2, 2))]):
        name = family + identity.given_name(rng, born + 3 * k, male)
        found.append(Contact(name=name, relation="儿子" if male else "女儿", phone=identity.phone(serial + k)))
    return found


def _replaced(file: PersonFile, *, notes: str | None = None, contacts: tuple[Contact, ...] | None = None) -> PersonFile:
    return PersonFile(
        id=file.id, name=file.name, phone=file.phone, id_number=file.id_number, born=file.born,
        contacts=file.contacts if contacts is None else contacts, notes=file.notes if notes is None else notes,
    )  # fmt: skip
