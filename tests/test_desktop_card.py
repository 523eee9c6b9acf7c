"""What a card says is read whole at the rail's least width, in both languages."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop import places, texts
from app.desktop.alarm_card import BESIDE_FOOT, PLACE_SIZES, fitted
from app.desktop.i18n import LANGUAGES, Languages
from app.desktop.theme import width_of
from app.sample import generate
from domain.alarms import Alarm, AlarmKind, Cause, Level, Place, Stage
from domain.register import Register
from domain.situation import Situation

NOW = 1_773_772_960_000
NARROW = 231.0
"""A card on a rail of 264 with its scroll bar: 1366×768 with many alarms."""
BESIDE_AGE = 64 + 6 + 48
"""Where a long title sends the age to the line of the place: margins, and "26d23h"."""


@pytest.fixture(params=sorted(LANGUAGES))
def language(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[str]:
    application = QApplication.instance()
    assert application is not None
    languages = Languages(application)
    languages.use(request.param)
    yield request.param
    languages.use("en")


def alarms(register: Register) -> Iterator[Alarm]:
    """One of every device in the register, about whom it belongs to."""
    devices, homes = register.devices, register.homes
    for row, device in enumerate(devices.ids):
        home, building = int(devices.home_row[row]), int(devices.building_row[row])
        place = Place(
            lon=float(devices.lon[row]),
            lat=float(devices.lat[row]),
            home=homes.ids[home] if home >= 0 else "",
            building=register.buildings.ids[building] if building >= 0 else "",
            floor=int(devices.floor[row]),
        )
        person = int(devices.person_row[row])
        subject = register.people.ids[person] if person >= 0 else ""
        yield Alarm(
            id=device,
            kind=AlarmKind.DEVICE_SILENT,
            level=Level.BLUE,
            at=NOW,
            cause=Cause(AlarmKind.DEVICE_SILENT, device, NOW),
            place=place,
            device=device,
            subject=subject,
        )


def test_every_stage_is_read_whole_beside_the_dots(language: str) -> None:
    for stage in Stage:
        word = texts.card_stage(stage)
        assert width_of(word, "tiny") <= NARROW - BESIDE_FOOT, word


def test_every_place_of_the_sample_is_read_whole_even_beside_its_age(language: str) -> None:
    register = generate(1, NOW).register
    situation = Situation(register)
    seen = 0
    for alarm in alarms(register):
        told = [places.card_place(situation, alarm, short=short) for short in (False, True)]
        text, size = fitted(told, PLACE_SIZES, NARROW - BESIDE_AGE)
        assert width_of(text, size) <= NARROW - BESIDE_AGE, text
        seen += 1
    assert seen > 90


def test_the_fullest_text_that_fits_is_taken_then_a_short_one_rather_than_a_small_one(qtbot: QtBot) -> None:
    full, short = "Building 42, unit 1, 1202", "42-1-1202"
    assert fitted((full, short), PLACE_SIZES, 400) == (full, "body")
    assert fitted((full, short), PLACE_SIZES, width_of(full, "body") - 1) == (short, "body")
    assert fitted((full, short), PLACE_SIZES, width_of(short, "body") - 1) == (short, "small")
    assert fitted((full, short), PLACE_SIZES, 5) == (short, "tiny")
