"""`sandtable import` from the command line on real map data and on bad files; the demo on what was imported."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from domain.store import Ledger
from tests.whole_run import DATA, Done, alone, colours, sandtable

pytestmark = pytest.mark.timeout(300)

KEYS = ("communities", "buildings", "entrances", "gates", "walls", "path_nodes", "path_m", "skipped")
AT_LEAST: dict[str, dict[str, int]] = {
    "tsinghua.osm": {"communities": 3, "buildings": 521, "gates": 26, "path_nodes": 1_000, "path_m": 10_000},
    "helsinki.osm.pbf": {"buildings": 500, "entrances": 300, "path_nodes": 6_000, "path_m": 10_000},
}
EXACT = {"tsinghua.osm": {"buildings": 521, "gates": 26}, "helsinki.osm.pbf": {"buildings": 500}}
HOUSE = """<?xml version='1.0'?><osm version='0.6'><node id='1' lat='33.0' lon='120.0'/>
<node id='2' lat='33.0' lon='120.001'/><node id='3' lat='33.0002' lon='120.001'/>
<way id='1'><nd ref='1'/><nd ref='2'/><nd ref='3'/><nd ref='1'/><tag k='building' v='yes'/></way></osm>"""
BAD: dict[str, bytes | None] = {
    "missing.osm": None,
    "empty.osm": b"",
    "photo.png": b"\x89PNG\r\n\x1a\n",
    "broken.osm": HOUSE[:200].encode(),
    "cut.osm.pbf": b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\xff\xff",
    "bare.osm": b"<osm version='0.6'><node id='1' lat='33' lon='120'/></osm>",
    "broken.geojson": b'{"type": "FeatureCollection", "features": [',
    "not.gpkg": b"SQLite format 3\x00" + b"x" * 200,
}
LANGUAGES = {"tsinghua.osm": "zh_CN", "helsinki.osm.pbf": "en"}


def data(name: str) -> Path:
    path = DATA / name
    if not path.is_file():
        pytest.skip(f"the map extract {name} is not beside this checkout")
    return path


@pytest.mark.parametrize("name", list(AT_LEAST))
def test_real_map_data_comes_in_and_the_demo_runs_on_it(
    name: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = data(name)
    done = sandtable("import", path, "--into", "s.db", "--json", cwd=tmp_path)
    assert done.code == 0 and not done.said, done.err
    figures = json.loads(done.out)
    assert tuple(figures) == KEYS
    assert not [k for k, least in AT_LEAST[name].items() if figures[k] < least], figures
    assert {k: figures[k] for k in EXACT[name]} == EXACT[name]
    assert isinstance(figures["skipped"], dict) and all(n > 0 for n in figures["skipped"].values())
    before = (tmp_path / "s.db").read_bytes()
    look = ("--lang", LANGUAGES[name], "--size", "1366x768", "--report", "r.json", "--screenshot", "s.png")
    with alone(tmp_path_factory, "processors", shared=True):
        demo = sandtable("demo", "--on", "s.db", "--seconds", 8, "--speed", 60, *look, cwd=tmp_path)
    assert demo.code == 0 and not demo.said, demo.err
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    messages = report["messages"]
    assert messages["published"] == messages["stored"] + messages["duplicates"] > 0
    assert messages["quarantined"] == {} and "restarts" not in report
    size, many = colours(tmp_path / "s.png")
    assert size == (1366, 768) and many > 500
    assert (tmp_path / "s.db").read_bytes() == before, "the import itself is only read"
    with Ledger.open(tmp_path / "s.db", read_only=True) as ledger:
        assert "OpenStreetMap" in ledger.load_register().site.attribution


def refused(folder: Path, name: str, body: bytes | None) -> tuple[Done, set[str]]:
    """The command on one bad file, alone in its folder; how it ended, and what it left there."""
    folder.mkdir()
    if body is not None:
        (folder / name).write_bytes(body)
    done = sandtable("import", name, "--into", "s.db", "--json", cwd=folder)
    return done, {p.name for p in folder.iterdir()} - {name, "state", "data"}


def test_bad_files_are_each_refused_in_one_sentence_and_leave_nothing(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        tried = {name: pool.submit(refused, tmp_path / name, name, body) for name, body in BAD.items()}
    for name, one in tried.items():
        done, left = one.result()
        assert done.code != 0 and not done.out, name
        assert len(done.said) == 1 and done.said[0].endswith(".") and name in done.said[0], done.err
        assert not left, f"{name} left behind: {left}"
    assert len({one.result()[0].err for one in tried.values()}) == len(BAD), "each says what is wrong with it"


def test_a_station_that_is_there_already_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "house.osm").write_text(HOUSE, "utf-8")
    (tmp_path / "s.db").write_bytes(b"precious")
    done = sandtable("import", "house.osm", "--into", "s.db", cwd=tmp_path)
    assert done.code != 0 and len(done.said) == 1
    assert (tmp_path / "s.db").read_bytes() == b"precious" and not (tmp_path / "s.keys").exists()
