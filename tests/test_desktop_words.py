"""Every code has words, in both languages; figures and addresses are said as people say them."""

from __future__ import annotations

import importlib.util
import os
import re
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from app.desktop import actions, facts, figures, reading, refusals, replies, texts
from app.desktop.case_view import ANSWERS, NEXT
from app.desktop.finder import Address, Finder, address_of, initials
from app.desktop.i18n import LANGUAGES, Languages
from domain.alarms import AlarmKind, IncidentKind, OrderStage, Stage, Verb
from domain.desk.answers import ANSWER_VERBS, possible
from domain.desk.replies import FALSE_REASONS, REPLY_CODES
from domain.dispatch import REASONS
from domain.events import Answer, Credential
from domain.register.codes import DeviceKind, ResponderClass, Ring, SafetyKind, Tenure
from domain.rules import FACTS
from domain.situation.states import STATES
from tests import layers_rows as rows

HOLE = re.compile(r"{(\w+)}")


def translations() -> ModuleType:
    path = Path(__file__).parent.parent / "packaging" / "translations.py"
    spec = importlib.util.spec_from_file_location("translations", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (texts.KINDS, AlarmKind), (texts.INCIDENTS, IncidentKind), (texts.STAGES, Stage),
        (texts.ORDER_STAGES, OrderStage), (texts.VERBS, Verb), (texts.ANSWERS, Answer),
        (texts.CREDENTIALS, Credential), (texts.CLASSES, ResponderClass), (texts.TENURES, Tenure),
        (texts.DEVICES, DeviceKind), (texts.RINGS, Ring), (texts.SAFETY, SafetyKind), (texts.STATES, STATES),
        (texts.FALSE_REASONS, FALSE_REASONS), (NEXT, Stage), (reading.DOTS, Stage),
    ],
)  # fmt: skip
def test_every_code_has_words(table: dict[object, object], codes: object) -> None:
    assert set(table) == set(codes)  # type: ignore[call-overload]


def test_every_fact_and_reason_has_words_that_use_only_its_figures() -> None:
    carried = {spec.code: set(spec.params) for spec in FACTS} | {code: set(params) for code, params in REASONS}
    told = facts.FACTS | facts.REASONS
    assert set(told) == set(carried)
    for code, text in told.items():
        assert set(HOLE.findall(text)) <= carried[code], code


def test_every_refusal_has_a_sentence_that_uses_only_its_figures() -> None:
    carried = {code: set(params) for code, params in REPLY_CODES} | {"link_lost": set(), "link_unsure": set()}
    assert set(replies.REPLIES) == set(carried)
    for code, text in replies.REPLIES.items():
        assert set(HOLE.findall(text)) <= carried[code], code


def test_every_code_of_the_door_has_a_sentence() -> None:
    named = re.findall(r'"(\w+)"', (Path(__file__).parent.parent / "app/seat/messages.py").read_text("utf-8"))
    assert set(refusals.REFUSALS) <= set(named)


def test_words_accuse_nobody() -> None:
    for name, text in translations().entries(translations().catalogue()).items():
        assert "可疑" not in text[0] and "suspic" not in name[1].lower()


def test_the_answers_by_radio_are_those_that_the_desk_takes() -> None:
    order = rows.order()
    from msgspec.structs import replace

    for stage in OrderStage:
        able = {a for a, verb in ANSWER_VERBS.items() if possible(replace(order, stage=stage), verb)}
        assert set(ANSWERS.get(stage, ())) <= able


def test_the_catalogue_is_complete() -> None:
    module = translations()
    assert module.problems(module.catalogue()) == []


def test_the_check_finds_what_is_missing_unfinished_and_wrong(tmp_path: Path) -> None:
    module = translations()
    ts = tmp_path / "sandtable_zh_CN.ts"
    text = module.catalogue().read_text("utf-8")
    text = text.replace("<source>Acknowledged</source>", "<source>Gone</source>", 1)
    text = text.replace("{n} 户 &lt; 2h", "户 &lt; 2h", 1)
    ts.write_text(text, "utf-8")
    found = "\n".join(module.problems(ts))
    assert "not in the catalogue" in found and "no longer in the code" in found and "other placeholders" in found


def test_the_language_changes_while_the_program_runs(qapp: QApplication) -> None:
    assert translations().compile_all() == 0
    languages = Languages(qapp)
    try:
        languages.use("zh_CN")
        assert texts.say("Kinds", texts.KINDS[AlarmKind.SMOKE]) == "烟感报警"
        languages.use("en")
        assert texts.say("Kinds", texts.KINDS[AlarmKind.SMOKE]) == "Smoke alarm"
        languages.use("xx")
        assert languages.now == "en", "an unknown language is English, not an error"
    finally:
        languages.use("en")
    assert set(LANGUAGES) == {"zh_CN", "en"}


