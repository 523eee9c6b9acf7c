"""The register's way to bytes and the situation's way to rest, on hand-made rows."""

from __future__ import annotations

import numpy as np
import pytest

from domain.alarms import Alarm, AlarmKind, Cause, Level, NoRoad, Place, Stage, Step, Verb
from domain.changes import AlarmRaised, AlarmStepped, Batch, DeviceChanged, LifeSigned
from domain.register import Devices, People, Ragged, Register, Site
from domain.register.register import pack_table, unpack_table
from domain.situation import Situation


def small_register() -> Register:
    one = np.zeros(1)
    devices = Devices(
        ids=["d1"],
        name=["door"],
        kind=one.astype(np.int8),
        ring=one.astype(np.int8),
        community_row=one.astype(np.int32) - 1,
        building_row=one.astype(np.int32) - 1,
        home_row=one.astype(np.int32) - 1,
        person_row=one.astype(np.int32),
        floor=one.astype(np.int16),
        lon=one,
        lat=one,
        period_s=one.astype(np.int32),
        installed=one.astype(np.int64),
        bedroom=np.ones(1, dtype=np.bool_),
        gateway=[""],
    )
    people = People(ids=["p1"], home_row=one.astype(np.int32) - 1, flags=np.ones(1, dtype=np.uint16), label=["刘**"])
    return Register(site=Site(id="t", name="T", kind="sample", lon0=0, lat0=0), devices=devices, people=people)


def smoke_alarm() -> Alarm:
    cause = Cause(AlarmKind.SMOKE, "d1", 5)
    place = Place(lon=0.0, lat=0.0)
    trail = (Step(at=5, verb=Verb.RAISE, by="desk"),)
    return Alarm(id="A1", kind=AlarmKind.SMOKE, level=Level.RED, cause=cause, at=5, place=place, trail=trail)


def test_a_table_survives_the_way_to_bytes() -> None:
    devices = small_register().devices
    again = unpack_table(Devices, pack_table(devices))
    assert again.ids == devices.ids
    assert again.bedroom.dtype == np.bool_ and bool(again.bedroom[0])


def test_columns_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="label"):
        People(ids=["a"], home_row=np.zeros(1, dtype=np.int32), flags=np.zeros(1, dtype=np.uint16), label=[])


def test_ragged_rows_come_back_one_by_one() -> None:
    rows = Ragged.of([np.ones((3, 2)), np.zeros((4, 2))])
    assert len(rows) == 2 and rows[1].shape == (4, 2)


def test_a_frozen_situation_thaws_to_the_same() -> None:
    register = small_register()
    live = Situation(register)
    changes = (
        DeviceChanged(device="d1", heard=5, state="open", battery=80),
        LifeSigned(person="p1", at=5),
        AlarmRaised(alarm=smoke_alarm()),
        AlarmStepped(alarm="A1", step=Step(at=6, verb=Verb.ACKNOWLEDGE, by="u"), key="A1", note="seen"),
    )
    live.apply(Batch(1, 6, changes))
    assert live.alarms["A1"].stage is Stage.ACKNOWLEDGED
    assert live.alarms["A1"].trail[-1].note == "seen"
    assert Situation.thaw(register, live.freeze()).freeze() == live.freeze()


def test_a_missing_batch_is_noticed_and_changes_nothing() -> None:
    live = Situation(small_register())
    with pytest.raises(ValueError, match="batch 2 after 0"):
        live.apply(Batch(2, 0, (LifeSigned(person="p1", at=5),)))
    assert live.life[0] == 0


def test_no_alarm_closes_without_feedback() -> None:
    live = Situation(small_register())
    live.apply(Batch(1, 5, (AlarmRaised(alarm=smoke_alarm()),)))
    with pytest.raises(NoRoad):
        live.apply(Batch(2, 6, (AlarmStepped(alarm="A1", step=Step(at=6, verb=Verb.CLOSE, by="u"), key="A1"),)))
    assert live.alarms["A1"].stage is Stage.RAISED
