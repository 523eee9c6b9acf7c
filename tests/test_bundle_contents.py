"""The crash bundle of a station full of planted names, numbers, faces and secrets: none of them is in it."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from app.doctor import ledger_part
from domain.access import Role
from domain.changes import AlarmRaised, AuditRow, Batch, Entry, PersonErased
from domain.events import Refusal
from domain.register import Contact, PersonFile
from domain.store import Ledger
from tests import station_scene as scene

ROOT = Path(__file__).parent.parent
LATIN, CONTACT, LATIN_PHONE = "Zebedee Quillfeather", "Ottoline Marsh", "19876543210"
TOKEN = "gho_16C7e42F292c6912E7710c838347Ae178B4a"
URLSAFE = base64.urlsafe_b64encode(bytes(range(100, 124))).decode()
SECRETS = (
    "hunter2-broker",
    "s3cretPass",
    "cam-pass-99",
    TOKEN,
    URLSAFE,
    "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo0NTY3ODkw",
)
PICTURE = base64.b64encode(bytes(range(256)) * 4).decode()
TEMPLATE = [0.731311 + i for i in range(64)]
NOTE = "邻居说她姓纳兰"
SHOUTED = ("138 1357 2468", "0515-83456789", "320981 19400101 9990", "someone.private@example.org", "纳兰若水")
LOGIN = "narlan-login"

BODIES = (
    {"name": scene.NAMES[0], "phone": scene.PHONES[0], "idcard": scene.ID_NUMBERS[0]},
    {"faceImage": PICTURE, "feature": TEMPLATE, "deep": [{"snapshot": PICTURE}]},
    {"owner": LATIN.split(maxsplit=1)[0], "token": TOKEN, "password": "s3cretPass", "v": URLSAFE},
    {"id": "e-17", "at": scene.T0, "battery": 7},
)


@dataclass
class Planted:
    """A home folder with a station, logs, states, settings; and the bundle made of it."""

    home: Path
    station: Path
    keys: list[bytes]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    home = tmp_path_factory.mktemp("home") / "wangxiaoming-home"
    station = home / "幸福里 station.db"
    logs = home / "state" / "sandtable" / "log"
    logs.mkdir(parents=True)
    _station(station)
    _logs(logs, station)
    _settings(home / "config" / "sandtable")
    with closing(sqlite3.connect(station.with_suffix(".keys"))) as raw:
        keys = [row[0] for row in raw.execute("SELECT key FROM seal_key")]
    return Planted(home, station, keys)


def _station(path: Path) -> None:
    people = scene.people_files()
    people[3] = PersonFile(
        id="per-3",
        name=LATIN,
        phone=LATIN_PHONE,
        id_number=scene.ID_NUMBERS[3],
        contacts=(Contact(name=CONTACT, relation="niece", phone="19812345678"),),
    )
    refusals = [
        Refusal(
            reason="bad_json",
            topic=f"sandtable/v1/t/door/{scene.PHONES[1]}/x/{scene.NAMES[1]}/{LATIN.split()[1]}",
            device=scene.ID_NUMBERS[2],
            at=scene.T0 + n,
            body=json.dumps(body, ensure_ascii=False),
        )
        for n, body in enumerate(BODIES)
    ]
    cut_off = Refusal(reason="bad_json", topic="t", device="d", at=scene.T0, body=f'{{"name":"{scene.NAMES[2]}')
    with Ledger.create(path, scene.register("real"), people, now=scene.T0) as ledger:
        ledger.add_user(LOGIN, "s3cretPass", Role.OPERATOR, scene.NAMES[3])
        for batch in scene.busy_batches():
            told = tuple(
                msgspec.structs.replace(c, note=NOTE) if isinstance(c, AlarmRaised) else c for c in batch.changes
            )
            audit = AuditRow(
                at=batch.at, user=LOGIN, role="operator", verb="reveal", target="per-3", done=True, note=NOTE
            )
            entry = Entry(
                batch=msgspec.structs.replace(batch, changes=told), audit=(audit,), refusals=(*refusals, cut_off)
            )
            ledger.commit(entry)


def _logs(folder: Path, station: Path) -> None:
    pem = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----"
    said = [
        f"could not read {LATIN} ({scene.PHONES[2]}), {CONTACT}, {scene.ID_NUMBERS[1]}X",
        *(f"asked by {text}" for text in SHOUTED),
        f"connecting with password={SECRETS[0]} token: {TOKEN}",
        f"Authorization: Bearer {URLSAFE}",
        f"opening rtsp://admin:{SECRETS[2]}@192.168.7.31/stream",
        f"file {station} and {SECRETS[-1]}",
        pem,
    ]
    lines = [json.dumps({"event": text, "logger": "x", "level": "info"}, ensure_ascii=False) for text in said]
    lines.append(json.dumps({"event": "e", "who": {"phone": LATIN_PHONE, "n": int(LATIN_PHONE), "token": TOKEN}}))
    (folder / "desk.log").write_text("\n".join([*lines, *said]) + "\n", "utf-8")
    (folder / "desk.log.1").write_text(f"older line, {LATIN}\n", "utf-8")
    (folder / "window.dump").write_text(f'Fatal Python error: Aborted\n  File "{station.parent}/x.py", line 7 in f\n')
    state = {
        "pid": 4,
        "station": str(station),
        "broker": f"mq.secret-host.example:1883,{LOGIN}",
        "fates": {"desk": "code 3"},
    }
    (folder / "supervisor-4.json").write_text(json.dumps(state), "utf-8")
    (folder / "supervisor-5.json").write_text('{"pid": 5, "stat')  # cut off by a full disk


def _settings(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "seat.ini").write_text(
        f"[site]\n{LOGIN}\\theme=dark\n{LOGIN}\\language=en\n{LOGIN}\\layout=@ByteArray(x)\n"
    )


def bundle(planted: Planted, out: Path, *args: str) -> subprocess.CompletedProcess[str]:
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "LC_ALL": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(planted.home),
        "XDG_STATE_HOME": str(planted.home / "state"),
        "XDG_CONFIG_HOME": str(planted.home / "config"),
        "SANDTABLE_BROKER_PASSWORD": SECRETS[0],
    }
    command = [sys.executable, "-m", "app.cli", "bundle", str(out), *args]
    return subprocess.run(command, capture_output=True, text=True, env=env, check=False, timeout=100)


@pytest.fixture(scope="module")
def unzipped(planted: Planted, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("out") / "b.zip"
    done = bundle(planted, out)  # the station is the last run's
    assert done.returncode == 0 and not done.stderr and "no personal data" in done.stdout and str(out) in done.stdout
    assert f"{planted.station}, the last run's, since none was named; --station" in done.stdout
    assert out.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(out) as archive:
        assert f"{len(archive.namelist())} files" in done.stdout
        return {name: archive.read(name) for name in archive.namelist()}


def hidden(planted: Planted) -> list[bytes]:
    """Everything that must not be found, in each spelling it could have."""
    words = [*scene.NAMES, *scene.PHONES, *scene.ID_NUMBERS, *SECRETS, *SHOUTED, NOTE, "密语", PICTURE[:32], "0.731311"]
    words += [LATIN, *LATIN.split(), CONTACT, LATIN_PHONE, LOGIN, "wangxiaoming", "secret-host", "192.168.7.31"]
    words += [
        "MIIEvQIBADANBgkq",
        "hkiG9w0BAQEFAASC",
        "$argon2",
        "faceImage",
        "snapshot",
        "feature",
        "幸福里",
        "@ByteArray",
    ]
    found = [text.encode() for text in words]
    found += [json.dumps(text)[1:-1].encode() for text in words if not text.isascii()]
    return found + [spelled for key in planted.keys for spelled in (key, key.hex().encode(), base64.b64encode(key))]


def test_nothing_planted_is_found_in_any_file(planted: Planted, unzipped: dict[str, bytes]) -> None:
    assert len(planted.keys) >= 4
    found = [(name, secret) for name, data in unzipped.items() for secret in hidden(planted) if secret in data]
    assert not found
    assert not [name for name in unzipped for secret in hidden(planted) if secret.decode("utf-8", "replace") in name]


def test_what_a_developer_needs_is_there(unzipped: dict[str, bytes]) -> None:
    assert {"versions.json", "doctor.json", "runs.json", "settings.json", "quarantine.jsonl", "changes.jsonl"} <= set(
        unzipped
    )
    assert {"logs/desk.log", "logs/desk.log.1", "dumps/window.dump"} <= set(unzipped)
    assert b"line 7 in f" in unzipped["dumps/window.dump"] and b"could not read" in unzipped["logs/desk.log"]
    kinds = [json.loads(line) for line in unzipped["changes.jsonl"].splitlines()]
    assert len(kinds) == sum(len(b.changes) for b in scene.busy_batches())
    assert all(set(row) == {"seq", "at", "kind"} for row in kinds) and kinds[0]["kind"] == "duty"
    rows = [json.loads(line) for line in unzipped["quarantine.jsonl"].splitlines()]
    assert len(rows) == 5 * len(scene.busy_batches())
    assert {"id": "a-99", "at": scene.T0, "battery": 7} in [row["message"] for row in rows]
    assert json.loads(unzipped["runs.json"])[0]["fates"] == {"desk": "code 3"}
    assert json.loads(unzipped["settings.json"])["seats"] == {"theme": {"dark": 1}, "language": {"en": 1}}
    assert json.loads(unzipped["doctor.json"])["findings"]
    assert b"PySide6" in unzipped["versions.json"]


def test_the_manifest_lists_every_file_with_its_digest(unzipped: dict[str, bytes]) -> None:
    manifest = json.loads(unzipped["MANIFEST.json"])
    listed = {row["file"]: row["sha256"] for row in manifest["files"]}
    assert listed == {n: hashlib.sha256(d).hexdigest() for n, d in unzipped.items() if n != "MANIFEST.json"}
    assert not manifest["left_out"] and any("keys" in line for line in manifest["never_in"])


def test_a_station_that_cannot_be_opened_is_left_out_and_said(planted: Planted, tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"SQLite format 3\0" + bytes(4000))
    done = bundle(planted, tmp_path / "b.zip", "--station", str(broken))
    assert done.returncode == 0 and "Left out: station – its file is no station's." in done.stdout and not done.stderr
    assert f"The station: {broken}." in done.stdout
    assert "no personal data" not in done.stdout and "names in Latin letters" in done.stdout
    chinese = bundle(planted, tmp_path / "zh.zip", "--station", str(broken), "--lang", "zh")
    assert (
        "未收入:station – 不是站点文件" in chinese.stdout
        and "不含个人信息" not in chinese.stdout
        and "拉丁字母姓名" in chinese.stdout
    )
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert "changes.jsonl" not in archive.namelist() and "logs/desk.log" in archive.namelist()
        manifest = json.loads(archive.read("MANIFEST.json"))
    assert "Latin letters" in manifest["look_through"] and not [t for t in manifest["never_in"] if "residents" in t]


@pytest.fixture
def damaged(planted: Planted, tmp_path: Path) -> Path:
    """A copy of the station, to be spoilt."""
    copy = tmp_path / "damaged.db"
    with closing(sqlite3.connect(planted.station)) as whole, closing(sqlite3.connect(copy)) as raw:
        whole.backup(raw)
    copy.with_suffix(".keys").write_bytes(planted.station.with_suffix(".keys").read_bytes())
    return copy


@pytest.mark.parametrize(
    ("sql", "lost"),
    [
        ("UPDATE refusal SET body = x'00'", "quarantine.jsonl"),
        ("UPDATE batch SET body = x'00'", "changes.jsonl"),
        ("DROP TABLE counter", "counts.jsonl"),
    ],
)
def test_damage_elsewhere_costs_no_name(planted: Planted, damaged: Path, tmp_path: Path, sql: str, lost: str) -> None:
    with closing(sqlite3.connect(damaged)) as raw:
        raw.execute(sql)
        raw.commit()
    done = bundle(planted, tmp_path / "b.zip", "--station", str(damaged))
    assert done.returncode == 0 and f"Left out: {lost}" in done.stdout and "no personal data" in done.stdout
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        told = {name: archive.read(name) for name in archive.namelist()}
    assert lost not in told and set(told) >= {"quarantine.jsonl", "logs/desk.log"} - {lost}
    assert not [(name, secret) for name, data in told.items() for secret in hidden(planted) if secret in data]


def test_without_the_register_no_name_is_known_and_that_is_said(damaged: Path) -> None:
    with closing(sqlite3.connect(damaged)) as raw:
        raw.execute("UPDATE register_part SET body = x'00'")
        raw.commit()
    told, known = ledger_part.read(damaged)
    assert known is None and "register" in told.left_out and "quarantine.jsonl" in told.rows


def test_a_file_that_is_there_and_a_folder_that_is_not_are_refused(planted: Planted, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("mine")
    there = bundle(planted, tmp_path / "b.zip")
    assert (
        there.returncode == 2
        and "is there already" in there.stderr
        and not there.stdout
        and (tmp_path / "b.zip").read_text() == "mine"
    )
    nowhere = bundle(planted, tmp_path / "none" / "b.zip")
    assert nowhere.returncode == 2 and len(nowhere.stderr.strip().splitlines()) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.zip"]


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("station.db", "`sandtable bundle --station {folder}/station.db` makes the bundle of that station"),
        ("new.DB", "`sandtable bundle --station {folder}/new.DB`"),
        ("station", "`sandtable bundle --station {folder}/station`"),
        ("folder", "{folder}/folder is a folder"),
    ],
)
def test_a_station_is_no_place_for_a_bundle(planted: Planted, tmp_path: Path, out: str, said: str) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("station.db", "station"):
        (tmp_path / name).write_bytes(planted.station.read_bytes())
    done = bundle(planted, tmp_path / out)
    assert done.returncode == 2 and not done.stdout and said.format(folder=tmp_path) in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder", "station", "station.db"]
    assert (tmp_path / "station.db").read_bytes() == planted.station.read_bytes()


def test_a_station_that_was_named_and_is_not_there_is_refused(planted: Planted, tmp_path: Path) -> None:
    done = bundle(planted, tmp_path / "b.zip", "--station", str(tmp_path / "none.db"))
    assert done.returncode == 2 and f"There is no {tmp_path}/none.db" in done.stderr and not list(tmp_path.iterdir())


def test_a_demo_s_station_that_is_gone_is_said(tmp_path: Path) -> None:
    logs = tmp_path / "state" / "sandtable" / "log"
    logs.mkdir(parents=True)
    homeless = Planted(tmp_path, tmp_path / "gone.db", [])
    none = bundle(homeless, tmp_path / "none.zip")
    assert none.returncode == 0 and none.stdout.startswith("No station was named, and no run is known; --station")
    state = {"pid": 4, "station": str(homeless.station), "broker": "127.0.0.1:1", "demo": True}
    (logs / "supervisor-4.json").write_text(json.dumps(state))
    done = bundle(homeless, tmp_path / "b.zip")
    assert done.returncode == 0 and done.stdout.startswith(f"The last run's station, {homeless.station}, is not there")
    assert "Left out: station – its file is not there any more." in done.stdout and "NotALedger" not in done.stdout


@pytest.mark.parametrize("left", ["40", "1", "0", "text"])
def test_an_altered_personal_file_is_told_from_an_erased_one(
    planted: Planted, damaged: Path, tmp_path: Path, left: str
) -> None:
    with Ledger.open(damaged) as ledger:
        erased = PersonErased(person="per-1", at=scene.T0)
        seq = ledger.counts()["batches"] + 1
        ledger.commit(Entry(batch=Batch(seq, scene.T0 + 10**9, (erased,))))
    told, known = ledger_part.read(damaged)
    assert known and not told.altered and not told.left_out, "erased is not altered"
    with closing(sqlite3.connect(damaged)) as raw:
        (body,) = raw.execute("SELECT body FROM sealed WHERE person = 'per-3'").fetchone()
        raw.execute(
            "UPDATE sealed SET body = ? WHERE person = 'per-3'", [body[: int(left)] if left != "text" else left]
        )
        if left == "text":  # as SQLite's || makes of bytes, which is no UTF-8
            raw.execute("UPDATE sealed SET body = x'ff' || body WHERE person = 'per-3'")
        raw.commit()
    done = bundle(planted, tmp_path / "b.zip", "--station", str(damaged))
    assert done.returncode == 0 and "Left out: persons – sealed personal files that do not open" in done.stdout
    assert "no personal data" not in done.stdout and not done.stderr
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        rows = [json.loads(line) for line in archive.read("counts.jsonl").splitlines()]
        findings = json.loads(archive.read("doctor.json"))["findings"]
    assert {"what": "altered persons", "n": 1} in rows
    assert [f["state"] for f in findings if f["code"] == "database.altered"] == ["fault"]
