"""What each layer draws for situations made by hand: classes, ages, orders, alarms, the opened floor, the wall."""

from __future__ import annotations

import numpy as np
import pytest

from domain.alarms import AlarmKind, Cause, Level, OrderStage
from domain.changes import AlarmRaised, Batch, DeviceChanged, DutyChanged, LifeSigned, OrderMade
from domain.clock import HOUR, MINUTE, SECOND
from domain.register import People, PersonFlag, Register, ResponderClass, Site
from domain.situation import Situation
from layers import guards, routes
from layers.catalogue import BY_KEY, LAYERS
from layers.picture import Picture, Rank
from layers.plan import Plan
from layers.target import key_of, target_of
from map.palette import HUES, NIGHT, PALETTES
from map.shapes import Discs, Dots, Labels, Opened, Outlines, Pulses, Ribbons, Shape, Wedges
from map.sprites import SHAPES
from tests.layers_rows import FULL_NAMES, NOW, moved, order, picture, raise_smoke, register, situation, smoke


def only(shapes: list[Shape], kind: type) -> list:  # type: ignore[type-arg]
    return [shape for shape in shapes if isinstance(shape, kind)]


def draw(key: str, made: Picture) -> list[Shape]:
    return BY_KEY[key].shapes(made)


def glyph(sprite: int) -> tuple[str, str]:
    return SHAPES[sprite // len(HUES)], HUES[sprite % len(HUES)]


def dot(shapes: list[Shape], key: str) -> tuple[Dots, int]:
    return next((dots, list(dots.keys).index(key)) for dots in only(shapes, Dots) if key in dots.keys)


def focused(*orders: str, stage: OrderStage = OrderStage.EN_ROUTE, **more: object) -> Picture:
    reg = register()
    live = situation(reg)
    raise_smoke(live, *(order(r, stage) for r in orders))
    return picture(reg, live, focus="A1", **more)


# -- guards


def test_a_class_is_told_by_its_shape_and_a_fresh_fix_is_green() -> None:
    dots, i = dot(draw("guards", picture()), "responder:r1")
    assert glyph(dots.sprite[i]) == ("triangle", "green")
    assert dots.alpha is not None and dots.alpha[i] == 1.0
    assert dots.labels is not None and dots.labels[i] == "巡-01"
    dots, i = dot(draw("guards", picture()), "responder:r2")
    assert glyph(dots.sprite[i]) == ("square", "green")


@pytest.mark.parametrize("age_s", [31, 90, 600, 90_000])
def test_an_old_fix_is_never_drawn_as_fresh(age_s: int) -> None:
    reg = register()
    live = situation(reg)
    live.apply_change(moved(("t1", 0.0, 0.0, NOW + HOUR)))
    made = Picture(Plan(reg), live, NOW + HOUR + age_s * SECOND)
    dots, i = dot(draw("guards", made), "responder:r1")
    assert dots.alpha is not None and guards.FAINTEST - 1e-6 <= dots.alpha[i] < 0.8
    assert glyph(dots.sprite[i]) == ("triangle", "grey")
    assert dots.labels is not None and "ago" in dots.labels[i]


def test_alpha_never_rises_with_age() -> None:
    ages = np.arange(0, 3600, 5) * SECOND
    n = len(ages)
    stale = ages > guards.FRESH_MS
    found = guards.Heads(np.zeros(n, int), np.zeros((n, 2)), ages, np.ones(n, bool), stale)
    alphas = guards.alphas(found)
    assert (np.diff(alphas) <= 0).all()


def test_the_reach_of_a_stale_fix_grows_at_walking_speed_and_a_fresh_one_has_none() -> None:
    (discs,) = only(draw("guards", picture()), Discs)
    assert len(discs.xy) == 2  # r3 and r4; r1 and r2 are fresh
    assert discs.radius[0] == pytest.approx(8 + 1.4 * 90)
    assert discs.radius[1] == guards.REACH_MOST_M


def test_off_duty_nobody_is_drawn_not_even_from_the_base() -> None:
    made = picture()
    assert not any("responder:r6" in dots.keys for dots in only(draw("guards", made), Dots))
    made.situation.apply_change(DutyChanged(responder="r1", on_duty=False, at=NOW))
    made.trails.record(made.plan, made.situation.fixes.lon, made.situation.fixes.lat, made.situation.fixes.at)
    assert not any("responder:r1" in dots.keys for dots in only(draw("guards", made), Dots))
    assert BY_KEY["guards"].tooltip("responder:r1", made) == []
    rows, _ = made.trails.paths(NOW)
    assert made.register.devices.row("t1") not in rows


def test_without_a_fix_the_base_is_drawn_faint_and_says_so() -> None:
    dots, i = dot(draw("guards", picture()), "responder:r5")
    assert dots.alpha is not None and dots.alpha[i] == pytest.approx(guards.FAINTEST)
    assert dots.labels is not None and dots.labels[i].endswith("no fix")


def test_trails_end_at_the_newest_fix_and_forget_after_a_minute() -> None:
    made = picture()
    live = made.situation
    for step in (1, 2):
        live.apply_change(moved(("t1", 120.0 + 10 * step, -60.0, NOW + 5 * step * SECOND)))
        made.trails.record(made.plan, live.fixes.lon, live.fixes.lat, live.fixes.at)
    rows, paths = made.trails.paths(NOW + 10 * SECOND)
    assert rows.tolist() == [made.register.devices.row("t1")]
    assert paths.part(0)[:, 0] == pytest.approx([120.0, 130.0, 140.0], abs=1e-3)
    assert len(made.trails.paths(NOW + 5 * MINUTE)[0]) == 0


# -- orders


def test_minute_ticks_agree_with_the_estimate() -> None:
    path = np.array([(0.0, 0.0), (300.0, 0.0)])
    assert routes.minute_ticks(path, 200.0) == pytest.approx([90.0, 180.0, 270.0])
    assert routes.minute_ticks(path, 0.0) == pytest.approx([84.0, 168.0, 252.0])
    assert routes.minute_ticks(path, 59.0) == []
    assert routes.minute_ticks(path[:1], 100.0) == []


def test_what_lies_ahead_shrinks_with_the_walker_and_is_whole_off_the_way() -> None:
    path = np.array([(0.0, 0.0), (100.0, 0.0), (100.0, 100.0)])
    rest, share = routes.ahead(path, np.array([50.0, 5.0]))
    assert share == pytest.approx(0.75) and rest[0].tolist() == [50.0, 0.0]
    assert routes.ahead(path, np.array([0.0, 300.0]))[1] == 1.0
    assert routes.ahead(path, None)[1] == 1.0


def test_a_walker_has_a_solid_ribbon_ticks_and_both_times() -> None:
    made = focused("r2")
    (ribbon,) = only(draw("orders", made), Ribbons)
    assert not ribbon.dashed and ribbon.ticks is not None and len(ribbon.ticks[0]) == 3
    spacing = np.diff([0.0, *ribbon.ticks[0]])
    assert spacing == pytest.approx(np.full(3, routes.length(ribbon.paths.part(0)) / 200 * 60), rel=1e-3)
    dots, i = dot(draw("orders", made), "responder:r2")
    assert dots.labels is not None and dots.labels[i] == "巡-02"
    assert dots.subs is not None and dots.subs[i] == "foot 3′20″ · floor 12 5′50″"
    assert not any("responder:r2" in d.keys for d in only(draw("guards", made), Dots))


@pytest.mark.parametrize(
    ("stage", "planned"), [(OrderStage.HELD, True), (OrderStage.OFFERED, True), (OrderStage.ACCEPTED, False)]
)
def test_a_way_is_dashed_until_someone_has_accepted_it(stage: OrderStage, planned: bool) -> None:
    (ribbon,) = only(draw("orders", focused("r2", stage=stage)), Ribbons)
    assert ribbon.dashed is planned


def test_on_scene_there_is_no_ribbon_any_more() -> None:
    shapes = draw("orders", focused("r2", stage=OrderStage.ON_SCENE))
    assert not only(shapes, Ribbons)
    dots, i = dot(shapes, "responder:r2")
    assert dots.subs is not None and dots.subs[i] == "on scene"


def test_an_order_that_has_ended_is_not_drawn() -> None:
    assert draw("orders", focused("r2", stage=OrderStage.TAKEN_BACK)) == []


def test_a_stale_walker_keeps_grey_and_tells_the_age_beside_the_times() -> None:
    dots, i = dot(draw("orders", focused("r3")), "responder:r3")
    assert glyph(dots.sprite[i])[1] == "grey"
    assert dots.subs is not None and "1′30″ ago" in dots.subs[i]
    assert dots.alpha is not None and dots.alpha[i] < 0.8


def test_candidates_are_dashed_until_chosen_and_those_already_sent_are_not_candidates() -> None:
    way = order().route
    ranks = (Rank("r1", 50, 200, way), Rank("r2", 60, 210, way), Rank("r3", 70, None, way))
    made = focused("r2", ranks=ranks, chosen=frozenset({"r1"}))
    ribbons = only(draw("orders", made), Ribbons)
    keys = {key: ribbon.dashed for ribbon in ribbons for key in ribbon.keys}
    assert keys == {"responder:r1": False, "responder:r3": True, "order:O-r2": False}
    dots, i = dot(draw("orders", made), "responder:r3")
    assert dots.subs is not None and dots.subs[i].startswith("foot 1′10″ · 1′30″ ago")


def test_a_rank_may_come_as_a_row_of_a_reply() -> None:
    rank = Rank.of({"responder": "r1", "foot_s": 50, "floor_s": None, "route": [[120.0, 33.0]], "reasons": []})
    assert rank == Rank("r1", 50.0, None, ((120.0, 33.0),))
    with pytest.raises(KeyError):
        Rank.of({"foot_s": 1})


def test_a_candidate_stands_among_the_orders_and_not_a_second_time_among_the_guards() -> None:
    made = focused(ranks=(Rank("r1", 50, 200, order().route),))
    assert dot(draw("orders", made), "responder:r1")
    assert not any("responder:r1" in dots.keys for dots in only(draw("guards", made), Dots))
    assert any("responder:r2" in dots.keys for dots in only(draw("guards", made), Dots))


def test_an_external_service_is_drawn_only_where_it_tells_its_position() -> None:
    reg = register()
    reg.responders.kind[4] = ResponderClass.EXTERNAL  # r5: on duty, no fix
    live = situation(reg)
    assert not any("responder:r5" in dots.keys for dots in only(draw("guards", picture(reg, live)), Dots))
    assert "external service" not in {row.text for row in BY_KEY["guards"].legend(picture(reg, live))}
    live.apply_change(moved(("t5", 0.0, 0.0, NOW)))
    assert glyph((found := dot(draw("guards", picture(reg, live)), "responder:r5"))[0].sprite[found[1]])[0] == "star"


# -- alarms


def test_calm_an_urgent_alarm_pulses_is_outlined_and_says_kind_place_and_age() -> None:
    reg = register()
    live = situation(reg)
    raise_smoke(live)
    shapes = draw("alarms", picture(reg, live))
    assert len(only(shapes, Pulses)) == len(only(shapes, Outlines)) == 1
    dots, i = dot(shapes, "alarm:A1")
    assert glyph(dots.sprite[i]) == ("level1", "red")
    assert dots.labels is not None and dots.labels[i] == "Smoke alarm"
    assert dots.subs is not None and dots.subs[i] == "Bldg 9 · Floor 12 · 1203 · 2′10″"
    assert not only(shapes, Opened)


def test_levels_three_and_four_neither_pulse_nor_take_a_hue() -> None:
    reg = register()
    live = situation(reg)
    live.apply(
        Batch(2, NOW, (AlarmRaised(alarm=smoke("A3", Level.YELLOW)), AlarmRaised(alarm=smoke("A4", Level.BLUE))))
    )
    shapes = draw("alarms", picture(reg, live))
    assert not only(shapes, Pulses)
    (dots,) = only(shapes, Dots)
    assert {glyph(s) for s in dots.sprite} == {("level3", "white"), ("level4", "grey")}
    assert not {tuple(r[:3]) for o in only(shapes, Outlines) for r in o.rgba} & {NIGHT.red[:3], NIGHT.orange[:3]}


def test_the_opened_floor_has_its_homes_its_devices_and_the_people_who_need_help() -> None:
    (glass,) = only(draw("alarms", focused()), Opened)
    assert (glass.block, glass.floor) == ("building:b9", 12)
    assert list(glass.cell_texts) == ["1201", "1202", "1203", "1204", "1205", "1206"]
    assert list(glass.cell_keys) == [f"home:h9-12{i:02d}" for i in range(1, 7)]
    assert set(glass.dot_keys) == {"device:k1", "device:k2", "device:k3", "home:h9-1201"}  # k4 hangs a floor higher
    assert glass.dot_keys[-1] == "device:k1"
    assert glass.title == "Floor 12 · 1203 Smoke alarm"
    assert list(glass.notes) == ["Need help – Floor 12: 1 · Floor 13: 1 · higher up: 1"]
    assert list(glass.lines) == ["2 other detectors normal"]


def test_the_cells_tile_the_floor_without_overlap() -> None:
    (glass,) = only(draw("alarms", focused()), Opened)
    area = (glass.cells[:, 2] - glass.cells[:, 0]) * (glass.cells[:, 3] - glass.cells[:, 1])
    assert area.sum() == pytest.approx(1.0) and (glass.cells >= 0).all() and (glass.cells <= 1).all()
    own = glass.cells[list(glass.cell_texts).index("1203")]
    assert glass.hot is not None
    assert own[0] < glass.hot[0] < own[2] and own[1] < glass.hot[1] < own[3]


def test_cells_are_coloured_by_tenure_elder_and_alarm() -> None:
    made = focused()
    (glass,) = only(draw("alarms", made), Opened)
    colour = dict(zip(glass.cell_texts, [tuple(c) for c in glass.cell_rgba.tolist()], strict=True))
    assert colour["1201"][:3] == NIGHT.amber[:3]
    assert colour["1203"][:3] == NIGHT.red[:3]
    homes = made.register.homes
    for name, rgba in colour.items():
        rented = bool(made.plan.rented[homes.row(f"h9-{name}")])
        assert name in ("1201", "1203") or (rgba[:3] == NIGHT.blue[:3]) is rented


def test_a_home_is_named_with_its_stairwell_where_there_are_several() -> None:
    reg = register()
    reg.units.building_row[0] = 8  # the tower has two now
    reg.units.name[8] = "2单元"
    live = situation(reg)
    raise_smoke(live)
    (glass,) = only(draw("alarms", picture(reg, live, focus="A1")), Opened)
    assert glass.title == "Floor 12 · 2-1203 Smoke alarm" and glass.cell_texts[0] == "2-1201"


def test_a_neighbours_detector_in_alarm_is_counted() -> None:
    made = focused()
    made.situation.apply_change(DeviceChanged(device="k2", heard=NOW, state="alarm"))
    (glass,) = only(draw("alarms", made), Opened)
    assert list(glass.lines) == ["1 of 2 other detectors in alarm"]


def test_an_alarm_out_of_doors_gets_a_chip_and_nothing_is_opened() -> None:
    reg = register()
    live = situation(reg)
    lone = smoke()
    place = type(lone.place)(lon=lone.place.lon, lat=lone.place.lat, community="c1")
    cause = Cause(AlarmKind.DEVICE_SILENT, "g1", NOW)
    fields = {"kind": AlarmKind.DEVICE_SILENT, "device": "g1", "place": place, "cause": cause}
    live.apply(
        Batch(
            2, NOW, (AlarmRaised(alarm=type(lone)(**{f: getattr(lone, f) for f in lone.__struct_fields__} | fields)),)
        )
    )
    shapes = draw("alarms", picture(reg, live, focus="A1"))
    assert not only(shapes, Opened)
    (chip,) = only(shapes, Labels)
    assert list(chip.texts) == ["G1 · Device silent"] and list(chip.keys) == ["alarm:A1"]


def test_a_focus_on_an_alarm_that_is_gone_draws_nothing_special() -> None:
    assert draw("alarms", picture(focus="nothing")) == []


# -- devices, cameras, elders


def test_a_device_takes_colour_only_when_something_is_wrong() -> None:
    made = picture()
    at_home, public = only(draw("devices", made), Dots)
    assert {glyph(s)[1] for s in (*at_home.sprite, *public.sprite)} == {"grey"}
    assert at_home.from_px_per_m > public.from_px_per_m > 0
    assert not {"device:t1", "device:c1"} & {*at_home.keys, *public.keys}
    made.situation.apply_change(DeviceChanged(device="k1", heard=NOW, state="alarm"))
    made.situation.apply_change(DeviceChanged(device="g1", heard=NOW, online=False))
    made.situation.apply_change(DeviceChanged(device="k4", heard=NOW, battery=5))
    wrong = only(draw("devices", made), Dots)[-1]
    assert wrong.from_px_per_m == 0
    told = dict(zip(wrong.keys, zip([glyph(s)[1] for s in wrong.sprite], wrong.labels or (), strict=True), strict=True))
    assert told["device:k1"] == ("red", "in alarm")
    assert told["device:g1"][0] == "orange"
    assert told["device:k4"] == ("orange", "battery 5 %")


def hues(made: Picture) -> dict[str, str]:
    return {
        key: glyph(d.sprite[i])[1] for d in only(draw("devices", made), Dots) for i, key in enumerate(d.keys)
    }  # fmt: skip


def test_silence_is_what_the_rule_has_judged_not_what_the_map_thinks() -> None:
    made = picture()
    later = Picture(made.plan, made.situation, NOW + 9 * HOUR)
    assert set(hues(later).values()) == {"grey"}
    lone, cause = smoke("A9", Level.BLUE), Cause(AlarmKind.DEVICE_SILENT, "k4", NOW)
    whole = {name: getattr(lone, name) for name in lone.__struct_fields__}
    silent = type(lone)(**whole | {"kind": AlarmKind.DEVICE_SILENT, "device": "k4", "cause": cause})
    made.situation.apply(Batch(2, NOW, (AlarmRaised(alarm=silent),)))
    assert hues(later)["device:k4"] == "orange" and hues(later)["device:k3"] == "grey"


def test_a_device_that_never_spoke_is_wrong_once_it_should_have() -> None:
    reg = register()
    blank = Picture(Plan(reg), Situation(reg), NOW)
    assert set(hues(blank).values()) == {"orange"}
    reg.devices.installed[:] = NOW - MINUTE
    assert set(hues(blank).values()) == {"grey"}


def test_what_is_well_has_no_label_and_when_a_home_is_opened_is_nobodys_news() -> None:
    made = picture()
    for device, state in (("l1", "opened"), ("m1", "open"), ("g1", "passed")):
        made.situation.apply_change(DeviceChanged(device=device, heard=NOW, state=state))
    drawn = only(draw("devices", made), Dots)
    labels = {key: chip for dots in drawn if dots.labels for key, chip in zip(dots.keys, dots.labels, strict=True)}
    assert not {"device:g1", "device:l1", "device:m1"} & labels.keys()
    assert any("let someone through" in line for line in BY_KEY["devices"].tooltip("device:g1", made))
    told = " ".join(BY_KEY["devices"].tooltip("device:l1", made))
    assert "opened" not in told and "ago" not in told


def test_a_camera_is_a_violet_wedge_and_grey_once_it_is_out() -> None:
    made = picture()
    (wedge,) = only(draw("cameras", made), Wedges)
    assert tuple(wedge.rgba[0][:3]) == NIGHT.violet[:3] and wedge.bearing[0] == 135.0
    made.situation.apply_change(DeviceChanged(device="c1", heard=NOW, online=False))
    (wedge,) = only(draw("cameras", made), Wedges)
    assert tuple(wedge.rgba[0][:3]) == NIGHT.device[:3]


def test_the_last_hour_of_a_silence_stands_beside_the_window() -> None:
    made = picture()
    assert draw("elders", made) == []
    made.situation.apply_change(LifeSigned(person="p1", at=NOW - 12 * HOUR + 20 * MINUTE))
    (clock,) = only(draw("elders", made), Labels)
    assert list(clock.texts) == ["20′ left"] and list(clock.keys) == ["person:p1"]
    assert draw("elders", Picture(made.plan, made.situation, NOW, home_marks=False)) == []


# -- the wall, the words


def test_the_wall_shows_totals_and_nothing_of_a_single_home() -> None:
    made = picture(home_marks=False)
    made.situation.apply_change(LifeSigned(person="p1", at=NOW - 12 * HOUR + 20 * MINUTE))
    drawn = [shape for layer in LAYERS for shape in layer.shapes(made)]
    keys = [key for shape in drawn for key in (getattr(shape, "keys", None) or ())]
    assert not [key for key in keys if key.startswith(("home:", "person:"))]
    assert not {"device:m1", "device:l1", "device:k1"} & set(keys)
    rentals, elders = only(BY_KEY["buildings"].shapes(made), Labels)
    assert rentals.texts[0] == "36" and int(rentals.rgba[0][2]) > int(rentals.rgba[0][0]) + 80  # blue, lightened
    assert sorted(elders.texts) == ["1", "2"] and tuple(elders.rgba[0]) == NIGHT.amber
    for kind, ident in (("home", "h3-502"), ("person", "p1")):
        assert BY_KEY["elders"].tooltip(f"{kind}:{ident}", made) == []


def test_no_tooltip_label_or_chip_holds_an_unmasked_name() -> None:
    reg = register()
    live = situation(reg)
    raise_smoke(live, order("r2"))
    live.apply_change(LifeSigned(person="p1", at=NOW - 12 * HOUR + 20 * MINUTE))
    made = picture(reg, live, focus="A1")
    tables = {
        "building": reg.buildings, "home": reg.homes, "person": reg.people, "device": reg.devices,
        "grid": reg.grids, "camera": reg.cameras, "responder": reg.responders, "community": reg.communities,
    }  # fmt: skip
    told = [line for kind, t in tables.items() for i in t.ids for line in BY_KEY["alarms"].tooltip(f"{kind}:{i}", made)]
    told += BY_KEY["alarms"].tooltip("alarm:A1", made) + BY_KEY["alarms"].tooltip("order:O-r2", made)
    shapes = [shape for layer in LAYERS for shape in layer.shapes(made)]
    words = ("labels", "subs", "texts", "cell_texts", "lines", "notes", "title")
    told += [str(getattr(shape, name, "")) for shape in shapes for name in words]
    text = "\n".join(told)
    assert "刘**" in text and "巡-01" in text
    assert not [name for name in FULL_NAMES if name in text]


def test_an_erased_person_is_a_dash() -> None:
    made = picture()
    made.situation.erased.add("p1")
    assert BY_KEY["elders"].tooltip("person:p1", made)[0].startswith("—")


def test_a_tooltip_of_nothing_is_empty() -> None:
    for key in ("", "home", "home:", "nonsense:1", "home:nowhere", "device:x", "alarm:x", "order:x", "safety:x"):
        assert BY_KEY["buildings"].tooltip(key, picture()) == []


def test_legend_counts_equal_counting_by_hand() -> None:
    made = picture()
    counts = {(row.layer, row.text): row.count for layer in LAYERS for row in layer.legend(made)}
    homes, people = made.register.homes, made.register.people
    assert counts["rentals", "Rentals"] == sum(1 for t in homes.tenure if t in (1, 2))
    assert counts["elders", "Elders alone"] == sum(1 for f in people.flags if f & PersonFlag.ELDER_ALONE)
    assert counts["cameras", "Cameras"] == 1 and counts["devices", "Devices"] == 7
    assert counts["guards", "officer"] == 2 and counts["guards", "property staff"] == 0


def test_a_register_without_anything_draws_nothing_and_breaks_nothing() -> None:
    reg = Register(site=Site(id="x", name="X", kind="import", lon0=120.0, lat0=33.0))
    made = Picture(Plan(reg), Situation(reg), NOW, focus="A1", selected=("building", "b"))
    for layer in LAYERS:
        assert layer.shapes(made) == []
        assert all(row.count == 0 for row in layer.legend(made))


def test_a_property_seats_register_has_no_marks_to_show() -> None:
    reg = register()
    reg.homes.tenure[:] = 0
    reg.people = People()
    live = situation(reg)
    raise_smoke(live)
    made = picture(reg, live, focus="A1")
    assert [row.layer for layer in LAYERS for row in layer.legend(made) if row.layer in ("rentals", "elders")] == []
    (glass,) = only(draw("alarms", made), Opened)
    assert list(glass.notes) == [] and glass.title == "Floor 12 · 1203 Smoke alarm"


@pytest.mark.parametrize("palette", sorted(PALETTES))
def test_every_layer_draws_in_every_palette_and_its_keys_can_be_read_back(palette: str) -> None:
    made = focused("r2", palette=PALETTES[palette], selected=("home", "h3-502"))
    for layer in LAYERS:
        for shape in layer.shapes(made):
            for key in (*(getattr(shape, "keys", None) or ()), *getattr(shape, "cell_keys", ())):
                assert key == "" or target_of(key) is not None


def test_a_key_may_hold_colons() -> None:
    assert target_of(key_of("alarm", "A:1:2")) == ("alarm", "A:1:2")
    assert target_of("alarm:") is None and target_of("road:1") is None


def test_orders_of_other_alarms_step_back_in_a_focus() -> None:
    reg = register()
    live = situation(reg)
    raise_smoke(live, order("r2"))
    live.apply(Batch(3, NOW, (AlarmRaised(alarm=smoke("A2")), OrderMade(order=order("r1", alarm="A2")))))
    ribbons = only(draw("orders", picture(reg, live, focus="A1")), Ribbons)
    strength = {key: int(r.rgba[i][3]) for r in ribbons for i, key in enumerate(r.keys)}
    assert strength["order:O-r2"] == 255 and strength["order:O-r1"] < 100
