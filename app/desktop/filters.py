"""`SeatFilters`: what of the layers this seat shows – chosen in a page, told on the map, there again next time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from PySide6.QtCore import QObject, QTimer

from app.desktop import filter_words
from app.desktop.filter_chip import FilterChip
from app.desktop.filters_page import FiltersPage
from app.desktop.settings import SeatSettings
from app.desktop.workbench import Workbench
from layers import filtering, words
from layers.filtering import Count
from layers.filters import NOTHING, Filters, read

KEY = "filters"
KEEP_MS = 500
COUNT_MS = 1000


class SeatFilters(QObject):
    """Shows at once what a hand wishes, and writes it down a little later. GUI thread.

    `now`: epoch ms of judging time; `zone`: the station's.
    """

    def __init__(self, bench: Workbench, now: Callable[[], int], zone: Callable[[], tzinfo]) -> None:
        super().__init__(bench)
        self._bench, self._board, self._now, self._zone = bench, bench.board, now, zone
        self._settings: SeatSettings | None = None
        self.filters: Filters = NOTHING
        self.page: FiltersPage | None = None
        self.chip = FilterChip(bench.theme, bench.canvas, bench.legend)
        self.chip.opened.connect(self.open)
        self.chip.cleared.connect(self.clear)
        self._unwritten = False
        self._counted: list[Count] = []
        self._keep = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._keep.timeout.connect(self._write)
        self._count = QTimer(self, interval=COUNT_MS)
        self._count.timeout.connect(self.tell)
        bench.closing.connect(self._write)
        bench.retranslated.connect(self.tell)

    def begin(self, settings: SeatSettings) -> None:
        """Somebody has sat down: what this seat showed last."""
        self._write()  # what the one before wished last is theirs
        self._settings = settings
        self._put(read(settings.text(KEY)))

    def leave(self) -> None:
        """Whoever sat here goes: kept for them, and nothing of it for the next."""
        self._write()
        self._settings = None
        self._put(NOTHING)

    def open(self) -> None:
        """The page; not modal, one at a time."""
        if self.page is None:
            self.page = FiltersPage(self._now, self._zone, self._bench)
            self.page.wished.connect(self.use)
        self.tell()
        self.page.show_filters(self.filters, self.told)
        self.page.show()
        self.page.raise_()
        self.page.activateWindow()

    def use(self, filters: Filters) -> None:
        """A hand's wish."""
        if filters != self.filters:
            self._unwritten = True
            self._keep.start()
            self._put(filters)

    def clear(self) -> None:
        """Show everything again; says so where everything is shown already."""
        if self.filters.plain:
            self._bench.say(filter_words.all_shown())
        self.use(NOTHING)

    @property
    def told(self) -> str:
        """What the chip says; "" while nothing is filtered."""
        picture = self._board.picture
        if self.filters.plain or picture is None:
            return ""
        return filter_words.chip(self._counted, words.community(picture.register, self.filters.community))

    def tell(self) -> None:
        """Count, and say it where it is another count; the legend counts along."""
        picture = self._board.picture
        counted = [] if picture is None else filtering.counts(picture)
        if counted != self._counted:
            self._counted = counted
            self._bench.legend.refresh()
        self.chip.say(self.told)
        if self.page is not None:
            self.page.say(self.told)

    def _put(self, filters: Filters) -> None:
        self.filters = filters
        self._board.set_filters(filters)
        (self._count.stop if filters.plain else self._count.start)()
        self.tell()
        if self.page is not None:
            self.page.show_filters(filters, self.told)

    def _write(self) -> None:
        self._keep.stop()
        if self._unwritten and self._settings is not None:
            self._settings.keep(KEY, self.filters.spell())
        self._unwritten = False
