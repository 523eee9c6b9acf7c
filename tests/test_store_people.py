"""Persons found by name, pinyin and phone; users who may sign in."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.access import Role, Seat
from domain.register import PersonFile
from domain.store import UserExists
from domain.store.people import PeopleIndex, readings
from tests.store_rows import new_ledger, person


def some(*names: str) -> PeopleIndex:
    return PeopleIndex([PersonFile(id=name, name=name, phone=f"100 0000 {n:04}") for n, name in enumerate(names)])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("王小明", ["王小明"]),
        ("小明", ["李小明", "王小明"]),
        ("王", ["王小明", "王五"]),
        ("wangxiaoming", ["王小明"]),
        ("WANG xiao", ["王小明"]),
        ("wxm", ["王小明"]),
        ("xm", ["李小明", "王小明"]),
        ("xiaoming", ["李小明", "王小明"]),
        ("ming", ["李小明", "王小明"]),
        ("ang", []),
        ("0003", ["曾单"]),
        ("003", []),
        ("00000003", ["曾单"]),
        ("0000", ["李小明"]),
        ("zengshan", ["曾单"]),
        ("smith", ["Anna Smith"]),
        ("", []),
        ("^w", []),
        ("\n", []),
    ],
)
def test_the_ways_to_find_a_person(text: str, found: list[str]) -> None:
    index = some("李小明", "王小明", "王五", "曾单", "Anna Smith")
    assert index.find(text, 9) == found


def test_the_whole_name_comes_before_its_likes() -> None:
    index = some("大李小", "李小明", "李小")
    assert index.find("李小", 9) == ["李小", "李小明", "大李小"]
    assert index.find("李小", 1) == ["李小"]
    assert index.find("lixiao", 9) == ["李小", "李小明", "大李小"]
    assert index.find("李小", 0) == []


def test_characters_of_several_readings_are_found_by_each() -> None:
    assert {"^shanxiong", "^danxiong", "^sx", "^dx", "|xiong"} <= set(readings("单雄"))


def test_finding_among_thirteen_thousand(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path, people=13_000)
    assert "P121" in ledger.search_people(person(121).name, 20)
    for text in ("王", "w", "wang", "wx", "xiaoming", "小", "0121", "nobody"):
        assert len(ledger.search_people(text, 20)) <= 20, text


def test_a_user_signs_in_with_the_right_password_only(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    assert not ledger.has_users()
    ledger.add_user("li", "correct horse", Role.GRID_WORKER, "李", grids=("g1", "g2"), communities=("c1",))
    assert ledger.has_users()
    seat = Seat(user="li", role=Role.GRID_WORKER, label="李", grids=("g1", "g2"), communities=("c1",))
    assert ledger.check_user("li", "correct horse") == seat
    assert ledger.check_user("li", "Correct horse") is None and ledger.check_user("li", "") is None
    assert ledger.check_user("nobody", "correct horse") is None
    with pytest.raises(UserExists, match="already"):
        ledger.add_user("li", "other", Role.AUDITOR, "")
    with pytest.raises(ValueError, match="password"):
        ledger.add_user("wang", "", Role.AUDITOR, "")
    assert ledger.check_user("li", "correct horse") == seat
    ledger.close()
    assert b"correct horse" not in (tmp_path / "STATION.db").read_bytes()
