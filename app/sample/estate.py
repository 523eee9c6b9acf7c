"""The sample estate: everything that `sandtable demo` starts from, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

import numpy as np

from app.sample import devices, homes, households, residents, responders
from app.sample.amounts import SAMPLE, Amounts
from app.sample.devices import Fitted
from app.sample.enrol import enrol
from app.sample.history import Cast, choose, tell_all
from app.sample.land import Land
from app.sample.layout import lay_out
from app.sample.opening import Stage, opening
from app.sample.residents import Residents
from domain.changes import AnyChange
from domain.events import AnyEvent
from domain.register import DeviceKind, Homes, PersonFile, Register


@dataclass(frozen=True)
class Hints:
    """Where incidents can be played: ids. `silent_*` is the elder at 11 h 30 min, `offline` the camera in repair."""

    silent_person: str
    silent_magnet: str
    offline: str
    weak_batteries: tuple[str, ...]
    magnets: tuple[str, ...]
    locks: tuple[str, ...]
    smoke: tuple[str, ...]
    sos: tuple[str, ...]
    gates: tuple[str, ...]


@dataclass(frozen=True)
class SampleEstate:
    """A register with its people's files, 30 days of history sorted by receipt, and the opening situation.

    `changes` make the opening situation true at `now`; `rounds` are closed walks (node rows) by responder id. The
    register's 87 front-end devices are those that are no trackers; the responders' trackers come on top.
    """

    register: Register
    people: list[PersonFile]
    history: list[AnyEvent]
    changes: tuple[AnyChange, ...]
    rounds: dict[str, tuple[int, ...]]
    hints: Hints


def generate(seed: int, now: int) -> SampleEstate:
    """The sample estate as it stands at `now` (judging time, epoch ms). Bit-equal for the same seed and now.

    127 buildings with homes in two communities, 13,000 residents, 87 devices (12 of them cameras) and the trackers of
    40 responders, 30 days of history, and exactly one elder at 11 h 30 min of silence.
    """
    return populate(lay_out(np.random.default_rng([seed, 1])), SAMPLE, seed, now)


def populate(land: Land, amounts: Amounts, seed: int, now: int) -> SampleEstate:
    """People, devices, responders and history on a land. Raises ValueError where the land holds no homes."""
    rng = np.random.default_rng([seed, 2])
    rooms, everybody = _settle(land, amounts, now, seed, rng)
    fitted = devices.fit(land, rooms, everybody, amounts, now=now, rng=Random(f"{seed}-devices"))
    residents.with_notes(everybody, fitted.served, Random(f"{seed}-notes"))
    crew = responders.muster(land, amounts, fitted.rows, now, Random(f"{seed}-crew"))
    keys = enrol(land, rooms, everybody, fitted)
    register = replace(
        land.register, units=land.stairs, homes=rooms, people=everybody.people, credentials=keys.table,
        devices=fitted.rows.table(), cameras=fitted.cameras, responders=crew.responders, gates=fitted.gates,
        grids=crew.grids,
    )  # fmt: skip
    cast = choose(fitted, register.devices, now, Random(f"{seed}-cast"))
    told = tell_all(fitted, register.devices, keys, cast, now=now, seed=seed)
    changes = opening(Stage(register, crew, fitted, told, cast), Random(f"{seed}-opening"))
    return SampleEstate(
        register, everybody.files, told.events, changes, crew.rounds, _hints(register, fitted, cast)
    )  # fmt: skip


def _settle(land: Land, amounts: Amounts, now: int, seed: int, rng: np.random.Generator) -> tuple[Homes, Residents]:
    """Homes with their tenure, and everybody in them."""
    empty = homes.furnish(land)
    if not len(empty):
        raise ValueError("There is no building with homes here on which a sample could be placed.")
    rooms, alone = households.move_in(empty, amounts.elders, amounts.residents, rng)
    count = households.sizes(rooms, alone, amounts.residents, rng)
    people = Random(f"{seed}-people")
    grid = land.register.buildings.grid_row[rooms.building_row]
    everyone = households.members(rooms, alone, count, people)
    return rooms, residents.register_all(rooms, everyone, grid, now, people)


def _hints(register: Register, fitted: Fitted, cast: Cast) -> Hints:
    def of(kind: DeviceKind) -> tuple[str, ...]:
        return tuple(k for k, value in zip(register.devices.ids, register.devices.kind, strict=True) if value == kind)

    return Hints(
        silent_person=register.people.ids[fitted.magnets[cast.silent]], silent_magnet=cast.silent,
        offline=cast.offline, weak_batteries=tuple(cast.weak), magnets=tuple(fitted.magnets),
        locks=tuple(fitted.locks), smoke=of(DeviceKind.SMOKE), sos=of(DeviceKind.SOS), gates=tuple(fitted.gates.device),
    )  # fmt: skip