def test_one_of_a_thing_is_told_in_the_singular_with_the_same_figures() -> None:
    from domain.alarms import Fact

    live = rows.situation(rows.register())
    for code, text in facts.OF_ONE.items():
        many = facts.FACTS.get(code) or facts.REASONS[code]
        assert set(HOLE.findall(text)) <= set(HOLE.findall(many)) and text != many
        counted = next(name for name in facts.COUNTED if name in HOLE.findall(many))
        said = [facts.reason(Fact(code=code, params={counted: n}), live) for n in (1, 2)]
        assert said == [text.format_map(facts.Known({counted: "1"})), many.format_map(facts.Known({counted: "2"}))]
    assert facts.reason(Fact(code="stairs", params={"storeys": 1}), live) == "stairs, 1 storey"


def test_facts_are_told_with_time_and_masked_names() -> None:
    from domain.rules.facts import fact

    live = rows.situation(rows.register())
    tz = figures.zone("Asia/Shanghai")
    help_needed = fact("people_need_help", rows.NOW, count=2, persons="p1 p2")
    assert facts.line(help_needed, live, tz) == "03:12:45  2 need help: 刘**, 陈**"
    one = fact("people_need_help", rows.NOW, count=1, persons="p1")
    assert facts.reason(one, live) == "1 needs help: 刘**"
    two = [fact("smoke_sensed", rows.NOW, device="k1", floor=12), fact("smoke_density", rows.NOW, density=0.4)]
    assert facts.lines(two, live, tz) == ["03:12:45  K1: smoke · density 0.4"]
    from domain.alarms import Fact

    assert facts.line(Fact(code="from_the_future"), live, tz) == "from_the_future", "nothing is hidden"
    assert facts.reason(Fact(code="smoke_sensed"), live) == "—: smoke"


# -- figures


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (0, "0″"),
        (50_000, "50″"),
        (130_000, "2′10″"),
        (26 * 60_000, "26′"),
        (42_000_000, "11h40′"),
        (273_600_000, "3d4h"),
    ],
)
def test_ages_as_one_glances_at_them(ms: int, text: str) -> None:
    assert figures.span(ms) == text


@given(st.integers(-(10**12), 10**13))
def test_every_age_is_short(ms: int) -> None:
    assert 2 <= len(figures.span(ms)) <= 10


def test_walks_distances_and_times() -> None:
    assert [figures.walk(s) for s in (52, 98, 247, None)] == ["50″", "1′40″", "4′05″", "—"]
    assert [figures.distance(m) for m in (43, 361, 1240)] == ["40 m", "350 m", "1.2 km"]
    assert figures.time_of_day(rows.NOW, figures.zone("Asia/Shanghai"), seconds=True) == "03:12:45"
    assert figures.zone("Nowhere/Atlantis") is figures.UTC


# -- finding


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3d2dy502", Address("3", "2", "502")), ("3栋2单元502", Address("3", "2", "502")),
        ("3-2-502", Address("3", "2", "502")), ("3号楼2单元502室", Address("3", "2", "502")),
        ("3D2DY502", Address("3", "2", "502")), ("3 2 502", Address("3", "2", "502")),
        ("3栋502", Address("3", "", "502")), ("3-502", Address("3", "", "502")), ("3d2dy", Address("3", "2")),
        ("3栋", Address("3")), ("12", Address("12")), ("巡-01", None), ("smoke", None), ("", None),
    ],
)  # fmt: skip
def test_addresses_in_any_spelling(typed: str, meant: Address | None) -> None:
    assert address_of(typed) == meant


@given(st.text(max_size=24))
def test_nothing_that_is_typed_breaks_the_finder(text: str) -> None:
    assert isinstance(FINDER.find(text), list)


FINDER = Finder(rows.register())


def test_things_are_found_by_address_name_and_initials() -> None:
    def first(text: str) -> tuple[str, str]:
        hit = FINDER.find(text)[0]
        return hit.kind, hit.id

    assert first("9d1203") == ("home", "h9-1203")
    assert first("9栋1单元1203") == ("home", "h9-1203")
    assert first("9") == ("building", "b9")
    assert first("巡-02") == ("responder", "r2")
    assert first("ysl") == ("community", "c1"), "云杉里 by its initials"
    assert first("dmqj") == ("camera", "c1"), "东门全景"
    assert FINDER.find("nothing of the kind") == []
    assert initials("独居") == "dj"


def test_every_act_has_one_name_and_one_key() -> None:
    names = [e.name for e in actions.ENTRIES]
    keys = [e.key for e in actions.ENTRIES if e.key]
    assert len(set(names)) == len(names) and len(set(keys)) == len(keys)
    assert {e.menu for e in actions.ENTRIES} <= {*actions.MENUS, ""}


def test_a_catalogue_is_replaced_and_never_written_under_an_open_window(tmp_path: Path) -> None:
    module = translations()
    source = module.catalogue()
    module.CATALOGUES = tmp_path
    ts = tmp_path / source.name
    ts.write_bytes(source.read_bytes())
    assert module.compile_all() == 0
    qm = ts.with_suffix(".qm")
    with qm.open("rb") as mapped:
        ts.write_text(ts.read_text("utf-8").replace("未勾选任何人", "没有勾选任何人"), "utf-8")
        os.utime(qm, (0, 0))
        assert module.compile_all() == 0
        old = mapped.read()
    assert old and old != qm.read_bytes() and sorted(p.name for p in tmp_path.iterdir()) == [qm.name, ts.name]
