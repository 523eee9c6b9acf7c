"""What is wrong with a camera's source is told in the window's language: every sentence that can come has its words."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.desktop.camera_words import TROUBLES, trouble_words
from app.desktop.i18n import Languages
from app.watcher.room import LOST
from vision.detector import DetectorError
from vision.refusal import address_of, refusal_of
from vision.sources import BadSource, open_source


def test_sentences_of_the_sources_are_known(qapp: QApplication) -> None:
    told = [
        LOST.format(3),
        str(DetectorError("The detector cannot be loaded (x).")),
        refusal_of(address_of("rtsp://127.0.0.1:9/x")).text,
    ]
    for spec in ("/no/such/film.mp4", "webcam:x", __file__, "rtsp://:x/"):
        try:
            open_source(spec, lambda _text: None)
        except BadSource as error:
            told.append(str(error))
    languages = Languages(qapp)
    languages.use("zh_CN")
    try:
        for sentence in told:
            words = trouble_words(sentence)
            assert words != sentence and any("一" <= sign <= "鿿" for sign in words), sentence
        assert "127.0.0.1:9" in trouble_words(told[2])
    finally:
        languages.use("en")


@pytest.mark.parametrize("sentence", ["", "Something that nobody has thought of."])
def test_what_is_not_known_is_said_as_it_is(sentence: str) -> None:
    assert trouble_words(sentence) == sentence


def test_no_two_patterns_are_the_same() -> None:
    assert len({pattern for pattern, _ in TROUBLES}) == len(TROUBLES)
