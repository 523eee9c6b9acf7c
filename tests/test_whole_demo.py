"""`sandtable demo --autopilot` as anybody would start it: all five kinds of alarm closed, nothing lost, a picture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.whole_run import Done, alone, colours, once, sandtable

pytestmark = pytest.mark.timeout(300)

SECONDS = 52
KINDS = ("elder_silence", "unregistered_opener", "smoke", "sos", "device_silent", "intrusion")
KEYS = {
    "clock", "messages", "alarms", "stage_s", "frame_ms", "gui_late_ms", "alarm_ms", "resumes", "peak_mb",
}  # fmt: skip
STAGES = {"acknowledged", "dispatched", "accepted", "en_route", "on_scene", "fed_back", "closed"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one demo left behind."""

    def run(made: Path) -> None:
        arguments = ("--autopilot", "--seconds", SECONDS, "--speed", 60, "--lang", "zh_CN")
        with alone(tmp_path_factory, "processors", shared=True):
            done = sandtable("demo", *arguments, "--report", "r.json", "--screenshot", "s.png", cwd=made)
        (made / "done.json").write_text(json.dumps([done.code, done.out, done.err, done.seconds]), "utf-8")

    return once(tmp_path_factory, "demo", run)


@pytest.fixture
def done(folder: Path) -> Done:
    return Done(*json.loads((folder / "done.json").read_text("utf-8")))


@pytest.fixture
def report(folder: Path, done: Done) -> dict[str, Any]:
    assert (folder / "r.json").exists(), done.err
    body: dict[str, Any] = json.loads((folder / "r.json").read_text("utf-8"))
    return body


def test_it_ends_well_and_says_nothing_of_faults(done: Done) -> None:
    assert done.code == 0, done.err
    assert done.said == [] and done.out == ""
    assert "Traceback" not in done.err and "ended unexpectedly" not in done.err


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_alarm_is_raised_and_closed(kind: str, report: dict[str, Any]) -> None:
    figures = report["alarms"][kind]
    assert figures["raised"] >= 1 and 1 <= figures["closed"] <= figures["raised"], report["alarms"]


def test_a_calm_estate_raises_no_other_alarms(report: dict[str, Any]) -> None:
    others = {kind: figures for kind, figures in report["alarms"].items() if kind not in KINDS}
    assert others == {}, "the estate and its link were well all the time"
    assert report["alarms"]["elder_silence"]["raised"] == 1, "one elder was at 11 h 30 min"


def test_every_published_message_met_its_fate(report: dict[str, Any]) -> None:
    messages = report["messages"]
    assert messages["published"] > 1_000
    assert messages["published"] == messages["received"] == messages["stored"] + messages["duplicates"]
    assert messages["quarantined"] == {}


def test_the_report_has_what_is_promised_and_no_more(report: dict[str, Any]) -> None:
    assert set(report) == KEYS, "a restarted child would stand here as `restarts`"
    assert set(report["messages"]) == {"published", "received", "stored", "duplicates", "quarantined"}
    assert set(report["frame_ms"]) == {"p50", "p95", "max"} and set(report["gui_late_ms"]) == {"p99", "max"}
    assert set(report["alarm_ms"]) == {"p50", "p99"} and set(report["stage_s"]) == STAGES
    assert all(set(span) == {"p50", "p90"} and 0 <= span["p50"] <= span["p90"] for span in report["stage_s"].values())
    assert report["resumes"] == 0 and 50 < report["peak_mb"] < 1_000
    assert report["frame_ms"]["p50"] > 0 and report["alarm_ms"]["p50"] > 0 and report["gui_late_ms"]["p99"] > 0


def test_real_and_simulated_times_are_told_apart(report: dict[str, Any]) -> None:
    clock = report["clock"]
    assert clock["speed"] == 60 and SECONDS <= clock["real_s"] < SECONDS + 5
    assert clock["simulated_s"] == pytest.approx(clock["real_s"] * 60, abs=5)
    real = {name for name, which in clock["times"].items() if which == "real"}
    assert real == {"frame_ms", "gui_late_ms", "alarm_ms"} and clock["times"]["stage_s"] == "simulated"


def test_the_picture_is_whole(folder: Path) -> None:
    size, many = colours(folder / "s.png")
    assert size == (1920, 1080) and many > 1_000


def test_nothing_is_left_behind_but_what_was_asked_for(folder: Path) -> None:
    assert {p.name for p in folder.iterdir()} == {"r.json", "s.png", "done.json", "lock", "made", "state"}


def test_english_on_a_small_screen(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    look = ("--lang", "en", "--size", "1366x768", "--report", "r.json", "--screenshot", "s.png")
    with alone(tmp_path_factory, "processors", shared=True):
        done = sandtable("demo", "--seconds", 5, "--speed", 60, *look, cwd=tmp_path)
    assert done.code == 0 and done.said == [], done.err
    size, many = colours(tmp_path / "s.png")
    assert size == (1366, 768) and many > 500
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert set(report) == KEYS and report["messages"]["quarantined"] == {}
