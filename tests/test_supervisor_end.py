"""How a demo ends: what the window's cameras said last is waited for as well as what the simulator said."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
import time
from pathlib import Path

from app.supervisor.children import Plan
from app.supervisor.run import Run, Settings
from domain.clock import Clock

CHILD = """
import json, pathlib, sys, threading
from app.supervisor.control import Control
folder, name, published = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
gone, asked = threading.Event(), []
def written(name):
    path = folder / f"{name}.json"
    return json.loads(path.read_text())["published"] if path.exists() else 0
def on_line(order):
    if order["do"] == "stop": gone.set()
    elif order["do"] == "screenshot":
        pathlib.Path(order["path"]).write_bytes(b"seen")
        control.say({"said": "screenshot"})
    elif order["do"] == "counts":
        sent = written("simulator") + written("window")
        asked.append(sent)
        late = len(asked) < 4  # what was published last is still under way
        control.say({"said": "counts", "received": sent - late, "waiting": 0})
control = Control(on_line, gone.set)
control.start()
control.say({"said": "ready"})
gone.wait()
part = {"published": published}
if name == "desk":
    sent = asked[-1] if asked else 0
    received = sent if len(asked) >= 4 else sent - 1
    part = {"messages": {"received": received, "stored": received, "duplicates": 0, "quarantined": {}}}
(folder / f"{name}.json").write_text(json.dumps(part))
"""


def test_the_window_s_cameras_are_waited_for_like_the_simulator(tmp_path: Path) -> None:
    told: list[str] = []
    settings = Settings(
        station=tmp_path / "s.db",
        clock=Clock(0, 0.0, 1.0, time.time),
        broker="127.0.0.1:1",
        demo=True,
        screenshot=tmp_path / "shot.png",
        report=tmp_path / "report.json",
        logs=tmp_path,
        announce=told.append,
    )
    run = Run(settings)
    try:
        for name, published in (("desk", 0), ("simulator", 3), ("window", 2)):
            command = (sys.executable, "-c", textwrap.dedent(CHILD), str(run._folder), name, str(published))
            run._supervisor.start(Plan(name, command, quits=name == "window"))
        names = ("desk", "simulator", "window")
        assert run._supervisor.wait(lambda: all(run._supervisor.said(name, "ready") for name in names), 20)
        assert run._end() == 0, told
    finally:
        run._supervisor.end(("window", "simulator", "desk"))
        shutil.rmtree(run._folder)
    messages = json.loads((tmp_path / "report.json").read_text())["messages"]
    assert messages["published"] == messages["received"] == 5
    assert (tmp_path / "shot.png").read_bytes() == b"seen", "taken while the window stood"
    assert not [line for line in told if "in time" in line]
