"""Import of real map data and of bad files, through the same function as the command line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from pyproj import Transformer

from app.importing import ImportRefused, read_files, run
from app.importing.telling import doubtful
from domain.datum import Datum, from_wgs84
from domain.geo import distance_m
from domain.store import Ledger

DATA = Path(__file__).parent.parent.parent / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the shared map extracts are not beside this checkout")
NOW = 1_790_000_000_000

HOUSE = """<?xml version='1.0'?><osm version='0.6'>
<node id='1' lat='33.0' lon='120.0'/><node id='2' lat='33.0' lon='120.001'/><node id='3' lat='33.0002' lon='120.001'/>
<node id='4' lat='33.0002' lon='120.0'><tag k='entrance' v='staircase'/><tag k='ref' v='2单元'/></node>
<node id='5' lat='33.0003' lon='120.0'/><node id='6' lat='33.0003' lon='120.002'><tag k='barrier' v='gate'/></node>
<node id='7' lat='33.0003' lon='120.003'/>
<way id='1'><nd ref='1'/><nd ref='2'/><nd ref='3'/><nd ref='4'/><nd ref='1'/>
<tag k='building' v='apartments'/><tag k='name' v='3号楼'/><tag k='building:levels' v='11'/></way>
<way id='2'><nd ref='5'/><nd ref='6'/><nd ref='7'/><tag k='highway' v='footway'/></way></osm>"""


def square(lon: float, lat: float, size: float = 1e-4) -> shapely.Polygon:
    return shapely.box(lon, lat, lon + size, lat + size)


def write_vector(path: Path, driver: str, fields: dict[str, list[str]], crs: str = "EPSG:4326", enc: str = "") -> None:
    shapes = shapely.to_wkb([square(120.0, 33.0), square(120.0002, 33.0)])
    columns = [np.array(v, dtype=object) for v in fields.values()]
    extra = {"encoding": enc} if enc else {}
    pyogrio.raw.write(path, shapes, columns, list(fields), geometry_type="Polygon", driver=driver, crs=crs, **extra)


@needs_data
def test_a_campus_with_estates_comes_in_whole(tmp_path: Path) -> None:
    report = run([DATA / "tsinghua.osm"], tmp_path / "s.db", now=NOW)
    assert (report.buildings, report.gates) == (521, 26)
    assert report.communities >= 3
    register = Ledger.open(tmp_path / "s.db", read_only=True).load_register()
    assert "西王庄小区" in register.communities.name
    assert "OpenStreetMap" in register.site.attribution
    assert set(register.edges.gate_row) - {-1}, "no gate closes any way"


@needs_data
def test_a_city_quarter_from_pbf(tmp_path: Path) -> None:
    report = run([DATA / "helsinki.osm.pbf"], tmp_path / "s.db", now=NOW)
    assert report.buildings == 500
    assert 6_000 <= report.path_nodes <= 7_000
    assert report.entrances > 300
    assert report.skipped["outline_cut_by_the_edge"] > 0


def test_names_levels_entrances_and_gates_of_a_small_file(tmp_path: Path) -> None:
    path = tmp_path / "house.osm"
    path.write_text(HOUSE, encoding="utf-8")
    register, _ = read_files([path], name="house")
    assert register.buildings.name == ["3号楼"] and int(register.buildings.levels[0]) == 11
    assert register.units.name == ["2单元"] and int(register.units.node_row[0]) >= 0
    gate_edges = register.edges.gate_row == 0
    assert gate_edges.sum() == 1, "closing one of a node's two edges closes the way through it"
    assert 180 < register.edges.length_m[~gate_edges].max() < 190


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
def test_a_shapefile_without_its_encoding_keeps_its_chinese(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "houses.shp"
    write_vector(path, "ESRI Shapefile", {"名称": ["一栋", "二栋"], "层数": ["6", "18"]}, enc=encoding)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    register, _ = read_files([path], name="houses")
    assert register.buildings.name == ["一栋", "二栋"]
    assert register.buildings.levels.tolist() == [6, 18]


def test_grids_and_buildings_of_other_coordinate_systems(tmp_path: Path) -> None:
    houses, grids = tmp_path / "houses.geojson", tmp_path / "grids.gpkg"
    write_vector(houses, "GeoJSON", {"name": ["1栋", "2栋"]})
    write_vector(grids, "GPKG", {"grid_name": ["东网格", "西网格"]}, crs="EPSG:4490")
    register, _ = read_files([houses, grids], name="both")
    assert register.grids.name == ["东网格", "西网格"]
    assert register.buildings.grid_row.tolist() == [0, 1]


def bad_files(folder: Path) -> dict[str, Path]:
    paths = {
        name: folder / file
        for name, file in {
            "missing": "missing.osm", "empty": "empty.osm", "picture": "photo.png", "broken xml": "broken.osm",
            "truncated": "cut.osm.pbf", "no building": "bare.osm", "broken json": "broken.geojson",
            "not a package": "not.gpkg", "metres without crs": "metres.geojson", "no table": "alone.shp",
            "folder": "folder.osm",
        }.items()
    }  # fmt: skip
    paths["empty"].touch()
    paths["picture"].write_bytes(b"\x89PNG\r\n\x1a\n")
    paths["broken xml"].write_text(HOUSE[:400])
    paths["truncated"].write_bytes(b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\xff\xff")
    paths["no building"].write_text("<osm version='0.6'><node id='1' lat='33' lon='120'/></osm>")
    paths["broken json"].write_text('{"type": "FeatureCollection", "features": [')
    paths["not a package"].write_bytes(b"SQLite format 3\x00" + b"x" * 200)
    far = {"type": "Polygon", "coordinates": [[[5e5, 3e6], [5e5 + 10, 3e6], [5e5, 3e6 + 10], [5e5, 3e6]]]}
    feature = {"type": "Feature", "properties": {}, "geometry": far}
    paths["metres without crs"].write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    paths["no table"].write_bytes(b"\x00\x00\x27\x0a" + b"\x00" * 96)
    paths["folder"].mkdir()
    return paths


def test_every_kind_of_bad_file_is_refused_in_one_sentence_and_changes_nothing(tmp_path: Path) -> None:
    for name, path in bad_files(tmp_path).items():
        with pytest.raises(ImportRefused) as refused:
            run([path], tmp_path / "s.db", now=NOW)
        said = str(refused.value)
        assert said.endswith(".") and "\n" not in said and len(said) < 300, (name, said)
        assert path.name.split(".")[0] in said, (name, said)
    assert not list(tmp_path.glob("s.db*")), "a half-made station file was left behind"


def test_a_station_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    into = tmp_path / "s.db"
    into.write_bytes(b"precious")
    path = tmp_path / "house.osm"
    path.write_text(HOUSE, encoding="utf-8")
    with pytest.raises(ImportRefused, match="left as it is"):
        run([path], into, now=NOW)
    assert into.read_bytes() == b"precious"


def lanes(tmp_path: Path) -> Path:
    """Lanes 40 m apart over 400 m, and one house, as OpenStreetMap has them."""
    places = [(120.0 + 4e-4 * i, 33.0 + 4e-4 * k) for k in range(10) for i in range(10)]
    nodes = "".join(f"<node id='{100 + n}' lat='{lat:.6f}' lon='{lon:.6f}'/>" for n, (lon, lat) in enumerate(places))
    rows = [[100 + 10 * k + i for i in range(10)] for k in range(10)] + [
        [100 + 10 * k + i for k in range(10)] for i in range(10)
    ]
    ways = "".join(
        f"<way id='{500 + n}'>" + "".join(f"<nd ref='{ref}'/>" for ref in row) + "<tag k='highway' v='footway'/></way>"
        for n, row in enumerate(rows)
    )
    path = tmp_path / "lanes.osm"
    path.write_text(HOUSE.replace("<node id='1'", nodes + "<node id='1'").replace("</osm>", ways + "</osm>"))
    return path


RINGS = [np.array(square(120.0004 + 4e-4 * i, 33.0004 + 4e-4 * i).exterior.coords) for i in range(9)]
"""Nine houses on the lanes."""


def houses_in(tmp_path: Path, datum: Datum) -> Path:
    """The houses drawn in another datum."""
    features = [
        {"type": "Feature", "properties": {"name": f"H{i}"},
         "geometry": {"type": "Polygon", "coordinates": [np.stack(from_wgs84(datum, *ring.T), axis=1).tolist()]}}
        for i, ring in enumerate(RINGS)
    ]  # fmt: skip
    path = tmp_path / "houses.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_houses_of_another_datum_are_noticed_and_come_right_with_it(tmp_path: Path, datum: Datum) -> None:
    files = [lanes(tmp_path), houses_in(tmp_path, datum)]
    doubted = run(files, tmp_path / "a.db", now=NOW)
    assert doubted.datum_doubts == {"houses.geojson": str(datum)} and doubted.buildings == 10
    assert run(files, tmp_path / "b.db", now=NOW, datum=datum).datum_doubts == {}
    assert off_m(tmp_path / "b.db") < 3 and off_m(tmp_path / "a.db") > 300, "metres from where they stand"


def off_m(station: Path) -> float:
    """How far the first house lies from its place."""
    with Ledger.open(station, read_only=True) as ledger:
        b = ledger.load_register().buildings
    lon, lat = b.outline[b.name.index("H0")].mean(axis=0)
    return distance_m(float(lon), float(lat), 120.00045, 33.00045)


def houses_as(path: Path, crs: str, datum: Datum = Datum.WGS84) -> Path:
    """The houses drawn in a datum, in a Shapefile of `crs`."""
    to = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    rings = [np.stack(to.transform(*from_wgs84(datum, *ring.T)), axis=1) for ring in RINGS]
    names = [np.array([f"H{i}" for i in range(9)], dtype=object)]
    shapes = shapely.to_wkb([shapely.Polygon(ring) for ring in rings])
    pyogrio.raw.write(path, shapes, names, ["name"], geometry_type="Polygon", driver="ESRI Shapefile", crs=crs)
    return path


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4490", "EPSG:3857", "OGC:CRS84"])
@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_degrees_and_web_mercator_are_moved_by_the_datum(tmp_path: Path, crs: str, datum: Datum) -> None:
    files = [lanes(tmp_path), houses_as(tmp_path / "houses.shp", crs, datum)]
    report = run(files, tmp_path / "s.db", now=NOW, datum=datum)
    assert off_m(tmp_path / "s.db") < 3 and list(doubtful(report, datum)) == []


@pytest.mark.parametrize(("crs", "said"), [("EPSG:4549", "CGCS2000 / 3-degree"), ("EPSG:4214", "Beijing 1954")])
@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_a_survey_in_its_own_system_is_moved_by_no_datum_and_that_is_said(
    tmp_path: Path, crs: str, said: str, datum: Datum
) -> None:
    files = [lanes(tmp_path), houses_as(tmp_path / "houses.shp", crs)]
    report = run(files, tmp_path / "s.db", now=NOW, datum=datum)
    assert off_m(tmp_path / "s.db") < 3
    (line,) = doubtful(report, datum)
    assert line.startswith(f"houses.shp names {said}") and line.endswith(f"--datum {datum} did not move it.")
    assert list(doubtful(run(files, tmp_path / "t.db", now=NOW), Datum.WGS84)) == [], "nobody wanted it moved"


def test_a_survey_that_lies_off_is_not_sent_to_an_option_that_would_not_move_it(tmp_path: Path) -> None:
    files = [lanes(tmp_path), houses_as(tmp_path / "houses.shp", "EPSG:4549", Datum.GCJ02)]
    (line,) = doubtful(run(files, tmp_path / "s.db", now=NOW), Datum.WGS84)
    assert "lies off the paths as GCJ-02 does" in line and "ask who made the file" in line


@pytest.mark.parametrize("meant", [Datum.WGS84, Datum.CGCS2000])
def test_the_doubt_is_raised_for_whatever_moves_nothing(tmp_path: Path, meant: Datum) -> None:
    files = [lanes(tmp_path), houses_in(tmp_path, Datum.GCJ02)]
    report = run(files, tmp_path / "s.db", now=NOW, datum=meant)
    (line,) = doubtful(report, meant)
    assert f"as GCJ-02 does on a map in {meant}" in line and line.endswith("import again with --datum GCJ-02.")


def test_houses_where_they_belong_raise_no_doubt(tmp_path: Path) -> None:
    assert run([lanes(tmp_path), houses_in(tmp_path, Datum.WGS84)], tmp_path / "s.db", now=NOW).datum_doubts == {}
