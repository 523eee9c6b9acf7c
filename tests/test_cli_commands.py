"""The command line: help, refusals in one sentence with exit code 2, and what they must leave untouched."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from app.cli.demo import HEADLESS_S, _wanted
from app.cli.doors import way_to
from app.cli.main import app
from app.seat.door import Runtime, write_runtime
from app.station.lock import DeskLock
from domain.access import Role
from domain.store import Ledger
from tests import station_scene as scene

run = CliRunner()


@pytest.fixture
def real(tmp_path: Path) -> Path:
    path = tmp_path / "real.db"
    Ledger.create(path, scene.register("real"), scene.people_files(), now=scene.T0).close()
    return path


def one_sentence(text: str) -> bool:
    return len(text.strip().splitlines()) == 1 and text.strip().endswith(".") and "Traceback" not in text


def test_without_arguments_it_prints_its_help() -> None:
    result = run.invoke(app, [])
    assert result.exit_code == 0 and "Usage" in result.output and "demo" in result.output


def test_version_and_logs_say_one_line_each() -> None:
    assert run.invoke(app, ["version"]).output.startswith("sandtable ")
    assert run.invoke(app, ["logs"]).output.strip().endswith("log")


@pytest.mark.parametrize("broker", ["localhost:1883", "127.0.0.1:1883", "mq.example:8883"])
def test_a_demo_takes_no_other_broker(broker: str) -> None:
    result = run.invoke(app, ["demo", "--broker", broker])
    assert result.exit_code == 2 and one_sentence(result.stderr)


def test_a_demo_never_touches_a_real_register(real: Path) -> None:
    before = real.read_bytes()
    command = [sys.executable, "-m", "app.cli", "demo", "--on", str(real), "--seconds", "1", "--no-window"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "never" in done.stderr and "Traceback" not in done.stderr
    assert real.read_bytes() == before


@pytest.mark.parametrize("arguments", [["demo", "--start", "25:99"], ["open", "no.db", "--broker", "a:1"]])
def test_nonsense_is_refused_in_one_sentence(arguments: list[str]) -> None:
    result = run.invoke(app, arguments)
    assert result.exit_code == 2 and len(result.stderr.strip().splitlines()) == 1


def test_open_and_station_need_a_broker(real: Path) -> None:
    for verb in ("open", "station"):
        none = run.invoke(app, [verb, str(real)], env={"SANDTABLE_BROKER": ""})
        assert none.exit_code == 2 and one_sentence(none.stderr) and "--broker" in none.stderr
        result = run.invoke(app, [verb, str(real), "--broker", "nonsense"])
        assert result.exit_code == 2 and one_sentence(result.stderr)


@pytest.fixture
def wrong(real: Path, tmp_path: Path) -> Path:
    """A folder of what is no station of this version."""
    folder = tmp_path / "wrong"
    (folder / "folder.db").mkdir(parents=True)
    (folder / "empty.db").touch()
    (folder / "text.db").write_text("once upon a time" * 900)
    with closing(sqlite3.connect(folder / "other.db")) as raw:
        raw.execute("CREATE TABLE x (a)")
    shutil.copy(real, folder / "keyless.db")
    for name in ("newer.db", "newer.keys"):
        shutil.copy(real.with_suffix(Path(name).suffix), folder / name)
    with closing(sqlite3.connect(folder / "newer.db")) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()
    return folder


COMMANDS = (
    ["open", "FILE"],
    ["station", "FILE"],
    ["demo", "--on", "FILE", "--seconds", "1", "--no-window"],
    ["user", "FILE", "ward"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=[command[0] for command in COMMANDS])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none.db", "There is no {folder}/none.db."),
        ("folder.db", "is a folder"),
        ("empty.db", "is not a station file"),
        ("text.db", "is not a station file"),
        ("other.db", "but not a station's"),
        ("keyless.db", "keyless.keys, the file of keys, is not beside"),
        ("newer.db", "was written by a newer Sandtable"),
    ],
)
def test_a_wrong_station_is_told_before_anything_starts(wrong: Path, command: list[str], name: str, said: str) -> None:
    before = sorted(path.name for path in wrong.iterdir())
    arguments = [str(wrong / name) if word == "FILE" else word for word in command]
    result = run.invoke(app, arguments, env={"SANDTABLE_BROKER": ""})
    assert result.exit_code == 2 and one_sentence(result.stderr) and result.stdout == ""
    assert said.format(folder=wrong) in result.stderr and "broker" not in result.stderr
    assert sorted(path.name for path in wrong.iterdir()) == before


def test_without_a_display_a_demo_ends_by_itself_and_leaves_a_picture(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    wanted = _wanted(None, None, None)
    assert wanted.seconds == HEADLESS_S
    assert (wanted.screenshot, wanted.report) == (Path("build/run/screenshot.png"), Path("build/run/report.json"))
    assert _wanted(5.0, None, None).screenshot is None


def test_a_user_is_added_and_a_running_desk_is_respected(real: Path) -> None:
    arguments = ["user", str(real), "ward", "--role", "grid_worker", "--grid", "g0", "--password", "long-enough"]
    lock = DeskLock(real)
    lock.take()
    busy = run.invoke(app, arguments)
    lock.release()
    assert busy.exit_code == 2 and one_sentence(busy.stderr)
    assert run.invoke(app, arguments).exit_code == 0
    with Ledger.open(real, read_only=True) as ledger:
        seat = ledger.check_user("ward", "long-enough")
    assert seat is not None and seat.role is Role.GRID_WORKER and seat.grids == ("g0",)
    again = run.invoke(app, arguments)
    assert again.exit_code == 2 and one_sentence(again.stderr)


def test_a_short_password_is_refused(real: Path) -> None:
    result = run.invoke(app, ["user", str(real), "x", "--password", "short"])
    assert result.exit_code == 2 and one_sentence(result.stderr)


def test_an_import_that_cannot_be_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    bad = tmp_path / "bad.osm"
    bad.write_text("nothing of the kind")
    into = tmp_path / "x.db"
    result = run.invoke(app, ["import", str(bad), "--into", str(into)])
    assert result.exit_code == 2 and one_sentence(result.stderr) and not into.exists()


@pytest.mark.parametrize("name", ["t.osm", "t.pbf", "t.geojson", "t.gpkg", "t.shp", "e.osm", "d.osm", "none.osm"])
def test_what_cannot_be_imported_is_told_in_one_sentence(tmp_path: Path, name: str) -> None:
    if name[0] in "te":
        (tmp_path / name).write_text("once upon a time" * 90 if name[0] == "t" else "")
    elif name[0] == "d":
        (tmp_path / name).mkdir()
    result = run.invoke(app, ["import", str(tmp_path / name), "--into", str(tmp_path / "x.db")])
    assert result.exit_code == 2 and one_sentence(result.stderr) and "driver" not in result.stderr
    assert name in result.stderr and not (tmp_path / "x.db").exists()


def test_an_import_into_a_folder_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run.invoke(app, ["import", "x.osm", "--into", "."])
    assert result.exit_code == 2 and result.stderr.startswith(f"{tmp_path} is a folder")


def test_without_a_terminal_the_first_line_is_the_password(real: Path) -> None:
    for nothing in ("short\n", ""):
        refused = run.invoke(app, ["user", str(real), "ward"], input=nothing)
        assert refused.exit_code == 2 and one_sentence(refused.stderr)
    added = run.invoke(app, ["user", str(real), "ward"], input="long-enough\n")
    assert added.exit_code == 0 and "ward may sign in" in added.stdout and "long-enough" not in added.output
    with Ledger.open(real, read_only=True) as ledger:
        assert ledger.check_user("ward", "long-enough") is not None


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal is POSIX")
def test_on_a_terminal_the_password_is_asked_for_twice_and_never_shown(real: Path) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "app.cli", "user", str(real), "ward"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True) as process:
        os.close(theirs)
        said = ""
        for prompt in ("Password: ", "Repeat for confirmation: "):
            while prompt not in said:
                said += os.read(ours, 4096).decode()
            os.write(ours, b"long-enough\n")
        while "may sign in" not in said:
            said += os.read(ours, 4096).decode()
    os.close(ours)
    assert process.returncode == 0 and "long-enough" not in said


def test_a_frozen_build_starts_its_children_by_a_hidden_verb() -> None:
    command = [sys.executable, "-m", "app.cli", "--child", "app.station", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "--station" in done.stdout


@pytest.mark.parametrize(("lang", "size"), [("fr", ""), ("", "10x10"), ("", "12xabc")])
def test_what_the_window_could_not_read_is_refused_before_anything_starts(lang: str, size: str) -> None:
    from app.cli.stations import window_args

    with pytest.raises(typer.Exit):
        window_args(lang, size)
    assert window_args("zh", "1366x768") == ("--lang", "zh", "--size", "1366x768")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--theme", "pink"], "'pink' is no theme"),
        (["--report", "."], "is a folder; name a file"),
        (["--screenshot", "."], "is a folder; name a file"),
        (["--screenshot", f"{__file__}/x.png"], "There is no folder"),
        (["--report", "nowhere/x.json"], "There is no folder"),
        (["--seed", "-1"], "--seed"),
        (["--speed", "0"], "--speed"),
    ],
)
def test_a_demo_refuses_what_it_cannot_do_before_it_starts(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run.invoke(app, ["demo", "--seconds", "1", "--no-window", *arguments])
    assert result.exit_code == 2 and said in result.stderr and not result.stdout and not list(tmp_path.iterdir())


@pytest.mark.parametrize("station", ["x", "no.json", "host:", ":8843", "host:99999", "FILE"])
def test_a_seat_goes_to_a_station_or_is_refused(real: Path, station: str) -> None:
    result = run.invoke(app, ["seat", "--station", str(real) if station == "FILE" else station])
    assert result.exit_code == 2 and one_sentence(result.stderr) and "runtime file" in result.stderr


def test_a_seat_s_way_is_as_it_was_named(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    write_runtime(path, Runtime(port=1, token="t", pid=1, station="s"))
    assert way_to(str(path), None) == ["--runtime", str(path)]
    assert way_to("[::1]:8843", path) == ["--station", "[::1]:8843", "--ca", str(path)]
    with pytest.raises(typer.Exit):
        way_to("mq.example:8843", tmp_path / "none.pem")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--host", "192.0.2.1"], "Seats elsewhere need TLS"),
        (["--key", "FILE"], "give --cert"),
        (["--cert", "none.pem"], "There is no"),
        (["--cert", "FILE"], "cannot be used for TLS"),
        (["--cert", "FILE", "--key", "FILE"], "cannot be used for TLS"),
        (["--port", "99999"], "--port"),
    ],
)
def test_a_door_that_cannot_be_opened_is_refused(real: Path, arguments: list[str], said: str) -> None:
    words = [str(real) if word == "FILE" else word for word in arguments]
    result = run.invoke(app, ["station", str(real), "--broker", "127.0.0.1:1", *words])
    assert result.exit_code == 2 and said in result.stderr and "Seats are let in" not in result.stderr
    assert not real.with_name("real.db.lock").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["x", "--role", "grid_worker"], "name it with --grid."),
        (["x", "--role", "grid_worker", "--grid", "g9"], "There is no grid 'g9'"),
        (["x", "--role", "property"], "name it with --community."),
        (["x", "--role", "property", "--community", "c9"], "There is no community 'c9'"),
        ([" "], "A user has a name"),
    ],
)
def test_a_user_who_would_see_nothing_is_not_added(real: Path, arguments: list[str], said: str) -> None:
    result = run.invoke(app, ["user", str(real), *arguments, "--password", "long-enough"])
    assert result.exit_code == 2 and said in result.stderr and one_sentence(result.stderr)
    with Ledger.open(real, read_only=True) as ledger:
        assert not ledger.has_users()


def test_no_session_s_folder_is_nothing_to_be_warned_of() -> None:
    env = {name: value for name, value in os.environ.items() if name != "XDG_RUNTIME_DIR"}
    code = "from app.paths import runtime_folder; print(runtime_folder())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert "sandtable" in done.stdout and done.stderr == ""
