"""The static picture: blocks, windows, ground, and what the wall must not show."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.register import Edges, Nodes, Register, Site
from layers import lights, words
from layers.estate import Estate
from layers.plan import Plan, spread
from map.palette import NIGHT, PAPER
from map.scene import Scene
from tests.layers_rows import FRAME, NOW, register

NIGHT_HOUR, EVENING = 3, 20


def scene(reg: Register | None = None, hour: int = NIGHT_HOUR, *, home_marks: bool = True, **on: bool) -> Scene:
    return Estate(Plan(reg or register()), home_marks=home_marks).scene(NIGHT, hour, **on)


def colours(made: Scene) -> dict[str, tuple[int, ...]]:
    windows = made.blocks.windows
    return {key: tuple(rgba) for key, rgba in zip(windows.keys, windows.rgba.tolist(), strict=True)}


def test_every_building_is_a_block_with_its_name_height_and_homes() -> None:
    made = scene()
    assert list(made.blocks.keys) == [f"building:b{i}" for i in range(1, 10)]
    assert made.blocks.labels[8] == "Bldg 9" and made.blocks.height[8] == 54 and made.blocks.levels[8] == 18
    assert len(made.blocks.windows) == 8 * 36 + 18 * 6
    assert made.lines.styles.count("wall") == 1 and made.lines.styles.count("road") == 1
    assert list(made.areas.styles) == ["community", "green"]
    assert len(made.trees.xy) == 1 and made.trees.radius[0] == 2.5


def test_metres_are_those_of_the_local_frame() -> None:
    first = scene().blocks.footprints.part(0)
    assert first == pytest.approx(np.array([(-120, -90), (-58, -90), (-58, -78), (-120, -78)]), abs=1e-3)
    assert FRAME.to_degrees(first).shape == (4, 2)


def test_rentals_are_blue_elders_amber_with_a_glow_and_others_have_no_hue() -> None:
    reg = register()
    made = scene(reg)
    lit = colours(made)
    glow = dict(zip(made.blocks.windows.keys, made.blocks.windows.glow.tolist(), strict=True))
    plan = Plan(reg)
    for row, ident in enumerate(reg.homes.ids):
        rgba = lit[f"home:{ident}"]
        if plan.elders[row]:
            assert rgba == NIGHT.amber and glow[f"home:{ident}"]
        elif plan.rented[row]:
            assert rgba[:3] == NIGHT.blue[:3] and rgba[3] >= 100
        else:
            assert rgba[3] == 0 or rgba[:3] not in (NIGHT.blue[:3], NIGHT.amber[:3])
            assert not glow[f"home:{ident}"]


def test_a_block_let_whole_is_tinted_and_the_switch_takes_marks_and_tint_away() -> None:
    assert scene().blocks.tint[0][3] > 100 and scene().blocks.tint[1][3] == 0
    off = scene(rentals=False, elders=False)
    assert not off.blocks.tint[:, 3].any() and not off.blocks.windows.glow.any()
    assert not {c[:3] for c in colours(off).values() if c[3]} & {NIGHT.blue[:3], NIGHT.amber[:3]}


def test_on_the_wall_no_window_tells_one_home_from_another() -> None:
    """R9: the same picture whoever rents and whoever is old and alone – but for the block's total."""
    reg = register()
    marked = scene(reg, home_marks=False)
    plain = register()
    plain.homes.tenure[:] = 0
    plain.people.flags[:] = 0
    bare = scene(plain, home_marks=False)
    assert np.array_equal(marked.blocks.windows.rgba, bare.blocks.windows.rgba)
    assert not marked.blocks.windows.glow.any()
    assert marked.blocks.tint[0][3] > 0 and not bare.blocks.tint[:, 3].any()


def test_few_lights_at_night_many_in_the_evening_and_the_same_every_time() -> None:
    plain = register()
    plain.homes.tenure[:] = 0
    plain.people.flags[:] = 0
    night, evening = (scene(plain, hour).blocks.windows.rgba[:, 3] > 0 for hour in (NIGHT_HOUR, EVENING))
    assert 0 < night.mean() < 0.15 and evening.mean() > 0.4
    assert np.array_equal(night, scene(plain, NIGHT_HOUR).blocks.windows.rgba[:, 3] > 0)


