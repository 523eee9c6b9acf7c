"""The bars: what was refused is told, and the clock names its zone where the machine's own shows another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from pytestqt.qtbot import QtBot

from app.desktop import figures
from app.desktop.status_bar import StatusBar
from app.desktop.theme import Theme
from app.desktop.top_bar import TopBar
from app.seat.messages import Pulse

NOW = 1_795_500_000_000


def test_refused_messages_are_counted_once_there_are_any(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.show_pulse(Pulse(link_up=True), NOW)
    assert bar.refused.isHidden()
    bar.show_pulse(Pulse(link_up=True, quarantined=12), NOW)
    assert not bar.refused.isHidden() and "12" in bar.refused.text() and bar.refused.property("wrong") is True


def test_the_clock_names_its_zone_where_this_machine_shows_another(qtbot: QtBot) -> None:
    bar = TopBar(Theme())
    qtbot.addWidget(bar)
    own = datetime.fromtimestamp(NOW / 1000).astimezone().utcoffset() or timedelta(0)
    bar.tick(NOW, timezone(own))
    assert bar.zone.isHidden() and figures.offset(datetime.now(timezone(own))) in bar.clock.toolTip()
    bar.tick(NOW, timezone(own + timedelta(hours=2)))
    assert not bar.zone.isHidden() and bar.zone.text().startswith("UTC")
    bar.clock.setToolTip("in another language")
    bar.retranslate()
    bar.tick(NOW, timezone(own + timedelta(hours=2)))
    assert "UTC" in bar.clock.toolTip()


@pytest.mark.parametrize(("hours", "said"), [(8, "UTC+8"), (0, "UTC+0"), (5.5, "UTC+5:30"), (-3.5, "UTC−3:30")])
def test_offsets_are_said_short(hours: float, said: str) -> None:
    assert figures.offset(datetime.fromtimestamp(0, UTC).astimezone(timezone(timedelta(hours=hours)))) == said
