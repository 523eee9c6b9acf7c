"""The supervisor with real processes of a few lines: restarts, orderly ends, and its own sudden death."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.supervisor.children import Plan, module_command
from app.supervisor.report import Span, lost, merge
from app.supervisor.supervisor import Supervisor

CHILD = """
import sys, pathlib
from app.supervisor.control import Control
import threading
folder, name = pathlib.Path(sys.argv[1]), sys.argv[2]
gone = threading.Event()
def on_line(order):
    if order.get("do") == "stop": gone.set()
    elif order.get("do") == "die": import os; os._exit(int(order["code"]))
    else: control.say({"said": "echo", "order": order})
control = Control(on_line, gone.set)
control.start()
with (folder / f"{name}.starts").open("a") as file: file.write("x")
print("not json")
control.say({"said": "ready"})
gone.wait()
(folder / f"{name}.ended").write_text("orderly")
"""


def until(holds: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def supervisor(told: list[str]) -> Iterator[Supervisor]:
    made = Supervisor(told=told.append)
    yield made
    made.end(("one", "two"), 2.0)


def plan(folder: Path, name: str = "one", *, keep: bool = True, quits: bool = False) -> Plan:
    return Plan(name, (sys.executable, "-c", CHILD, str(folder), name), keep=keep, quits=quits)


def ready(supervisor: Supervisor, name: str = "one") -> bool:
    return supervisor.said(name, "ready") is not None


def test_a_child_is_told_and_heard(supervisor: Supervisor, tmp_path: Path) -> None:
    child = supervisor.start(plan(tmp_path))
    assert supervisor.wait(lambda: ready(supervisor), 10)
    child.tell({"do": "sing", "n": 1})
    assert supervisor.wait(lambda: supervisor.said("one", "echo") is not None, 5)
    assert supervisor.said("one", "echo") == {"said": "echo", "order": {"do": "sing", "n": 1}}
    supervisor.end(("one",))
    assert supervisor.codes == {"one": 0} and (tmp_path / "one.ended").exists()


def test_a_killed_child_is_back_within_five_seconds(supervisor: Supervisor, told: list[str], tmp_path: Path) -> None:
    first = supervisor.start(plan(tmp_path))
    assert supervisor.wait(lambda: ready(supervisor), 10)
    supervisor.forget("one", "ready")
    os.kill(first.pid, signal.SIGKILL)
    began = time.monotonic()
    assert supervisor.wait(lambda: ready(supervisor), 5)
    assert time.monotonic() - began < 5
    second = supervisor.child("one")
    assert second is not None and second.pid != first.pid
    assert supervisor.restarts == {"one": 1} and len(told) == 1 and "one" in told[0]
    assert (tmp_path / "one.starts").read_text() == "xx"


def test_a_child_that_was_told_to_stop_stays_away(supervisor: Supervisor, tmp_path: Path) -> None:
    child = supervisor.start(plan(tmp_path))
    assert supervisor.wait(lambda: ready(supervisor), 10)
    child.tell({"do": "stop"})
    supervisor.wait(lambda: supervisor.child("one") is None, 5)
    assert not supervisor.wait(lambda: supervisor.child("one") is not None, 0.6)
    assert not supervisor.restarts and not supervisor.quit


def test_the_window_s_own_end_ends_everything(supervisor: Supervisor, tmp_path: Path) -> None:
    child = supervisor.start(plan(tmp_path, quits=True))
    assert supervisor.wait(lambda: ready(supervisor), 10)
    child.tell({"do": "die", "code": 0})
    supervisor.wait(lambda: False, 5)
    assert supervisor.quit and not supervisor.failed and not supervisor.restarts


def test_a_crashed_window_is_started_again_instead(supervisor: Supervisor, tmp_path: Path) -> None:
    child = supervisor.start(plan(tmp_path, quits=True))
    assert supervisor.wait(lambda: ready(supervisor), 10)
    child.tell({"do": "die", "code": 134})
    assert supervisor.wait(lambda: supervisor.restarts["one"] == 1, 5)
    assert not supervisor.quit


def test_a_child_that_refuses_to_start_is_not_asked_again(
    supervisor: Supervisor, told: list[str], tmp_path: Path
) -> None:
    child = supervisor.start(plan(tmp_path))
    assert supervisor.wait(lambda: ready(supervisor), 10)
    child.tell({"do": "die", "code": 2})
    supervisor.wait(lambda: False, 5)
    assert supervisor.quit and supervisor.refused and not supervisor.restarts
    assert not supervisor.failed and not told, "it has said why itself"


def test_a_child_that_always_dies_is_given_up(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch, told: list[str]
) -> None:
    monkeypatch.setattr("app.supervisor.supervisor.LONGEST_WAIT_S", 0.01)
    supervisor.start(Plan("one", (sys.executable, "-S", "-c", "raise SystemExit(7)")))
    supervisor.wait(lambda: False, 20)
    assert supervisor.failed == "one" and supervisor.codes["one"] == 7
    assert "8 times" in told[-1]


def test_a_child_that_does_not_listen_is_ended_by_force(supervisor: Supervisor) -> None:
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        """print('{"said": "ready"}', flush=True); time.sleep(60)"""
    )
    child = supervisor.start(Plan("one", (sys.executable, "-S", "-c", deaf)))
    assert supervisor.wait(lambda: ready(supervisor), 10)
    supervisor.end(("one",), 0.3)
    assert supervisor.codes["one"] == -signal.SIGKILL and not alive(child.pid)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
def test_children_end_orderly_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    script = textwrap.dedent(f"""
        import sys, time, pathlib
        from app.supervisor.children import Plan
        from app.supervisor.supervisor import Supervisor
        s = Supervisor()
        for name in ("one", "two"):
            s.start(Plan(name, (sys.executable, "-c", {CHILD!r}, {str(tmp_path)!r}, name)))
        s.wait(lambda: all(s.said(n, "ready") for n in ("one", "two")), 10)
        print(*(s.child(n).pid for n in ("one", "two")), flush=True)
        time.sleep(60)
    """)
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        parent.kill()
    assert len(pids) == 2
    until(lambda: not any(alive(pid) for pid in pids))
    assert [(tmp_path / f"{name}.ended").read_text() for name in ("one", "two")] == ["orderly", "orderly"]


def test_a_module_of_ours_runs_as_a_child() -> None:
    assert module_command("app.cli", "version") == (sys.executable, "-m", "app.cli", "version")


# the report

DESK = {
    "messages": {"received": 12, "stored": 10, "duplicates": 2, "quarantined": {}},
    "alarms": {"smoke": {"raised": 1, "closed": 1}},
    "stage_s": {"acknowledged": {"p50": 1.0, "p90": 2.0}},
}
WINDOW = {
    "frame_ms": {"p50": 1, "p95": 2, "max": 3},
    "gui_late_ms": {"p99": 1, "max": 2},
    "alarm_ms": {"p50": 1, "p99": 2},
    "resumes": 0,
    "peak_mb": 300.0,
}


def test_the_parts_become_one_report() -> None:
    report = merge(Span(60.0, 20.04, 5), DESK, WINDOW, {"published": 12}, {})
    assert report["clock"]["real_s"] == 20.0 and report["clock"]["simulated_s"] == 1202.4
    assert report["messages"] == {"published": 12, **DESK["messages"]}
    assert set(report) == {"clock", "messages", "alarms", "stage_s", *WINDOW}
    assert report["clock"]["times"]["stage_s"] == "simulated"
    assert lost(report) == ""


def test_what_a_window_did_not_measure_is_null_and_not_nought() -> None:
    report = merge(Span(1.0, 1.0, 0), DESK, {}, {"published": 12}, {"desk": 1})
    assert report["frame_ms"] == {"p50": None, "p95": None, "max": None}
    assert report["peak_mb"] is None and report["restarts"] == {"desk": 1}


@pytest.mark.parametrize(
    ("published", "change", "said"),
    [
        (13, {}, "1 of 13"),
        (12, {"stored": 9}, "were not stored"),
        (12, {"stored": 9, "quarantined": {"late": 1}}, ""),
        (12, {"stored": 9, "not_leased": 1}, ""),
        (12, {"stored": 8, "not_leased": 1}, "1 published messages were not stored"),
    ],
)
def test_a_loss_is_said_in_one_sentence(published: int, change: dict[str, object], said: str) -> None:
    desk = DESK | {"messages": DESK["messages"] | change}
    assert said in lost(merge(Span(1.0, 1.0, 0), desk, WINDOW, {"published": published}, {}))
    assert lost(merge(Span(1.0, 1.0, 0), {}, WINDOW, {"published": 1}, {})) == "The desk left no report."
