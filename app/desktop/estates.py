"""`Estates`: from one community to another by key, menu or command bar, and marks and counts of one alone if asked."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from app.desktop.command_list import Action
from app.desktop.filters import SeatFilters
from app.desktop.i18n import translate
from app.desktop.workbench import Workbench
from layers import words
from layers.estates import EstateRow, estates, nearest
from map.canvas import MapCanvas

FLIGHT_S = 0.35
PADDING_PX = 48.0
TALL_M = 20.0
MOST_TYPED = 200
"""More communities than this the command bar finds by their names, without an entry each."""


class Estates(QObject):
    """GUI thread. What is shown alone is a filter of the seat: told on the map, cleared by its key."""

    def __init__(self, bench: Workbench, filters: SeatFilters) -> None:
        super().__init__(bench)
        self._bench, self._board, self._filters = bench, bench.board, filters

    def rows(self) -> list[EstateRow]:
        """All there are; none before the first picture."""
        picture = self._board.picture
        return [] if picture is None else estates(picture.plan, picture.situation)

    def here(self) -> EstateRow | None:
        """The one in the middle of the map."""
        view = self._bench.canvas.aim()
        return nearest(self.rows(), view.east, view.north)

    def go(self, ident: str) -> None:
        """Fly there, as a hand would; where one alone is shown, that is the one. "" goes back to all."""
        found = next((row for row in self.rows() if row.id == ident), None)
        if found is None:
            self._bench.canvas.home_by_hand()
        else:
            look_at(self._bench.canvas, found, FLIGHT_S)
        if self._filters.filters.community:
            self._confine(ident)

    @property
    def alone(self) -> bool:
        """One estate's marks and counts are shown alone."""
        return bool(self._filters.filters.community)

    def toggle_alone(self) -> None:
        """The marks and counts of the estate on the map alone, or of all again."""
        here = self.here()
        self._confine("" if self.alone or here is None else here.id)

    def _confine(self, ident: str) -> None:
        self._filters.use(self._filters.filters.with_community(ident))

    def menu(self) -> None:
        """Choose one, by hand or by its number."""
        menu = self.build_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        canvas = self._bench.canvas
        menu.popup(canvas.mapToGlobal(QPoint(canvas.width() // 2 - menu.sizeHint().width() // 2, 60)))

    def build_menu(self) -> QMenu:
        """All estates with what they hold; and whether one is shown alone."""
        menu, here = QMenu(self._bench), self.here()
        menu.addAction(translate("Estates", "&0 All estates"), partial(self.go, ""))
        menu.addSeparator()
        for number, row in enumerate(self.rows(), 1):
            action = menu.addAction(f"{f'&{number} ' if number < 10 else ''}{_told(row)}", partial(self.go, row.id))
            action.setCheckable(True)
            action.setChecked(here is not None and row.id == here.id)
        menu.addSeparator()
        alone = menu.addAction(translate("Estates", "&Only this estate in marks and counts"), self.toggle_alone)
        alone.setCheckable(True)
        alone.setChecked(self.alone)
        alone.setEnabled(here is not None)
        return menu

    def for_command_bar(self) -> list[Action]:
        """A flight to each, for typing "estate …"."""
        picture = self._board.picture
        few = picture is not None and len(picture.register.communities) <= MOST_TYPED
        to = translate("Estates", "Estate: {name}")
        return [
            Action(
                f"estate {row.id}", to.format(name=row.name), "estate community xiaoqu xq", "", partial(self.go, row.id)
            )
            for row in (self.rows() if few else [])
        ]


def look_at(canvas: MapCanvas, row: EstateRow, seconds: float) -> None:
    """A whole estate in a canvas's sight, at the angles it has."""
    canvas.glided_by_hand(canvas.aim().fit(row.bounds, PADDING_PX, top_m=TALL_M), seconds)


def _told(row: EstateRow) -> str:
    """ "云杉苑 · 64 buildings · 2 alarms"."""
    name = row.name.replace("&", "&&")
    buildings = words.counted(row.buildings, translate("Map", "1 building"), translate("Map", "{0} buildings"))
    one, many = translate("Estates", "1 open alarm"), translate("Estates", "{0} open alarms")
    return " · ".join([name, buildings, *([words.counted(row.alarms, one, many)] if row.alarms else [])])
