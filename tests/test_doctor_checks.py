"""The doctor on real files, a real clock and real processes: what is wrong is said, what is right is left alone."""

from __future__ import annotations

import os
import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

import resources
from app.desktop import probe
from app.doctor import broker, broker_config, clock, disk, machine, models, seat, station, telling, words
from app.doctor.checks import CHECKS
from app.doctor.finding import Asked, Check, Finding, State, fault, ok, skipped, warning, worst
from app.doctor.run import examine
from app.doctor.tools import size
from app.station.lock import DeskLock
from domain.changes import AuditRow, Batch, Entry
from domain.store import Ledger
from tests import station_scene as scene

ROOT = Path(__file__).parent.parent
OUR_CONF = ROOT / "packaging" / "mosquitto" / "sandtable.conf"


@pytest.fixture
def real(tmp_path: Path) -> Path:
    path = tmp_path / "real.db"
    Ledger.create(path, scene.register("real"), scene.people_files(), now=scene.T0).close()
    return path


def codes(findings: Iterable[Finding]) -> dict[str, State]:
    return {f.code: f.state for f in findings}


def of_station(path: Path) -> dict[str, State]:
    return codes(station.look(Asked(station=path)))


# -- words


def used_codes() -> set[str]:
    text = "".join(p.read_text("utf-8") for p in (ROOT / "app" / "doctor").glob("*.py") if "texts_" not in p.name)
    found = set(re.findall(rf'"((?:{"|".join(c.name for c in CHECKS)}|any)\.[a-z0-9_]+)"', text))
    found |= {f"broker.{why}" for why in broker.ENDED}
    return {code for code in found if not code.endswith((".json", ".jsonl"))}


def test_every_code_has_its_sentence_and_no_sentence_is_left_over() -> None:
    assert used_codes() == set(words.TEXTS)


@pytest.mark.parametrize("code", sorted(words.TEXTS))
def test_both_languages_use_only_facts_that_the_english_sentence_uses(code: str) -> None:
    sentence = words.TEXTS[code]
    fields = re.compile(r"\{(\w+)")
    assert sentence.en.rstrip().endswith((".", "}", ")"))
    assert set(fields.findall(sentence.zh)) <= set(fields.findall(sentence.en)) | {"keys", "file", "text"}
    assert bool(sentence.en_do) == bool(sentence.zh_do)


