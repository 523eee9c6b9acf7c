"""The sample estate keeps its promise: numbers, people who cannot be real, devices, responders, the month before."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pytest

from app.sample import SampleEstate, generate
from app.sample.identity import checksum
from domain.changes import Batch, LifeSigned
from domain.clock import DAY, HOUR, MINUTE, SECOND
from domain.events import DeviceReported, DoorMoved, GatePassed
from domain.register import TABLES, DeviceKind, PersonFlag, Ragged, ResponderClass, Ring, Tenure
from domain.register.register import pack_table
from domain.situation import Situation

NOW = 1_760_000_000_000


@pytest.fixture(scope="module")
def estate() -> SampleEstate:
    return generate(1, NOW)


def test_the_numbers_are_the_promised_ones(estate: SampleEstate) -> None:
    r = estate.register
    assert int(r.buildings.residential.sum()) == 127
    assert len(r.people) == len(estate.people) == 13_000
    assert int((r.devices.kind != DeviceKind.TRACKER).sum()) == 87
    assert len(r.cameras) == 12
    assert len(r.responders) == 40
    assert 5_500 <= len(r.homes) <= 6_500
    assert 8 <= len(r.grids) <= 10
    assert len(r.communities) == 2 and r.communities.walled.tolist() == [True, False]
    assert 4 <= len(r.gates) <= 5 and int(r.gates.locked.sum()) == 1
    assert len(r.trees) <= 2_500
    assert 1_500 <= len(r.nodes) <= 4_000


def test_rentals_vacancies_and_elders_are_in_proportion(estate: SampleEstate) -> None:
    tenure, flags = estate.register.homes.tenure, estate.register.people.flags
    assert 0.20 <= (tenure == Tenure.RENTAL).mean() <= 0.24
    assert 0.06 <= (tenure == Tenure.VACANT).mean() <= 0.10
    assert 5 <= (tenure == Tenure.GROUP_RENTAL).sum() <= 40
    assert int(((flags & PersonFlag.ELDER_ALONE) > 0).sum()) == 160
    for flag in (PersonFlag.TENANT, PersonFlag.MINOR, PersonFlag.NEEDS_HELP, PersonFlag.KEY_HOLDER):
        assert ((flags & flag) > 0).any()


def test_nobody_lives_in_a_vacant_home_and_elders_alone_live_alone(estate: SampleEstate) -> None:
    r = estate.register
    count = np.bincount(r.people.home_row, minlength=len(r.homes))
    assert not count[r.homes.tenure == Tenure.VACANT].any()
    elders = r.people.home_row[(r.people.flags & PersonFlag.ELDER_ALONE) > 0]
    assert (count[elders] == 1).all()
    tenants = r.people.home_row[(r.people.flags & PersonFlag.TENANT) > 0]
    assert np.isin(r.homes.tenure[tenants], (Tenure.RENTAL, Tenure.GROUP_RENTAL)).all()


def test_id_numbers_check_but_their_area_does_not_exist(estate: SampleEstate) -> None:
    numbers = [f.id_number for f in estate.people]
    assert len(set(numbers)) == len(numbers)
    for file in estate.people:
        assert file.id_number.startswith("999") and len(file.id_number) == 18
        assert checksum(file.id_number[:17]) == file.id_number[17]
        assert file.id_number[6:14] == file.born.replace("-", "")


def test_a_known_checksum() -> None:
    assert checksum("11010519491231002") == "X"


def test_telephone_numbers_reach_nobody(estate: SampleEstate) -> None:
    phones = [f.phone for f in estate.people if f.phone]
    phones += [c.phone for f in estate.people for c in f.contacts if c.relation in {"儿子", "女儿"}]
    assert len(set(phones)) == len(phones)
    assert all(len(p) == 11 and p.startswith("1020") for p in phones)


def test_every_elder_alone_has_a_ladder_and_a_device_or_a_reason(estate: SampleEstate) -> None:
    r = estate.register
    served = set(r.devices.person_row.tolist())
    for row in np.flatnonzero((r.people.flags & PersonFlag.ELDER_ALONE) > 0).tolist():
        file = estate.people[row]
        assert file.contacts[-1].relation == "网格员"
        assert any(c.relation in {"儿子", "女儿"} for c in file.contacts)
        assert row in served or file.notes


def test_labels_are_masked_and_no_name_stands_in_the_register(estate: SampleEstate) -> None:
    register = estate.register
    assert all(label.endswith("**") and len(label) == 3 for label in register.people.label)
    packed = b"".join(pack_table(getattr(register, name)) for name, _ in TABLES)
    for file in estate.people[::97]:
        assert file.id_number.encode() not in packed
        assert not file.phone or file.phone.encode() not in packed


def test_devices_hang_on_their_rings(estate: SampleEstate) -> None:
    d = estate.register.devices
    rings = Counter((DeviceKind(int(k)), Ring(int(g))) for k, g in zip(d.kind, d.ring, strict=True))
    assert rings[DeviceKind.TRACKER, Ring.NONE] == 38 and d.bedroom.sum() == rings[DeviceKind.DOOR, Ring.INNER] == 24
    assert rings[DeviceKind.LOCK, Ring.INNER] == 14 and rings[DeviceKind.SMOKE, Ring.INNER] == 14
    assert rings[DeviceKind.SOS, Ring.INNER] == 5 and rings[DeviceKind.BARRIER, Ring.OUTER] == 1
    assert all(row in estate.register.devices.index for row in estate.register.cameras.ids)
    for row in np.flatnonzero(d.bedroom).tolist():
        person = int(d.person_row[row])
        assert estate.register.people.flags[person] & PersonFlag.ELDER_ALONE
        assert estate.register.people.home_row[person] == d.home_row[row]
    locks = d.home_row[d.kind == DeviceKind.LOCK]
    assert np.isin(estate.register.homes.tenure[locks], (Tenure.RENTAL, Tenure.GROUP_RENTAL)).all()
    assert set(locks.tolist()) <= set(estate.register.credentials.home_row.tolist())
    assert all(device in d.index for device in estate.register.gates.device)


def test_responders_of_all_classes_keep_the_grids_and_walk_closed_rounds(estate: SampleEstate) -> None:
    r = estate.register
    assert set(r.responders.kind.tolist()) == {int(k) for k in ResponderClass}
    assert all(keeper in r.responders.index for keeper in r.grids.keeper)
    assert len(set(r.responders.call_sign)) == 40
    neighbours: dict[int, set[int]] = defaultdict(set)
    open_edges = (r.edges.gate_row < 0) | ~r.gates.locked[r.edges.gate_row]
    for a, b in zip(r.edges.a_row[open_edges].tolist(), r.edges.b_row[open_edges].tolist(), strict=True):
        neighbours[a].add(b)
        neighbours[b].add(a)
    for row, key in enumerate(r.responders.ids):
        if not r.responders.device[row]:
            assert r.responders.kind[row] == ResponderClass.EXTERNAL and key not in estate.rounds
            continue
        walk = estate.rounds[key]
        assert all(b in neighbours[a] for a, b in zip(walk, [*walk[1:], walk[0]], strict=True))


def test_every_row_number_points_into_its_table(estate: SampleEstate) -> None:
    r = estate.register
    targets = {
        "community_row": r.communities, "grid_row": r.grids, "building_row": r.buildings, "unit_row": r.units,
        "home_row": r.homes, "person_row": r.people, "node_row": r.nodes, "a_row": r.nodes, "b_row": r.nodes,
        "gate_row": r.gates,
    }  # fmt: skip
    for name, _ in TABLES:
        table = getattr(r, name)
        assert len(set(table.ids)) == len(table)
        for column, target in targets.items():
            rows = getattr(table, column, None)
            if rows is not None:
                assert rows.min() >= -1 and rows.max() < len(target), (name, column)
                assert rows.dtype == np.int32


def test_rings_and_lines_are_sound(estate: SampleEstate) -> None:
    r = estate.register
    for column in (r.buildings.outline, r.communities.outline, r.grids.outline, r.ground.outline, r.walls.line):
        assert isinstance(column, Ragged)
        assert column.offsets[0] == 0 and column.offsets[-1] == len(column.xy)
        assert (np.diff(column.offsets) >= 2).all() and np.isfinite(column.xy).all()
    rings = [o[k] for o in (r.buildings.outline, r.communities.outline, r.grids.outline) for k in range(len(o))]
    rings += [r.ground.outline[k] for k in np.flatnonzero(r.ground.width_m == 0).tolist()]
    assert all(len(ring) >= 3 and not np.array_equal(ring[0], ring[-1]) for ring in rings)
    assert (np.diff(r.buildings.outline.offsets) >= 4).all()


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(estate: SampleEstate) -> None:
    again, other = generate(1, NOW), generate(2, NOW)
    for name, _ in TABLES:
        assert pack_table(getattr(again.register, name)) == pack_table(getattr(estate.register, name)), name
    assert again.people == estate.people
    assert again.history == estate.history
    assert repr(again.changes) == repr(estate.changes)
    assert again.rounds == estate.rounds and again.hints == estate.hints
    assert other.people != estate.people
    assert len(other.register.people) == 13_000 and int(other.register.buildings.residential.sum()) == 127


def test_the_month_is_in_order_bounded_and_over_at_now(estate: SampleEstate) -> None:
    events = estate.history
    assert 20_000 < len(events) <= 120_000
    assert len({(e.device, e.id) for e in events}) == len(events)
    received = [e.received for e in events]
    assert received == sorted(received)
    assert received[-1] <= NOW and min(e.at for e in events) > NOW - 30 * DAY
    assert events[0].judged < NOW - 29 * DAY
    assert all(e.judged <= e.received and not e.retained for e in events)
    known = set(estate.register.credentials.ids)
    assert all(e.subject in known for e in events if isinstance(e, GatePassed) and e.subject)


def test_one_elder_is_silent_for_eleven_and_a_half_hours_and_no_other_for_eleven(estate: SampleEstate) -> None:
    last: dict[str, int] = {}
    longest: dict[str, int] = defaultdict(int)
    for event in estate.history:
        if isinstance(event, DoorMoved):
            if event.device in last:
                longest[event.device] = max(longest[event.device], event.judged - last[event.device])
            last[event.device] = event.judged
    assert len(last) == 24
    silence = {device: NOW - at for device, at in last.items()}
    long = {device for device, span in silence.items() if span >= 11 * HOUR}
    assert long == {estate.hints.silent_magnet}
    assert abs(silence[estate.hints.silent_magnet] - (11 * HOUR + 30 * MINUTE)) <= 5 * SECOND
    assert max(longest.values()) < 11 * HOUR


@pytest.mark.parametrize("hour", [0, 3, 6, 9, 14, 20])
def test_the_elder_is_silent_at_any_hour_of_the_day(hour: int) -> None:
    from random import Random

    from app.sample import rhythm

    day = rhythm.midnight(NOW)
    for seed in range(40):
        rng = Random(seed)
        times = [t for d in range(-3, 2) for t in rhythm.elder_day(day + d * DAY, rng.uniform(-1, 1), rng)]
        before = [t for t in times if t <= day + hour * HOUR]
        assert day + hour * HOUR - before[-1] < 11 * HOUR


def test_every_device_was_heard_within_its_period_but_the_one_in_repair(estate: SampleEstate) -> None:
    d = estate.register.devices
    heard: dict[str, int] = {}
    for event in estate.history:
        heard[event.device] = event.judged
    for row, device in enumerate(d.ids):
        if d.kind[row] == DeviceKind.TRACKER or device == estate.hints.offline:
            continue
        assert NOW - heard[device] <= d.period_s[row] * SECOND, device
        assert d.installed[row] < NOW - 31 * DAY
    last = [e for e in estate.history if e.device == estate.hints.offline][-1]
    assert isinstance(last, DeviceReported) and not last.online


def test_the_opening_situation_agrees_with_the_month(estate: SampleEstate) -> None:
    situation = Situation(estate.register)
    situation.apply(Batch(1, NOW, estate.changes))
    d, devices = situation.devices, estate.register.devices
    heard = {e.device: e.judged for e in estate.history}
    for row, device in enumerate(devices.ids):
        if devices.kind[row] != DeviceKind.TRACKER:
            assert d.heard[row] == heard[device]
            assert bool(d.online[row]) == (device != estate.hints.offline)
    assert int(((d.battery >= 0) & (d.battery < 20)).sum()) == 2
    signs = [c for c in estate.changes if isinstance(c, LifeSigned)]
    assert len(signs) == 24
    silent = situation.life[estate.register.people.row(estate.hints.silent_person)]
    assert NOW - silent == 11 * HOUR + 30 * MINUTE
    assert 20 <= situation.on_duty.sum() < 40
    worn = {estate.register.responders.device[r] for r in np.flatnonzero(situation.on_duty)} - {""}
    assert {devices.ids[r] for r in np.flatnonzero(situation.fixes.at)} == worn
    (alarm,) = situation.alarms.values()
    assert alarm.device == estate.hints.offline and not alarm.ended
    assert alarm.cause.since == heard[alarm.device] < alarm.trail[-1].at < NOW < alarm.shelved_until
