"""What every test shares: Qt draws into memory; hypothesis has one profile for every day and one for `make fuzz`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from map.canvas import MapCanvas

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from hypothesis import HealthCheck, settings

settings.register_profile("day", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("fuzz", deadline=None, max_examples=20_000, suppress_health_check=list(HealthCheck))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "day"))


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[MapCanvas]:
    """The map's small estate in a shown window of 640 × 420, sharp and at rest."""
    from map.canvas import MapCanvas  # here: most tests open no window
    from map.frame import LocalFrame
    from tests.test_map_estate import estate

    made = MapCanvas()
    qtbot.addWidget(made)
    made.resize(640, 420)
    made.show()
    made.set_scene(estate(), LocalFrame(120.1, 33.4))
    qtbot.waitUntil(lambda: made.sharp() and made.settled(), timeout=5000)
    yield made
    made.close_pictures()
