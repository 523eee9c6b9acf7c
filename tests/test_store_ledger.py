"""The ledger's promise: what was committed comes back as it was, by replay, by keyframe, and by question."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.alarms import NoRoad, Step, Verb
from domain.changes import AlarmStepped, Batch, Entry
from domain.clock import DAY
from domain.events import Answer, DoorMoved, OrderAnswered, Refusal
from domain.register import TABLES, Site
from domain.register.register import pack_table
from domain.store import Ledger, LedgerError
from tests.store_rows import START, Historian, doors, fix, new_ledger, person, raised, register, same

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
draws = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 99), words), max_size=6)


@given(st.lists(draws, min_size=1, max_size=6), st.integers(0, 6))
def test_any_history_replays_to_the_live_situation(history: list[list[tuple[int, int, str]]], rest_at: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = new_ledger(Path(folder))
        estate = ledger.load_register()
        desk = Historian(estate)
        entries = []
        for number, piece in enumerate(history):
            entry = desk.entry(piece)
            ledger.commit(entry)
            entries.append(entry)
            if number == rest_at:
                ledger.keyframe(desk.live)
        ledger.close()
        with Ledger.open(Path(folder) / "STATION.db") as again:
            assert same(again.load_situation(estate), desk.live)
            assert {a.id: a for a in again.alarm_history(0)}.items() >= desk.live.alarms.items()
            if not desk.live.erased:
                assert list(again.batches(0)) == [e.batch for e in entries]
                events = [e for entry in entries for e in entry.events]
                stored = again.device_events("d0", 0, 2 * START) + again.device_events("d1", 0, 2 * START)
                assert sorted(stored, key=lambda e: e.id) == sorted(events, key=lambda e: e.id)
                assert [row for _, row in again.audit_rows(99)] == [r for e in reversed(entries) for r in e.audit]
            check = again.verify_chain()
            assert check.whole and check.batches == len(entries) == check.audit_rows


def test_a_register_comes_back_with_masked_labels_and_nothing_else_changed(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    loaded, given_ = ledger.load_register(), register([f"P{n}" for n in range(5)], ["d0", "d1", "d2"])
    assert loaded.people.label == ["王**", "李**", "张**", "刘**", "陈**"]
    for name, _ in TABLES:
        leave = ("label",)
        assert pack_table(getattr(loaded, name), leave_out=leave) == pack_table(getattr(given_, name), leave_out=leave)
    assert loaded.site == given_.site


def test_the_situation_of_an_earlier_moment(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    estate = ledger.load_register()
    for seq in range(1, 11):
        ledger.commit(doors(seq))
    ledger.keyframe(ledger.load_situation(estate))
    assert ledger.load_situation(estate, until=START + 4_500).seq == 4
    assert ledger.load_situation(estate).seq == 10


def test_batches_in_pages_and_with_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.store.rest.PAGE", 3)
    ledger = new_ledger(tmp_path)
    for seq in range(1, 9):
        ledger.commit(doors(seq))
    assert [b.seq for b in ledger.batches(2)] == [3, 4, 5, 6, 7, 8]
    assert [b.seq for b in ledger.batches(2, 4)] == [3, 4, 5, 6]
    assert [b.seq for b in ledger.batches(2, 3)] == [3, 4, 5]
    assert not list(ledger.batches(8)) and not list(ledger.batches(0, 0))


def test_a_gap_and_an_impossible_step_are_refused_whole(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    ledger.commit(Entry(batch=Batch(1, START, (raised(1),))))
    with pytest.raises(LedgerError, match="does not follow"):
        ledger.commit(doors(3))
    bad = AlarmStepped(alarm="A1", step=Step(at=START, verb=Verb.CLOSE, by="u"), key="A1")
    with pytest.raises(LedgerError, match="not possible") as caught:
        ledger.commit(Entry(batch=Batch(2, START, (bad,)), events=doors(2).events))
    assert isinstance(caught.value.__cause__, NoRoad)
    assert ledger.counts()["stored"] == 0 and [b.seq for b in ledger.batches(0)] == [1]
    ledger.commit(doors(2))


def test_fixes_are_a_track_and_come_back_to_a_millionth_of_a_degree(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    ledger.commit(Entry(batch=Batch(1, START, ()), events=tuple(fix(n) for n in range(5))))
    assert ledger.device_events("d0", START + 1000, START + 4000) == [fix(1), fix(2), fix(3)]
    assert ledger.device_events("d1", 0, 2 * START) == []
    assert ledger.counts()["fixes"] == 5 and ledger.counts()["events"] == 0


def test_an_id_counts_once_a_day_and_again_after_it(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    door = DoorMoved(id="1", device="d1", at=START, received=START, judged=START, open=True)
    later = DoorMoved(id="1", device="d1", at=0, received=START + 2 * DAY, judged=START + 2 * DAY, open=True)
    again = DoorMoved(id="1", device="d1", at=START, received=START + 9, judged=START + 9, open=True)
    ledger.commit(Entry(batch=Batch(1, START, ()), events=(door, again, later)))
    assert ledger.device_events("d1", 0, 2 * START) == [door, later]
    assert ledger.counts()["stored"] == 2


def test_recent_ids_know_events_and_fixes_by_receipt(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    ledger.commit(Entry(batch=Batch(1, START, ()), events=(fix(1), fix(9), *doors(8).events, *doors(2).events)))
    assert set(ledger.recent_ids(START + 5000)) == {("d0", "f9"), ("d0", "e8-0")}


def test_import_in_bulk_counts_what_is_new(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    answer = OrderAnswered(
        id="a", device="d2", at=1, received=START, order="gone", answer=Answer.FEEDBACK, text="words"
    )
    past = [e for seq in range(30) for e in (*doors(seq, 3).events, fix(seq))] + [answer]
    assert ledger.import_history(past) == 121
    assert ledger.import_history(past) == 0
    assert ledger.device_events("d2", START, START + 1).count(answer) == 1
    assert ledger.counts()["history"] == 121 and ledger.counts()["stored"] == 0


def test_refusals_are_a_ring_but_their_counts_are_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.store.quarantine.KEEP", 10)
    monkeypatch.setattr("domain.store.quarantine.KEEP_PAIRS", 4)
    ledger = new_ledger(tmp_path)
    for seq in range(1, 8):
        refused = tuple(Refusal(reason="json", topic="t", device=f"x{seq}", at=n, body=f"{seq}-{n}") for n in range(3))
        ledger.commit(Entry(batch=Batch(seq, START, ()), refusals=refused))
    kept = ledger.refusals(100)
    assert len(kept) == 10 and kept[0].body == "7-2" and kept[-1].body == "4-2"
    assert ledger.counts()["refused"] == ledger.counts()["refused:json"] == 21
    assert ledger.refusal_counts() == {("json", f"x{n}"): 3 for n in range(1, 5)} | {("json", "*"): 9}


def test_audit_rows_page_backwards(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    desk = Historian(ledger.load_register())
    for _ in range(5):
        ledger.commit(desk.entry([]))
    newest = ledger.audit_rows(2)
    assert [n for n, _ in newest] == [5, 4] and newest[0][1].note == "reason"
    assert [n for n, _ in ledger.audit_rows(9, before=4)] == [3, 2, 1]


def test_keyframes_are_thinned_to_the_newest_twenty_and_one_a_day(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    live = ledger.load_situation(ledger.load_register())
    for seq in range(1, 91):
        entry = replace(doors(seq), batch=replace(doors(seq).batch, at=START + seq * DAY // 30))
        ledger.commit(entry)
        live.apply(entry.batch)
        ledger.keyframe(live)
    ledger.close()
    with closing(sqlite3.connect(tmp_path / "STATION.db")) as raw:
        kept = raw.execute("SELECT seq, at FROM keyframe ORDER BY seq").fetchall()
    days = {at // DAY for _, at in kept}
    assert [seq for seq, _ in kept[-20:]] == list(range(71, 91))
    older = [at // DAY for _, at in kept[:-20]]
    assert len(set(older)) == len(older) and len(days) == 4
    with Ledger.open(tmp_path / "STATION.db") as again:
        assert same(again.load_situation(again.load_register()), live)
        assert again.load_situation(again.load_register(), until=START + 2 * DAY).seq == 60


def test_another_register_moves_keyframes_by_id(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    estate = ledger.load_register()
    ledger.commit(doors(1, 3))
    ledger.keyframe(ledger.load_situation(estate))
    ledger.commit(doors(2))
    other = register(["P9", "P1"], ["d2", "new", "d0"])
    other.site = Site(id="t", name="renamed", kind="sample", lon0=0, lat0=0)
    ledger.replace_register(other, [person(9), person(1)])
    loaded = ledger.load_register()
    situation = ledger.load_situation(loaded)
    assert loaded.site.name == "renamed" and loaded.people.label == ["吴**", "李**"]
    assert situation.devices.heard.tolist() == [START + 1000, 0, START + 2000]
    assert ledger.person_file("P0") is None and ledger.person_file("P9") == person(9)


def test_what_was_raised_or_still_open_since(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    end = AlarmStepped(alarm="A1", step=Step(at=START + 50, verb=Verb.FALSE_ALARM, by="u"), key="A1")
    ledger.commit(Entry(batch=Batch(1, START, (raised(1), raised(2), end))))
    assert [a.id for a in ledger.alarm_history(START)] == ["A1", "A2"]
    assert [a.id for a in ledger.alarm_history(START + 60)] == ["A2"]