def test_by_day_on_paper_no_ordinary_lamp_is_drawn() -> None:
    made = Estate(Plan(register())).scene(PAPER, EVENING)
    hues = {tuple(c[:3]) for c in made.blocks.windows.rgba.tolist() if c[3]}
    assert hues == {PAPER.blue[:3], PAPER.amber[:3]}


def test_an_ordinary_light_depends_on_nothing_but_the_homes_id_and_the_hour() -> None:
    seeds = lights.hashes([f"h{i}" for i in range(500)])
    assert lights.lit(seeds, 20).sum() == round(lights.LIT_BY_HOUR[20] * 500)
    assert np.array_equal(seeds, lights.hashes([f"h{i}" for i in range(500)]))


def test_the_hour_is_the_sites_own() -> None:
    assert lights.hour_of(NOW, "Asia/Shanghai") == 3
    assert lights.hour_of(NOW, "Europe/Helsinki") == 21
    assert lights.hour_of(NOW, "no/zone") == 19


def test_the_path_network_is_drawn_only_when_switched_on() -> None:
    reg = register()

    lonlat = FRAME.to_degrees([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)])
    reg.nodes = Nodes(ids=["n1", "n2", "n3"], lon=lonlat[:, 0], lat=lonlat[:, 1])
    reg.edges = Edges(
        ids=["e1", "e2"], a_row=np.array([0, 1], np.int32), b_row=np.array([1, 2], np.int32),
        length_m=np.full(2, 10, np.float32), kind=np.zeros(2, np.int8), gate_row=np.full(2, -1, np.int32),
    )  # fmt: skip
    assert len(scene(reg, paths=True).lines.paths) == len(scene(reg).lines.paths) + 2


def test_an_empty_register_gives_an_empty_scene() -> None:
    made = scene(Register(site=Site(id="x", name="X", kind="import", lon0=120.0, lat0=33.0)))
    assert made.empty and made.home is None


def test_a_footprint_that_cannot_be_drawn_is_left_out_and_its_homes_with_it() -> None:
    reg = register()
    offsets = reg.buildings.outline.offsets.copy()
    offsets[1:] -= 2  # the first building keeps two points
    object.__setattr__(reg.buildings.outline, "offsets", offsets)
    object.__setattr__(reg.buildings.outline, "xy", reg.buildings.outline.xy[2:])
    made = scene(reg)
    assert "building:b1" not in made.blocks.keys and len(made.blocks) == 8
    assert not [key for key in made.blocks.windows.keys if key.startswith("home:h1-")]


def test_a_home_above_the_roof_has_no_window() -> None:
    reg = register()
    reg.homes.floor[0] = 99
    assert "home:h1-101" not in scene(reg).blocks.windows.keys


@given(st.lists(st.tuples(st.integers(0, 4), st.floats(0, 1)), max_size=40))
def test_homes_of_a_floor_never_share_a_place(rows: list[tuple[int, float]]) -> None:
    floors, along = np.array([f for f, _ in rows], dtype=int), np.array([a for _, a in rows], dtype=float)
    places, shares = spread(floors, along)
    for floor in set(floors.tolist()):
        mine = np.sort(places[floors == floor])
        share = shares[floors == floor][0]
        assert share == pytest.approx(1 / len(mine))
        assert (np.diff(mine) >= 0.25 * share - 1e-9).all()
        assert ((mine >= 0) & (mine <= 1)).all()


def test_figures_are_said_as_people_say_them() -> None:
    said = {0: "0″", 50: "50″", 130: "2′10″", 1560: "26′", 42_000: "11h40′", 270_000: "3d3h", -5: "0″"}
    assert {s: words.span(s * 1000) for s in said} == said
    assert [words.distance(m) for m in (43, 346, 980, 1234)] == ["40 m", "350 m", "1.0 km", "1.2 km"]
    assert words.walk(203) == "3′25″" and words.eta(50, 200, 12) == "foot 50″ · floor 12 3′20″"
    assert words.eta(50, None, 12) == words.eta(50, 60, 1) == "foot 50″"
