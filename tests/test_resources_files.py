"""What lies in resources: found by name, complete in both languages, readable in every look."""

from __future__ import annotations

import json

import pytest
from PySide6.QtGui import QColor

import resources
from app.desktop.look import look_of
from domain.alarms import AlarmKind, IncidentKind
from map.palette import PALETTES


def test_a_resource_is_found_by_name_and_a_missing_one_is_named() -> None:
    assert resources.path("styles/workbench.qss").is_file()
    assert resources.text("checklists.json").startswith("{")
    with pytest.raises(FileNotFoundError, match="nonsense"):
        resources.text("nonsense.txt")


def test_every_kind_has_a_check_list_in_both_languages() -> None:
    lists = json.loads(resources.text("checklists.json"))
    kinds = {str(k) for k in AlarmKind if k is not AlarmKind.INCIDENT} | {f"incident.{k}" for k in IncidentKind}
    assert set(lists) == kinds
    for items in lists.values():
        assert items and len({i["id"] for i in items}) == len(items)
        assert all(i["en"] and i["zh_CN"] for i in items)


@pytest.mark.parametrize("name", sorted(PALETTES))
def test_the_style_sheet_is_whole_in_every_look(name: str) -> None:
    sheet = look_of(name).style_sheet()
    assert "$" not in sheet and sheet.count("{") == sheet.count("}")


def luminance(colour: str) -> float:
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in QColor(colour).getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a: str, b: str) -> float:
    """WCAG 2.1 contrast ratio."""
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", sorted(PALETTES))
def test_text_can_be_read_on_every_ground(name: str) -> None:
    look = look_of(name)
    for ground in (look.panel, look.card, look.bar):
        for text in (look.text, look.text_mid, look.text_soft, look.amber_soft, look.red_soft):
            assert contrast(text, ground) >= 4.5, (text, ground)
    assert contrast(look.on_fill, look.red_deep) >= 3.0
