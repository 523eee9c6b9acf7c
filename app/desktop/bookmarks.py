"""Kept views: Ctrl+1 … 9 keeps what is seen, Alt+1 … 9 flies there; a page names and deletes them."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import msgspec
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from app.desktop.bookmarks_page import NAME_MOST, BookmarksPage
from app.desktop.command_list import Action
from app.desktop.i18n import translate
from app.desktop.settings import SeatSettings
from app.desktop.workbench import Workbench
from map.canvas import MapCanvas
from map.frame import LocalFrame
from map.view import HIGH_TILT, LEAST_ZOOM, LOW_TILT, MOST_ZOOM, View

KEY = "views"
NUMBERS = range(1, 10)
FAR_M = 200_000.0
"""Farther from the station's middle the local frame is no map any more."""


class Bookmark(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a view looks: degrees (WGS-84), not metres, so that a map with another origin changes nothing."""

    lon: float
    lat: float
    px_per_m: float
    bearing: float
    tilt: float
    name: str = ""

    @property
    def sound(self) -> bool:
        """Every figure is one a view may have."""
        return (
            all(map(math.isfinite, (self.lon, self.lat, self.px_per_m, self.bearing, self.tilt)))
            and abs(self.lon) <= 180
            and abs(self.lat) <= 90
            and LEAST_ZOOM <= self.px_per_m <= MOST_ZOOM
            and LOW_TILT <= self.tilt <= HIGH_TILT
            and len(self.name) <= NAME_MOST
        )


def read(text: str) -> dict[int, Bookmark]:
    """Bookmarks by number; whatever of a damaged text is not one is left out."""
    try:
        rows = msgspec.json.decode(text.encode(errors="replace"), type=dict[str, msgspec.Raw]) if text else {}
    except msgspec.DecodeError:
        return {}
    found = {}
    for number in NUMBERS:
        try:
            one = msgspec.json.decode(rows.get(str(number), msgspec.Raw(b"null")), type=Bookmark)
        except msgspec.DecodeError:
            continue
        if one.sound:
            found[number] = one
    return found


def spell(bookmarks: dict[int, Bookmark]) -> str:
    """As text for the settings; `read` gives the same back."""
    return msgspec.json.encode({str(number): one for number, one in bookmarks.items()}).decode()


def of_view(view: View, frame: LocalFrame, name: str = "") -> Bookmark:
    """What a view looks at."""
    lon, lat = (float(c) for c in frame.to_degrees([(view.east, view.north)])[0])
    return Bookmark(lon, lat, view.px_per_m, view.bearing_deg, view.tilt_deg, name)


def view_of(one: Bookmark, frame: LocalFrame, like: View) -> View | None:
    """The view on a canvas of the size of `like`; None where it lies off this station's map."""
    east, north = (float(c) for c in frame.to_metres([(one.lon, one.lat)])[0])
    if not math.hypot(east, north) < FAR_M:
        return None
    return like.but(east=east, north=north, px_per_m=one.px_per_m, bearing_deg=one.bearing, tilt_deg=one.tilt)


class Bookmarks(QObject):
    """The seat's nine views. `canvas.window()` owns the keys; `say` puts a remark where people look. GUI thread."""

    def __init__(self, canvas: MapCanvas, say: Callable[[str], None], bench: Workbench) -> None:
        super().__init__(bench)
        self._canvas, self._say = canvas, say
        self._settings: SeatSettings | None = None
        self._kept: dict[int, Bookmark] = {}
        self._page: BookmarksPage | None = None
        for number in NUMBERS:
            for keys, act in (("Ctrl", self.keep), ("Alt", self.fly)):
                key = QShortcut(QKeySequence(f"{keys}+{number}"), canvas.window())
                key.setContext(Qt.ShortcutContext.WindowShortcut)
                key.activated.connect(partial(act, number))
        bench.retranslated.connect(self._show)  # a view without a name of its own is called in the window's language

    def begin(self, settings: SeatSettings) -> None:
        """Somebody has sat down: the views of this seat."""
        self._settings = settings
        self._kept = read(settings.text(KEY))
        self._show()

    @property
    def kept(self) -> dict[int, str]:
        """Number → what it is called."""
        return {number: self._named(number) for number in NUMBERS if number in self._kept}

    def keep(self, number: int) -> None:
        """Keep the view (at the end of a flight: where it goes); a name that the number had stays."""
        frame = self._canvas.frame
        if frame is None or self._settings is None:
            return
        before = self._kept.get(number)
        self._kept[number] = of_view(self._canvas.aim(), frame, before.name if before else "")
        self._write()
        said = translate("Bookmarks", "“{name}” is kept: Alt+{n} comes back here")
        self._say(said.format(name=self._named(number), n=number))

    def fly(self, number: int) -> None:
        """Fly to a kept view, as a hand would: the map stays there."""
        one, frame = self._kept.get(number), self._canvas.frame
        if one is None or frame is None:
            self._say(
                translate("Bookmarks", "Nothing is kept under {n} yet: Ctrl+{n} keeps this view").format(n=number)
            )
            return
        view = view_of(one, frame, self._canvas.aim())
        if view is None:
            said = translate("Bookmarks", "“{name}” lies off this map; Ctrl+{n} keeps another view under its number")
            self._say(said.format(name=self._named(number), n=number))
        else:
            self._canvas.glided_by_hand(view, 0.35)

    def rename(self, number: int, name: str) -> None:
        """Another name; "" gives it its number back."""
        if number in self._kept:
            self._kept[number] = msgspec.structs.replace(self._kept[number], name=name.strip()[:NAME_MOST])
            self._write()

    def delete(self, number: int) -> None:
        """Keep it no longer."""
        if self._kept.pop(number, None) is not None:
            self._write()

    def open(self) -> None:
        """The page of all kept views; not modal, one at a time."""
        if self._page is None:
            self._page = BookmarksPage(self._canvas.window())
            self._page.fly_wished.connect(self.fly)
            self._page.renamed.connect(self.rename)
            self._page.delete_wished.connect(self.delete)
        self._show()
        self._page.show()
        self._page.raise_()
        self._page.activateWindow()

    def for_command_bar(self) -> list[Action]:
        """Flights to what is kept, for typing."""
        to = translate("Bookmarks", "Go to view: {name}")
        return [
            Action(f"view{n}", to.format(name=name), f"view {n} st", f"Alt+{n}", partial(self.fly, n))
            for n, name in self.kept.items()
        ]

    def _named(self, number: int) -> str:
        one = self._kept.get(number)
        return one.name if one and one.name else translate("Bookmarks", "View {n}").format(n=number)

    def _write(self) -> None:
        if self._settings is not None:
            self._settings.keep(KEY, spell(self._kept))
        self._show()

    def _show(self) -> None:
        if self._page is not None:
            self._page.show_views(self.kept)
