"""What is wrong with a camera's source is told in the window's language: every code that can come has its words."""

from __future__ import annotations

import io
import re
import time

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.camera_words import TROUBLES, trouble_words
from app.desktop.i18n import Languages
from app.desktop.reading import device_counts
from app.watcher.talk import Said, pack_trouble, read
from tests.desktop_rows import Station
from vision.address import address_of
from vision.refusal import refusal_of
from vision.sources import BadSource, open_source
from vision.tile import PictureState, Tile
from vision.trouble import SENTENCES, Trouble

HOLE = re.compile(r"\{there(?:!r)?\}")


def heard(trouble: Trouble) -> Said:
    """As the window gets it."""
    said = read(io.BytesIO(pack_trouble("cam1", trouble)))
    assert said is not None and (said.what, said.camera, said.text) == ("trouble", "cam1", trouble.text)
    return said


def test_every_trouble_has_words_that_say_the_same_place() -> None:
    assert set(TROUBLES) == set(SENTENCES)
    for code, words in TROUBLES.items():
        assert len(HOLE.findall(words)) == len(HOLE.findall(SENTENCES[code])), code


def test_every_trouble_is_told_in_chinese(qapp: QApplication) -> None:
    languages = Languages(qapp)
    languages.use("zh_CN")
    try:
        for code, words in TROUBLES.items():
            told = trouble_words(heard(Trouble(code, "10.0.0.7:{1}")))
            assert any("一" <= sign <= "鿿" for sign in told), code
            assert ("10.0.0.7:{1}" in told) == ("{there}" in words), code
    finally:
        languages.use("en")


@pytest.mark.parametrize(
    ("spec", "code"),
    [
        ("/no/such/film.mp4", "no_source"), ("webcam:x", "no_webcam"), (__file__, "no_film"), ("a\0b", "no_source"),
        ("x" * 5000, "cannot_open"), ("rtsp://:x/", "no_address"),
    ],
)  # fmt: skip
def test_sources_say_by_a_code_what_they_are_not(spec: str, code: str) -> None:
    with pytest.raises(BadSource) as bad:
        open_source(spec)
    assert bad.value.trouble.code == code and str(bad.value) == bad.value.trouble.text


def test_nobody_there_has_its_code() -> None:
    refusal = refusal_of(address_of("rtsp://127.0.0.1:9/x"))
    assert (refusal.code, refusal.there) == ("nobody", "127.0.0.1:9")


def test_what_is_not_known_is_said_as_it_is() -> None:
    assert trouble_words(Said("trouble", text="Something of a newer watcher.", code="newer")) == (
        "Something of a newer watcher."
    )


def test_a_camera_without_a_picture_is_not_counted_as_one_that_sees(qtbot: QtBot, qapp: QApplication) -> None:
    station = Station(qtbot, qapp)
    room, camera = station.wiring.room, station.register.cameras.ids[0]
    well, devices, seen, cameras = device_counts(station.situation)
    room.watched = frozenset({camera})
    room._heard(Said("trouble", camera=camera, code="nobody", there="127.0.0.1:8554"))
    assert not room.blind() and room.trouble(camera) is None, "it is still being opened"
    room._heard(Said("tile", tile=Tile(camera, PictureState.LOST, time.monotonic()), camera=camera))
    was = int(camera_well(station, camera))
    assert device_counts(station.situation, room.blind()) == (well - was, devices, seen - was, cameras)
    trouble = room.trouble(camera)
    assert trouble is not None and "nobody answers" in trouble_words(trouble)
    room._heard(Said("tile", tile=Tile(camera, PictureState.LIVE, time.monotonic()), camera=camera))
    assert not room.blind() and room.trouble(camera) is None


def camera_well(station: Station, camera: str) -> bool:
    row = station.register.devices.row(camera)
    states = station.situation.devices
    return row >= 0 and bool(states.heard[row] > 0) and bool(states.online[row] != 0)
