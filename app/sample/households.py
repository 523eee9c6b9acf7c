"""Who lives where: tenure of every home, and the people of every household with age, sex and kinship."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np
import numpy.typing as npt

from domain.register import Homes, Tenure

_OWNER_SIZES, _OWNER_SHARES = (1, 2, 3, 4, 5), (0.10, 0.30, 0.35, 0.16, 0.09)
_RENTAL_SIZES, _RENTAL_SHARES = (1, 2, 3, 4), (0.34, 0.40, 0.20, 0.06)
_VACANT, _RENTAL, _GROUP = 0.08, 0.22, 0.0034

I32 = npt.NDArray[np.int32]


@dataclass
class Member:
    """One person to be: home row, age in years, sex, whose surname is borne (index of a household's family)."""

    home: int
    age: int
    male: bool
    family: int = 0
    alone: bool = False


def move_in(homes: Homes, elders: int, residents: int, rng: np.random.Generator) -> tuple[Homes, I32]:
    """Homes with their tenure, and the rows of `elders` homes where an elder lives alone.

    Rentals gather in some buildings, as they do. Raises ValueError where there are too few homes for anybody.
    """
    n = len(homes)
    tenure = np.full(n, Tenure.OWNER, dtype=np.int8)
    order = rng.permutation(n)
    vacant = max(round(_VACANT * n), n - residents)
    tenure[order[:vacant]] = Tenure.VACANT
    lived = order[vacant:]
    pull = rng.gamma(0.7, 1.0, int(homes.building_row.max()) + 1)[homes.building_row[lived]] + 0.12
    by_pull = lived[np.argsort(rng.exponential(1.0, len(lived)) / pull)]
    rentals = by_pull[: round(_RENTAL * n)]
    tenure[rentals] = Tenure.RENTAL
    tenure[rentals[: round(_GROUP * n)]] = Tenure.GROUP_RENTAL
    owners = np.sort(by_pull[round(_RENTAL * n) :])
    if not len(owners):
        raise ValueError("There are too few homes here for a sample of people.")
    low = np.where(homes.floor[owners] <= 6, 1.0, 0.35)
    alone = rng.choice(owners, min(elders, max(len(owners) // 3, 1)), replace=False, p=low / low.sum())
    homes = Homes(homes.ids, homes.name, homes.unit_row, homes.building_row, homes.floor, homes.along, tenure)
    return homes, np.sort(alone).astype(np.int32)


def sizes(homes: Homes, alone: I32, residents: int, rng: np.random.Generator) -> I32:
    """How many live in each home, together exactly `residents` where the homes can hold them."""
    tenure = homes.tenure
    count = np.zeros(len(homes), dtype=np.int32)
    owner, rental, group = (np.flatnonzero(tenure == t) for t in (Tenure.OWNER, Tenure.RENTAL, Tenure.GROUP_RENTAL))
    count[owner] = rng.choice(_OWNER_SIZES, len(owner), p=_OWNER_SHARES)
    count[rental] = rng.choice(_RENTAL_SIZES, len(rental), p=_RENTAL_SHARES)
    count[group] = rng.integers(6, 10, len(group))
    count[alone] = 1
    flexible = np.setdiff1d(owner, alone)
    while (missing := residents - int(count.sum())) != 0:
        able = flexible[count[flexible] < 5] if missing > 0 else flexible[count[flexible] > 1]
        if not len(able):
            break
        count[rng.permutation(able)[: abs(missing)]] += 1 if missing > 0 else -1
    return count


def members(homes: Homes, alone: I32, count: I32, rng: Random) -> list[Member]:
    """Everybody, home by home."""
    elders = set(alone.tolist())
    people: list[Member] = []
    for home in np.flatnonzero(count).tolist():
        size = int(count[home])
        if home in elders:
            people.append(Member(home, rng.randint(69, 93), rng.random() < 0.36, alone=True))
        elif homes.tenure[home] == Tenure.OWNER:
            people += _family(home, size, rng)
        else:
            people += _tenants(home, size, rng)
    return people


def _family(home: int, size: int, rng: Random) -> list[Member]:
    if size == 1:
        return [Member(home, rng.randint(24, 62), rng.random() < 0.55)]
    if size == 2:
        return _couple(home, rng.choice([rng.randint(60, 84), rng.randint(60, 84), rng.randint(27, 59)]), rng)
    age = rng.randint(28, 58)
    pair = _couple(home, age, rng)
    children = [Member(home, max(age - rng.randint(24, 34) - 3 * k, 0), rng.random() < 0.52) for k in
                range(1 if size < 5 or rng.random() < 0.5 else 2)]  # fmt: skip
    elders = size - 2 - len(children)
    old = age + rng.randint(24, 29)
    grand = [Member(home, min(old - 2 * k, 95), k == 0, family=k * 2) for k in range(elders)]
    return [*pair, *children, *grand]


def _couple(home: int, age: int, rng: Random) -> list[Member]:
    return [Member(home, age, True), Member(home, max(age - rng.randint(-2, 4), 20), False, family=1)]


def _tenants(home: int, size: int, rng: Random) -> list[Member]:
    """Couples, couples with a child, or people who share a flat."""
    age = rng.randint(20, 44)
    if size in (2, 3) and rng.random() < 0.6:
        child = [Member(home, max(age - rng.randint(22, 28), 0), rng.random() < 0.5)] * (size - 2)
        return [*_couple(home, age, rng), *child]
    return [Member(home, rng.randint(19, 46), rng.random() < 0.56, family=k) for k in range(size)]
