"""Positions become true together: whoever looks sees each tracker's newest, and nothing of who went off duty."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from domain.changes import Moved
from domain.events import DutyReported, Located
from tests.desk_scene import Loop, new_ledger


def fix(loop: Loop, tracker: str, lon: float, *, ago: int = 0) -> str:
    head = loop.head(tracker)
    return loop.desk.take(Located(lon=lon, lat=33.0, **head | {"at": head["at"] - ago}), loop.now)


def test_whoever_looks_sees_the_newest_before_the_commit_and_after(tmp_path: Path) -> None:
    with new_ledger(tmp_path) as ledger:
        loop = Loop(ledger)
        loop.duty("r1")
        row = loop.desk.situation.register.devices.row("t1")
        assert [fix(loop, "t1", lon) for lon in (120.001, 120.002)] == ["taken", "taken"]
        fix(loop, "t1", 120.009, ago=5_000)
        assert loop.desk.situation.fixes.lon[row] == 120.002
        batch = loop.desk.commit(loop.now).batch
        assert batch is not None
        (moved,) = [change for change in batch.changes if isinstance(change, Moved)]
        assert (moved.devices, moved.lon) == (("t1",), (120.002,))
        assert loop.desk.situation.fixes.lon[row] == 120.002


def test_an_end_of_duty_takes_the_positions_before_it_along(tmp_path: Path) -> None:
    with new_ledger(tmp_path) as ledger:
        loop = Loop(ledger)
        loop.duty("r1")
        row = loop.desk.situation.register.devices.row("t1")
        fix(loop, "t1", 120.001)
        loop.desk.take(DutyReported(on_duty=False, **loop.head("t1")), loop.now)
        assert fix(loop, "t1", 120.002) == "dropped"
        assert loop.desk.situation.fixes.at[row] == 0 and np.isnan(loop.desk.situation.fixes.lon[row])
        batch = loop.desk.commit(loop.now).batch
        assert batch is not None and not any(isinstance(change, Moved) for change in batch.changes)
