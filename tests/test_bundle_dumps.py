"""What a process leaves when it dies: stacks at a fatal signal, an exception in its log, its supervisor's word."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog

from app import crashes
from app.supervisor.children import Plan
from app.supervisor.state import KEPT, RunState, fate, read_state, state_path, states, write_state
from app.supervisor.supervisor import Supervisor

ROOT = Path(__file__).parent.parent
ENV = {**os.environ, "PYTHONPATH": str(ROOT)}
posix = pytest.mark.skipif(os.name != "posix", reason="signals that end a process are POSIX")

LOGGED = (
    "import sys; from pathlib import Path; from app.logs import set_up_logs;"
    "set_up_logs('desk', folder=Path({folder!r}));"
)


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LOGGED.format(folder=str(folder)) + code]
    return subprocess.run(command, capture_output=True, text=True, env=ENV, check=False, timeout=60)


def until(holds: Callable[[], bool], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come in time"


@posix
def test_a_fatal_signal_leaves_the_stacks_beside_the_log(tmp_path: Path) -> None:
    done = run("import faulthandler; faulthandler._sigsegv()", tmp_path)
    assert done.returncode == -signal.SIGSEGV
    dump = (tmp_path / "desk.dump").read_text()
    assert dump.startswith("# desk, process ") and "Segmentation fault" in dump and 'File "<string>"' in dump
    start = re.match(
        r"# desk, process \d+, main thread (0x[0-9a-f]{16}), started \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n", dump
    )
    assert start and f"thread {start[1]} (most recent call first)" in dump[start.end() :], "which process died"


@posix
def test_an_old_dump_is_put_aside_at_the_next_start_with_its_time(tmp_path: Path) -> None:
    dump = tmp_path / "desk.dump"
    run("pass", tmp_path)
    run("pass", tmp_path)
    assert dump.read_text().count("started") == 2 and not list(tmp_path.glob("*.dump.*")), "starts alone stay"
    for n in range(1, crashes.KEPT + 3):
        run(f"\ndef f{n}(): faulthandler._sigsegv()\nimport faulthandler; f{n}()", tmp_path)
        assert f"in f{n}" in dump.read_text()
        assert n == 1 or f"in f{n - 1}" not in dump.read_text(), "never two deaths in one file"
    died = dump.stat().st_mtime
    run("pass", tmp_path)
    assert "Fatal" not in dump.read_text() and dump.read_text().count("started") == 1
    aside = sorted(tmp_path.glob("*.dump.*"))
    assert [path.name for path in aside] == [f"desk.dump.{n}" for n in range(1, crashes.KEPT + 1)]
    assert [f"in f{crashes.KEPT + 2 - n}" in path.read_text() for n, path in enumerate(aside)] == [True] * crashes.KEPT
    said = datetime.fromtimestamp(died, UTC).strftime("the last before this was written %Y-%m-%dT%H:%M:%SZ")
    assert said in aside[0].read_text()


def test_two_that_start_at_once_both_have_their_dumps(tmp_path: Path) -> None:
    for _ in range(5):
        (tmp_path / "desk.dump").write_text("Fatal Python error: Aborted\n")
        codes = [sys.executable, "-c", LOGGED.format(folder=str(tmp_path))]
        both = [subprocess.Popen(codes, stderr=subprocess.PIPE, env=ENV, text=True) for _ in range(2)]
        assert [process.communicate(timeout=60)[1] for process in both] == ["", ""]


def test_an_exception_nobody_caught_stands_in_the_log_and_on_stderr(tmp_path: Path) -> None:
    threads = "import threading; t = threading.Thread(target=lambda: 1 / 0); t.start(); t.join();"
    done = run(threads + "raise RuntimeError('what now')", tmp_path)
    assert done.returncode == 1 and done.stderr.count("what now") == 1
    lines = [json.loads(line) for line in (tmp_path / "desk.log").read_text().splitlines()]
    assert [line["event"] for line in lines] == ["a thread ended by an exception", "the process ends by an exception"]
    assert "ZeroDivisionError" in lines[0]["exception"] and "what now" in lines[1]["exception"]


@posix
def test_the_embedded_broker_leaves_its_stacks_too(tmp_path: Path) -> None:
    port, dump = tmp_path / "port", tmp_path / "broker.dump"
    command = [sys.executable, "-m", "devices.broker", "--port-file", str(port), "--dump", str(dump)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=ENV)
    try:
        until(port.exists)
        process.send_signal(signal.SIGSEGV)
        assert process.wait(20) == -signal.SIGSEGV
    finally:
        process.kill()
        process.wait()
        assert process.stdin is not None
        process.stdin.close()
    assert dump.read_text().startswith(f"# broker, process {process.pid}, main thread 0x")
    assert "devices/broker.py" in dump.read_text()


def test_a_folder_that_takes_no_dump_costs_no_broker(tmp_path: Path) -> None:
    port = tmp_path / "port"
    dump = tmp_path / "none" / "broker.dump"
    command = [sys.executable, "-m", "devices.broker", "--port-file", str(port), "--dump", str(dump)]
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, stdin=subprocess.PIPE, text=True, env=ENV, **streams) as process:
        until(lambda: port.exists() or process.poll() is not None)
        assert process.poll() is None, "it runs without"
        _, said = process.communicate(timeout=20)  # its standard input is closed: it ends with its parent
    assert process.returncode == 0 and said.count("leave no dump") == 1 and "Traceback" not in said


def test_a_dump_that_has_grown_is_put_aside_and_a_full_disk_is_no_reason_to_die(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "desk.dump"
    path.write_bytes(b"x" * (crashes.LARGEST + 1))
    code = f"from app.crashes import keep_dumps; keep_dumps(Path({str(path)!r}), 'desk')"
    assert run(code, tmp_path / "other").returncode == 1, "its log folder must be there"
    assert run(code, tmp_path).returncode == 0
    assert (tmp_path / "desk.dump.1").stat().st_size > crashes.LARGEST and path.stat().st_size < 1000
    crashes.keep_dumps(tmp_path / "none" / "x.dump", "x")
    assert "leave no dump" in caplog.text


@posix
def test_the_supervisor_says_by_which_signal_a_child_died(tmp_path: Path) -> None:
    told: list[str] = []
    changes: list[dict[str, int]] = []
    supervisor = Supervisor(told=told.append, changed=lambda: changes.append(supervisor.pids()))
    code = (
        "import faulthandler, sys; faulthandler._sigsegv() if not open(sys.argv[1], 'a').tell() else sys.stdin.read()"
    )
    code = code.replace("open(sys.argv[1], 'a').tell()", "(p := __import__('pathlib').Path(sys.argv[1])).exists()")
    mark = tmp_path / "mark"
    with structlog.testing.capture_logs() as logged:
        supervisor.start(Plan("desk", (sys.executable, "-c", code, str(mark))))
        until(lambda: bool(supervisor.step() or told))
        mark.touch()
        until(lambda: supervisor.step() is None and supervisor.child("desk") is not None)
        supervisor.end(("desk",))
    assert told[0] == "sandtable: desk ended unexpectedly (signal SIGSEGV); starting it again."
    died = next(row for row in logged if row["event"] == "supervisor.died")
    assert (died["child"], died["code"], died["fate"]) == ("desk", -signal.SIGSEGV, "signal SIGSEGV") and died["pid"]
    assert changes[0]["desk"] == died["pid"] and changes[1] == {}


def test_a_run_s_state_is_kept_and_old_ones_go(tmp_path: Path) -> None:
    for pid in range(1, KEPT + 4):
        write_state(state_path(pid, tmp_path), RunState(pid=pid, station="s.db", broker="b:1"))
        os.utime(state_path(pid, tmp_path), (pid, pid))
    write_state(state_path(99, tmp_path), RunState(pid=99, station="s.db", broker="b:1", fates={"desk": fate(3)}))
    kept = [read_state(path) for path in states(tmp_path)]
    assert len(kept) == KEPT and kept[0] is not None and kept[0].fates == {"desk": "code 3"}
    assert read_state(tmp_path / "none.json") is None
    write_state(tmp_path / "file" / "x.json", kept[0])
    (tmp_path / "wall").touch()
    write_state(tmp_path / "wall" / "x.json", kept[0])
    assert (fate(0), fate(-11), fate(-999)) == ("code 0", "signal SIGSEGV", "signal 999")
