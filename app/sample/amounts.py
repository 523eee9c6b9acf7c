"""How many of everything: the promise of the sample estate, and the same proportions for an imported place."""

from __future__ import annotations

from dataclasses import dataclass

MOST_PEOPLE = 20_000
_PEOPLE_A_HOME = 2.28


@dataclass(frozen=True)
class Amounts:
    """Wanted numbers. Responders are by class in the order of ResponderClass; together with `outer` gate devices and
    the cameras the device counts make the 87 of the sample (trackers come on top).
    """

    residents: int = 13_000
    elders: int = 160
    magnets: int = 24
    locks: int = 14
    smoke: int = 14
    sos: int = 5
    unit_gates: int = 13
    cameras: int = 12
    responders: tuple[int, ...] = (4, 8, 9, 9, 6, 2, 2)


SAMPLE = Amounts()


def scaled(buildings: int, homes: int, grids: int) -> Amounts:
    """The sample's proportions for `buildings` with homes; every kind is there at least once, people are capped."""
    share = buildings / 127
    return Amounts(
        residents=max(min(MOST_PEOPLE, round(homes * _PEOPLE_A_HOME)), 1),
        elders=max(2, min(round(160 * share), 600)),
        magnets=max(2, min(round(24 * share), 120)),
        locks=max(2, min(round(14 * share), 60)),
        smoke=max(2, min(round(14 * share), 60)),
        sos=max(1, min(round(5 * share), 30)),
        unit_gates=max(1, min(round(13 * share), 60)),
        cameras=max(1, min(round(12 * share), 24)),
        responders=(4, 8, grids, max(2, min(round(9 * share), 20)), max(2, min(round(6 * share), 12)), 2, 2),
    )
