"""Seals: no personal word stands in any file; an erased person is gone from all of them, and the chain still holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from domain.alarms import Order, Step, Verb
from domain.changes import (
    AlarmRaised,
    AlarmStepped,
    AnyChange,
    AuditRow,
    Batch,
    Entry,
    OrderMade,
    OrderStepped,
    PersonErased,
)
from domain.events import Answer, OrderAnswered, Refusal
from domain.mask import ERASED
from domain.store import KeysMisfit, Ledger
from domain.store.keys import KeyRing
from tests.store_rows import NOTE, START, new_ledger, person, raised, same, values_of

MIDDLE = NOTE[4:]


def step(at: int, verb: Verb = Verb.ACKNOWLEDGE) -> Step:
    return Step(at=START + at, verb=verb, by="u")


def story(subject: str = "P1") -> Entry:
    """An alarm about a person, free text at every place where it may stand."""
    alarm = raised(1, subject=subject, note=f"{NOTE} raised")
    key = alarm.alarm.key
    order = Order(id="O1", alarm="A1", responder="r1", by="u", at=START, release_at=START, trail=(step(3),))
    changes: tuple[AnyChange, ...] = (
        alarm,
        AlarmStepped(alarm="A1", step=step(2), key=key, note=f"{NOTE} stepped"),
        OrderMade(order=order),
        OrderStepped(order="O1", step=step(4, Verb.SEND), key=key, note=f"{NOTE} ordered"),
    )
    answer = OrderAnswered(
        id="a", device="d0", at=START, received=START, order="O1", answer=Answer.FEEDBACK, text=f"{NOTE} answered"
    )
    row = AuditRow(
        at=START, user="u", role="operator", verb="reveal", target=subject, done=True, key=subject, note=f"{NOTE} why"
    )
    refusal = Refusal(reason="json", topic="t", device="dx", at=START, body=f"{NOTE} refused")
    return Entry(batch=Batch(1, START, changes), events=(answer,), audit=(row,), refusals=(refusal,))


def erase(seq: int, who: str = "P1") -> Entry:
    row = AuditRow(at=START, user="u", role="administrator", verb="erase", target=who, done=True, note="on request")
    return Entry(batch=Batch(seq, START + seq, (PersonErased(person=who, at=START + seq),)), audit=(row,))


def every_byte(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def personal(numbers: range) -> list[bytes]:
    return [text.encode() for n in numbers for text in values_of(person(n))] + [MIDDLE.encode(), b"unmistakable"]


def found_in(folder: Path, words: list[bytes]) -> list[bytes]:
    everything = every_byte(folder)
    return [word for word in words if word in everything]


def test_no_personal_word_stands_in_any_file(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    ledger.commit(story())
    ledger.keyframe(ledger.load_situation(ledger.load_register()))
    ledger.search_people("wang", 5)
    ledger.backup(tmp_path / "copy.bak")
    assert (tmp_path / "STATION.db-wal").stat().st_size > 0
    assert found_in(tmp_path, personal(range(5))) == []
    ledger.close()
    assert found_in(tmp_path, personal(range(5))) == []
    assert b"P1" in every_byte(tmp_path)


def test_text_comes_back_while_the_key_is_there(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    entry = story()
    ledger.commit(entry)
    assert list(ledger.batches(0)) == [entry.batch]
    assert ledger.device_events("d0", 0, 2 * START) == list(entry.events)
    assert [row for _, row in ledger.audit_rows(9)] == list(entry.audit)
    assert ledger.refusals(9) == list(entry.refusals)
    assert [s.note for s in ledger.alarm_history(0)[0].trail] == [f"{NOTE} raised", f"{NOTE} stepped"]


def notes_of(ledger: Ledger) -> list[str]:
    """Every free text that the ledger still tells."""
    situation = ledger.load_situation(ledger.load_register())
    trails = [s.note for item in (*situation.alarms.values(), *situation.orders.values()) for s in item.trail]
    trails += [s.note for a in ledger.alarm_history(0) for s in a.trail]
    trails += [row.note for _, row in ledger.audit_rows(99)]
    trails += [e.text for e in ledger.device_events("d0", 0, 2 * START) if isinstance(e, OrderAnswered)]
    trails += [getattr(change, "note", "") for b in ledger.batches(0) for change in b.changes]
    return [note for note in trails if note]


def test_an_erased_person_is_gone_and_the_chain_holds(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    estate = ledger.load_register()
    ledger.commit(story())
    live = ledger.load_situation(estate)
    ledger.keyframe(live)
    ledger.backup(tmp_path / "before.bak")
    secret = key_in_file(tmp_path, "P1")
    assert secret is not None
    entry = erase(2)
    ledger.commit(entry)
    live.apply(entry.batch)
    assert ledger.person_file("P1") is None and ledger.person_file("P2") == person(2)
    assert ledger.load_register().people.label[1] == ERASED
    assert person(1).id not in ledger.search_people(person(1).name, 5)
    assert set(notes_of(ledger)) == {ERASED, "on request"}
    assert same(ledger.load_situation(estate), live)
    assert ledger.verify_chain().whole
    ledger.close()
    assert secret not in every_byte(tmp_path) and key_in_file(tmp_path, "P1") is None
    assert found_in(tmp_path, personal(range(5))) == []
    with Ledger.open(tmp_path / "STATION.db") as again:
        assert again.person_file("P1") is None and same(again.load_situation(estate), live)


def key_in_file(folder: Path, key: str) -> bytes | None:
    with closing(sqlite3.connect(folder / "STATION.keys")) as raw:
        row = raw.execute("SELECT key FROM seal_key WHERE id = ?", (key,)).fetchone()
    return row[0] if row else None


def test_words_about_an_erased_person_make_no_new_key(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    estate = ledger.load_register()
    ledger.commit(story())
    ledger.commit(erase(2))
    later = AlarmStepped(alarm="A1", step=step(9, Verb.FALSE_ALARM), key="P1", note="closed after the erasure")
    entry = Entry(batch=Batch(3, START + 3, (later,)))
    live = ledger.load_situation(estate)
    ledger.commit(entry)
    live.apply(entry.batch)
    assert same(ledger.load_situation(estate), live)
    assert live.alarms["A1"].trail[-1].note == "closed after the erasure"
    ledger.keyframe(live)
    assert same(ledger.load_situation(estate), live)
    assert key_in_file(tmp_path, "P1") is None and key_in_file(tmp_path, "A1") is not None


def test_a_second_erasure_takes_the_words_written_since(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    estate = ledger.load_register()
    ledger.commit(story())
    live = ledger.load_situation(estate)
    for seq, verb in ((2, Verb.DISPATCH), (3, Verb.ACCEPT), (4, Verb.EN_ROUTE)):
        later = AlarmStepped(alarm="A1", step=step(seq, verb), key="P1", note=f"word {seq}")
        row = AuditRow(at=START, user="u", role="o", verb="close", target="A1", done=True, key="P1", note=f"why {seq}")
        changes = (PersonErased(person="P1", at=START + seq), later)
        entry = Entry(batch=Batch(seq, START + seq, changes), audit=(row,))
        ledger.commit(entry)
        live.apply(entry.batch)
        assert same(ledger.load_situation(estate), live)
        assert set(notes_of(ledger)) == {ERASED, f"word {seq}"}
    ledger.close()
    with Ledger.open(tmp_path / "STATION.db") as again:
        assert set(notes_of(again)) == {ERASED, "word 4"}


def test_an_erased_person_stays_erased_in_another_register(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    estate = ledger.load_register()
    ledger.commit(erase(1))
    ledger.replace_register(estate, [person(n) for n in range(5)])
    assert ledger.person_file("P1") is None and ledger.load_register().people.label[1] == ERASED
    assert ledger.person_file("P0") == person(0)


def test_an_erasure_cut_short_is_finished_at_the_next_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = new_ledger(tmp_path)
    cut: Callable[..., None] = lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)  # noqa: E731
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(KeyRing, "destroy", cut)
        ledger.commit(erase(1))
    ledger.close()
    assert key_in_file(tmp_path, "P1") is not None
    with Ledger.open(tmp_path / "STATION.db") as again:
        assert again.person_file("P1") is None
        assert [b.seq for b in again.batches(0)] == [1]
    assert key_in_file(tmp_path, "P1") is None


def test_a_key_file_that_is_held_delays_the_disk_not_the_erasure(tmp_path: Path) -> None:
    new_ledger(tmp_path).close()
    ledger = Ledger.open(tmp_path / "STATION.db", busy_ms=20)
    with closing(sqlite3.connect(tmp_path / "STATION.keys", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ledger.commit(erase(1))
        assert ledger.person_file("P1") is None
    assert key_in_file(tmp_path, "P1") is not None
    ledger.commit(erase(2, "P2"))
    assert key_in_file(tmp_path, "P1") is None and key_in_file(tmp_path, "P2") is None


def test_an_older_copy_of_the_keys_brings_nobody_back(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    old = (tmp_path / "STATION.keys").read_bytes()
    ledger.commit(erase(1))
    ledger.close()
    (tmp_path / "STATION.keys").write_bytes(old)
    with Ledger.open(tmp_path / "STATION.db") as again:
        assert again.person_file("P1") is None
    assert key_in_file(tmp_path, "P1") is None


def test_a_reader_follows_an_erasure(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    with Ledger.open(tmp_path / "STATION.db", read_only=True) as reader:
        assert reader.person_file("P1") == person(1)
        ledger.commit(story())
        assert notes_of(reader)[0] == f"{NOTE} raised"
        ledger.commit(erase(2))
        assert reader.person_file("P1") is None and set(notes_of(reader)) == {ERASED, "on request"}


def test_keys_are_for_the_owner_alone(tmp_path: Path) -> None:
    new_ledger(tmp_path).close()
    assert {f.name: oct(f.stat().st_mode & 0o777) for f in tmp_path.iterdir()} == {
        "STATION.db": "0o600",
        "STATION.keys": "0o600",
    }


def test_keys_that_lack_persons_are_refused(tmp_path: Path) -> None:
    new_ledger(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "STATION.keys")) as raw:
        raw.execute("DELETE FROM seal_key WHERE id = 'P3'")
        raw.commit()
    with pytest.raises(KeysMisfit, match="lacks the keys of 1 person"):
        Ledger.open(tmp_path / "STATION.db")


@pytest.mark.parametrize("table", ["batch", "audit"])
def test_an_altered_or_missing_row_breaks_the_chain(tmp_path: Path, table: str) -> None:
    ledger = new_ledger(tmp_path)
    ledger.commit(story())
    ledger.commit(erase(2))
    ledger.close()
    number = "seq" if table == "batch" else "id"
    with closing(sqlite3.connect(tmp_path / "STATION.db")) as raw:
        raw.execute(f"DELETE FROM {table} WHERE {number} = 1")  # noqa: S608
        raw.commit()
    with Ledger.open(tmp_path / "STATION.db") as again:
        assert not again.verify_chain().whole and table in again.verify_chain().fault


def test_a_sealed_text_moved_to_another_row_reads_as_a_dash(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    ledger = new_ledger(tmp_path)
    ledger.close()
    with closing(sqlite3.connect(tmp_path / "STATION.db")) as raw:
        raw.execute("UPDATE sealed SET body = (SELECT body FROM sealed WHERE person = 'P2') WHERE person = 'P1'")
        raw.commit()
    with Ledger.open(tmp_path / "STATION.db") as again:
        assert again.person_file("P1") is None and "P1" in caplog.text and person(2).name not in caplog.text


def test_a_caller_without_a_subject_is_sealed_under_the_alarm(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    change = raised(7, note=NOTE)
    assert isinstance(change, AlarmRaised)
    ledger.commit(Entry(batch=Batch(1, START, (change,))))
    assert key_in_file(tmp_path, "A7") is not None
    assert next(iter(ledger.batches(0))).changes == (change,)