def test_the_language_is_the_one_wished_else_the_system_s(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert words.language("") == "zh_CN" and words.language("en") == "en" and words.language("zh") == "zh_CN"
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert words.language("") == "en"
    with pytest.raises(ValueError, match="zh_CN or en"):
        words.language("fr")


def test_a_finding_is_told_with_what_to_do_and_as_json() -> None:
    found = fault("disk.full", place="station", free="1 MB")
    told = telling.lines(found, "en")
    assert told[0].startswith("fault") and "The station's disk: only 1 MB" in told[0] and told[1].strip()[0] == "→"
    body = telling.whole([found, ok("sound.ok")], "zh_CN")
    assert body["worst"] == "fault" and body["findings"][0]["facts"] == {"place": "station", "free": "1 MB"}
    assert "站点磁盘" in body["findings"][0]["meaning"]
    assert telling.whole([skipped("models.none")], "en")["worst"] == "ok"
    assert worst([ok("sound.ok"), warning("sound.none")]) is State.WARNING


def test_the_whole_is_counted_as_people_say_it() -> None:
    def told(faults: int, warnings: int, lang: str) -> str:
        states = [*[State.FAULT] * faults, *[State.WARNING] * warnings]
        findings = [Finding("clock", state, "clock.past", {}) for state in states]
        return words.summary(findings, lang)

    assert told(1, 0, "en").startswith("1 fault, 0 warnings: ") and told(2, 1, "en").startswith("2 faults, 1 warning: ")
    assert told(0, 1, "en").startswith("1 warning, no fault: ") and told(0, 3, "en").startswith("3 warnings, no fault")
    assert told(1, 2, "zh_CN").startswith("1 项故障，2 项注意：") and told(0, 1, "zh_CN").startswith("1 项注意，无故障")


def test_sizes_are_told_as_people_say_them() -> None:
    assert [size(n) for n in (12, 4_200, 340_000_000, 1_600_000_000, 82e9)] == [
        "12 B",
        "4.2 kB",
        "340 MB",
        "1.6 GB",
        "82 GB",
    ]


# -- running


def test_a_check_that_breaks_or_hangs_is_said_and_the_others_answer() -> None:
    release = threading.Event()

    def breaks(_asked: Asked) -> Iterator[Finding]:
        yield ok("sound.ok")
        raise RuntimeError("no\nluck")

    def hangs(_asked: Asked) -> list[Finding]:
        release.wait(30)
        return []

    checks = (
        Check("disk", hangs, 0.2),
        Check("clock", breaks, 5),
        Check("config", lambda _: [], 5),
        Check("sound", lambda _: [ok("sound.ok")], 5),
    )
    findings = list(examine(Asked(), checks))
    release.set()
    assert [(f.check, f.code) for f in findings] == [
        ("disk", "any.late"),
        ("clock", "any.unchecked"),
        ("sound", "sound.ok"),
    ]
    assert words.meaning(findings[1], "en") == "This could not be checked: RuntimeError: no luck"


# -- the station's file


def test_a_whole_station_is_well_and_stays_as_it_is(real: Path) -> None:
    before = {p.name: p.read_bytes() for p in (real, real.with_suffix(".keys"))}
    found = of_station(real)
    assert set(found) == {"database.ok", "database.books", "database.keys", "database.free"}
    assert set(found.values()) == {State.OK}
    assert {p.name: p.read_bytes() for p in (real, real.with_suffix(".keys"))} == before
    assert not real.with_name("real.db.lock").exists()


def test_a_desk_on_the_station_is_seen_without_touching_its_lock(real: Path) -> None:
    lock = DeskLock(real)
    lock.take()
    found = list(station.look(Asked(station=real)))
    lock.release()
    assert next(f for f in found if f.code == "database.desk").facts["pid"] == os.getpid()
    assert "database.free" in of_station(real)


def written(path: Path, commits: int) -> None:
    """Commits of one audit row each."""
    with Ledger.open(path) as ledger:
        for n in range(1, commits + 1):
            row = AuditRow(at=scene.T0, user="u", role="operator", verb="reveal", target="x", done=True)
            ledger.commit(Entry(batch=Batch(n, scene.T0 + n, ()), audit=(row,)))


def books(path: Path) -> Finding:
    ends = ("books", "books_newest", "batch_altered", "audit_altered")
    (found,) = (f for f in station.look(Asked(station=path)) if f.code.removeprefix("database.") in ends)
    return found


def test_books_are_told_whole_and_of_large_ones_the_newest_part(real: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(real, 40)
    before = real.read_bytes()
    assert books(real) == ok("database.books", batches=40, rows=40)
    monkeypatch.setattr(station, "BOOKS_B", real.stat().st_size // 4)
    newest = books(real)
    assert newest == ok("database.books_newest", batches=10, rows=10, of=40, of_rows=40) and real.read_bytes() == before
    assert "10 of 40 commits" in words.meaning(newest, "en") and "10/40" in words.meaning(newest, "zh_CN")


@pytest.mark.parametrize(
    ("statement", "code", "number"),
    [
        ("UPDATE batch SET body = x'00' WHERE seq = 7", "database.batch_altered", 7),
        ("UPDATE batch SET body = 'text' WHERE seq = 7", "database.batch_altered", 7),
        ("DELETE FROM batch WHERE seq = 38", "database.batch_altered", 38),
        ("DELETE FROM batch WHERE seq = 2", "database.batch_altered", 2),
        ("UPDATE audit SET body = x'00' WHERE id = 40", "database.audit_altered", 40),
        ("UPDATE batch SET chain = x'00' WHERE seq = 31", "database.batch_altered", 31),
        ("DELETE FROM batch WHERE seq > 38", "database.batch_altered", 39),
        ("DELETE FROM audit WHERE id = 40", "database.audit_altered", 40),
        ("DELETE FROM audit", "database.audit_altered", 1),
    ],
)
def test_books_that_were_altered_are_a_fault(
    real: Path, monkeypatch: pytest.MonkeyPatch, statement: str, code: str, number: int
) -> None:
    written(real, 40)
    with closing(sqlite3.connect(real)) as raw:
        raw.execute(statement)
        raw.commit()
    found = books(real)
    assert (found.state, found.code, found.facts["number"]) == (State.FAULT, code, number)
    assert words.advice(found, "en") and str(number) in words.meaning(found, "zh_CN")
    monkeypatch.setattr(station, "BOOKS_B", real.stat().st_size // 4)
    partly = books(real).code
    assert partly == ("database.books_newest" if 1 < number < 30 else code), "of a large ledger the newest rows alone"


def test_a_row_that_is_missing_where_the_newest_part_begins_is_a_fault(real: Path) -> None:
    written(real, 40)
    with closing(sqlite3.connect(real)) as raw:
        raw.execute("DELETE FROM batch WHERE seq = 30")
        raw.commit()
    with Ledger.open(real, read_only=True) as ledger:
        check = ledger.verify_chain(10)
        assert (check.table, check.number, check.batches, check.audit_rows) == ("batch", 30, 0, 10)
        assert ledger.verify_chain(9).whole and ledger.verify_chain().batches == 29


def test_keys_that_others_can_read_are_a_fault(real: Path) -> None:
    real.with_suffix(".keys").chmod(0o640)
    assert of_station(real)["database.keys_open"] is State.FAULT


def test_what_is_wrong_with_a_station_is_told_apart(real: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    Ledger.create(other, scene.register("real"), scene.people_files(), now=scene.T0).close()
    other.with_suffix(".keys").replace(real.with_suffix(".keys"))
    assert of_station(real)["database.keys_misfit"] is State.FAULT
    assert of_station(other)["database.keys_missing"] is State.FAULT
    (tmp_path / "text.db").write_text("not a database")
    assert of_station(tmp_path / "text.db")["database.not_one"] is State.FAULT
    assert of_station(tmp_path / "none.db") == {"database.missing": State.FAULT}


@pytest.mark.parametrize(("revision", "code"), [("9999", "database.newer"), ("0001", "database.older")])
def test_another_revision_is_told(real: Path, revision: str, code: str) -> None:
    with closing(sqlite3.connect(real)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    assert code in of_station(real)


def test_a_damaged_station_is_a_fault(real: Path) -> None:
    data = bytearray(real.read_bytes())
    data[4096 * 2 :] = b"\xa5" * (len(data) - 4096 * 2)
    real.write_bytes(data)
    assert of_station(real)["database.damaged"] is State.FAULT


# -- broker settings


def test_our_own_settings_for_mosquitto_are_found_good() -> None:
    if not OUR_CONF.exists():
        pytest.skip("this checkout has no packaging/mosquitto/sandtable.conf")
    assert codes(broker_config.look(Asked(broker_config=OUR_CONF))) == {"config.ok": State.OK}


def test_settings_that_lose_alarms_are_named_with_their_line(tmp_path: Path) -> None:
    conf = tmp_path / "mosquitto.conf"
    conf.write_text(
        "# persistence true\nlistener 1883\nallow_anonymous true\nmax_queued_messages 1000\npersistence false\n"
        "persistent_client_expiration 1d\nmessage_size_limit 1000\nautosave_interval 1\ninclude_dir /etc/more\n"
    )
    findings = list(broker_config.look(Asked(broker_config=conf)))
    assert [(f.code, f.facts.get("setting")) for f in findings] == [
        ("config.loses", "persistence"),
        ("config.loses", "autosave_on_changes"),
        ("config.overflows", "max_queued_messages"),
        ("config.narrow", "max_inflight_messages"),
        ("config.cuts", "message_size_limit"),
        ("config.forgets", "persistent_client_expiration"),
        ("config.delays", "set_tcp_nodelay"),
        ("config.anybody", "allow_anonymous"),
        ("config.include", None),
    ]
    assert "`persistence true`" in words.advice(findings[0], "en")
    assert codes(broker_config.look(Asked(broker_config=tmp_path / "none"))) == {"config.unreadable": State.FAULT}
    assert not list(broker_config.look(Asked()))


# -- clock, disk, memory, models


def test_files_from_the_future_say_that_the_clock_was_set_back(real: Path) -> None:
    assert "clock.set_back" not in codes(clock.look(Asked(station=real)))
    ahead = real.stat().st_mtime + 7200
    os.utime(real, (ahead, ahead))
    assert codes(clock.look(Asked(station=real)))["clock.set_back"] is State.FAULT


def test_the_disk_is_written_to_and_left_as_it_was(real: Path) -> None:
    before = sorted(p.name for p in real.parent.iterdir())
    findings = list(disk.look(Asked(station=real)))
    assert findings[0].facts["place"] == "station" and findings[0].code.startswith("disk.")
    assert disk.written_ms(real.parent) > 0
    assert sorted(p.name for p in real.parent.iterdir()) == before
    gone = next(iter(disk.look(Asked(station=real.parent / "gone" / "s.db"))))
    assert gone.code == "disk.missing" and gone.state is State.FAULT


def test_memory_and_cores_are_told() -> None:
    assert {f.check for f in machine.look(Asked())} == {"memory"}


def test_another_model_and_a_missing_one_are_faults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(resources, "path", lambda name: tmp_path)
    assert codes(models.look_models(Asked())) == {"models.missing": State.FAULT}
    (tmp_path / next(iter(models.MODELS))).write_bytes(b"another")
    assert codes(models.look_models(Asked())) == {"models.other": State.FAULT}


def test_an_engine_is_loaded_in_a_process_of_its_own() -> None:
    found = codes(models.look_engines(Asked()))
    assert set(found) <= {"engine.ok", "engine.slower"}
    assert models.main("os") == 2


# -- the seat


def test_offscreen_is_said_to_be_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert codes(seat.look_display(Asked())) == {"display.none": State.WARNING}


def test_a_display_that_is_not_there_is_a_fault_and_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setenv("DISPLAY", "127.0.0.1:4711")
    assert codes(seat.look_display(Asked())) == {"display.refused": State.FAULT}


def test_a_machine_without_chinese_faces_is_told_which_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    conf = tmp_path / "fonts.conf"
    conf.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>"
    )
    monkeypatch.setenv("FONTCONFIG_FILE", str(conf))
    found = list(seat.look_fonts(Asked()))
    assert codes(found) == {"fonts.none": State.FAULT} and "fonts-noto-cjk" in words.advice(found[0], "zh_CN")


def test_the_sound_is_told_by_what_the_window_would_find() -> None:
    assert probe.main(["sound"]) == 0 and probe.main(["smell"]) == 2
    assert set(codes(seat.look_sound(Asked()))) <= {"sound.ok", "sound.none"}
