"""`sandtable doctor` as a person and as a machine meet it: exit codes, languages, JSON, and never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from domain.store import Ledger
from tests import station_scene as scene

ROOT = Path(__file__).parent.parent


def doctor(*args: str, lang: str = "en_GB.UTF-8") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "LC_ALL": lang, "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "app.cli", "doctor", *args]
    return subprocess.run(command, capture_output=True, text=True, env=env, check=False, timeout=100)


@pytest.fixture
def real(tmp_path: Path) -> Path:
    path = tmp_path / "real.db"
    Ledger.create(path, scene.register("real"), scene.people_files(), now=scene.T0).close()
    return path


def test_a_sound_station_is_told_as_json_with_exit_code_nought(real: Path) -> None:
    done = doctor(str(real), "--json")
    body = json.loads(done.stdout)
    by_code = {f["code"]: f for f in body["findings"]}
    assert done.returncode == (2 if body["worst"] == "fault" else 0) and not done.stderr
    assert by_code["database.ok"]["state"] == "ok" and by_code["database.ok"]["facts"]["file"] == "real.db"
    assert {f["check"] for f in body["findings"]} >= {"display", "fonts", "sound", "broker", "clock", "disk", "memory"}
    assert all(
        f["meaning"] and set(f) == {"check", "state", "code", "meaning", "do", "facts"} for f in body["findings"]
    )


def test_a_fault_is_exit_code_two_and_says_what_to_do_in_chinese(real: Path) -> None:
    real.with_suffix(".keys").unlink()
    done = doctor(str(real), "--broker", "127.0.0.1:1", lang="zh_CN.UTF-8")
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert "故障" in done.stdout and "real.keys" in done.stdout and "切勿新建" in done.stdout
    assert "127.0.0.1:1 无人监听" in done.stdout and "未作任何更改" in done.stdout


def test_nonsense_is_refused_in_one_sentence() -> None:
    done = doctor("--lang", "fr")
    assert done.returncode == 2 and done.stderr.strip() == "'fr' is no language here; say zh_CN or en."


def test_the_window_s_look_says_a_line_a_finding(real: Path) -> None:
    command = [sys.executable, "-m", "app.doctor", "--station", str(real)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=True, timeout=100)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"database.ok", "broker.not_asked"} <= {row["code"] for row in rows}
