"""Everything the window can do that has a name: one list for the menu, the keys, the command bar and the help page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.desktop.i18n import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Entry:
    """One act: its name in the code, its words, other words that find it, its key, its menu, whether it is a
    switch, and the permission without which it is not offered."""

    name: str
    text: str
    also: str = ""
    key: str = ""
    menu: str = ""
    switch: bool = False
    verb: str = ""


MENUS: dict[str, str] = {
    "alarm": QT_TRANSLATE_NOOP("Actions", "Alarm"),
    "view": QT_TRANSLATE_NOOP("Actions", "View"),
    "map": QT_TRANSLATE_NOOP("Actions", "Map"),
    "seat": QT_TRANSLATE_NOOP("Actions", "Seat"),
    "help": QT_TRANSLATE_NOOP("Actions", "Help"),
    "layers": QT_TRANSLATE_NOOP("Actions", "Layers"),
}

ENTRIES: tuple[Entry, ...] = (
    Entry("next_alarm", QT_TRANSLATE_NOOP("Actions", "Next alarm"), "next xyg", "N", "alarm"),
    Entry("step", QT_TRANSLATE_NOOP("Actions", "Next step of the case"), "acknowledge enter", "Return", "alarm"),
    Entry("send", QT_TRANSLATE_NOOP("Actions", "Send those who are ticked"), "dispatch", "S", "alarm"),
    Entry("take_back", QT_TRANSLATE_NOOP("Actions", "Take back what has not left"), "undo", "T", "alarm"),
    Entry("contacts", QT_TRANSLATE_NOOP("Actions", "Contacts of the case"), "phone", "C", "alarm"),
    Entry(
        "incident", QT_TRANSLATE_NOOP("Actions", "Report an incident by telephone"), "report call", "Ctrl+I", "alarm"
    ),
    Entry("calm", QT_TRANSLATE_NOOP("Actions", "Back to calm"), "escape close", "Esc", "alarm"),
    Entry("find", QT_TRANSLATE_NOOP("Actions", "Find or do anything"), "search command", "Ctrl+K", "view"),
    Entry("flat", QT_TRANSLATE_NOOP("Actions", "Flat map or 2.5D"), "2d 3d plan", "F", "view"),
    Entry("home", QT_TRANSLATE_NOOP("Actions", "The whole estate in sight"), "fit overview", "Home", "view"),
    Entry(
        "overview",
        QT_TRANSLATE_NOOP("Actions", "Overview of the whole map"),
        "inset small minimap yingyan",
        "O",
        "view",
        switch=True,
    ),
    Entry(
        "wall",
        QT_TRANSLATE_NOOP("Actions", "Wall on the other screen"),
        "big screen wall daping dp",
        "Shift+W",
        "view",
        switch=True,
    ),
    Entry("wall_size", QT_TRANSLATE_NOOP("Actions", "Size of the wall…"), "wall type size daping", "", "view"),
    Entry("follow", QT_TRANSLATE_NOOP("Actions", "Let the map follow new alarms"), "star", "A", "view"),
    Entry("base_map", QT_TRANSLATE_NOOP("Actions", "Base map…"), "orthophoto aerial satellite dt", "", "view"),
    Entry(
        "symbology",
        QT_TRANSLATE_NOOP("Actions", "Order and opacity of the layers…"),
        "symbology transparency",
        "Shift+L",
        "view",
    ),
    Entry("filters", QT_TRANSLATE_NOOP("Actions", "Filters of the layers…"), "filter shaixuan", "Shift+F", "view"),
    Entry("estates", QT_TRANSLATE_NOOP("Actions", "Estate…"), "estate community xiaoqu switch", "Shift+E", "view"),
    Entry(
        "only_estate",
        QT_TRANSLATE_NOOP("Actions", "Only this estate in marks and counts"),
        "estate alone confine",
        "",
        "view",
        switch=True,
    ),
    Entry(
        "beside",
        QT_TRANSLATE_NOOP("Actions", "Another estate beside this one"),
        "estate split side second pane",
        "Shift+B",
        "view",
        switch=True,
    ),
    Entry("clear_filters", QT_TRANSLATE_NOOP("Actions", "Show everything again"), "clear filters", "X", "view"),
    Entry("strip", QT_TRANSLATE_NOOP("Actions", "Timeline of the last hour"), "strip", "L", "view", switch=True),
    Entry("arrange", QT_TRANSLATE_NOOP("Actions", "Move panels"), "dock arrange layout", "", "view", switch=True),
    Entry(
        "reset_layout", QT_TRANSLATE_NOOP("Actions", "Panels back to their usual place and size"), "layout", "", "view"
    ),
    Entry("measure", QT_TRANSLATE_NOOP("Actions", "Measure a distance"), "measure length ruler", "D", "map"),
    Entry("measure_area", QT_TRANSLATE_NOOP("Actions", "Measure an area"), "measure area", "Shift+D", "map"),
    Entry("drawings", QT_TRANSLATE_NOOP("Actions", "Draw on the map…"), "draw zone grid gate patrol", "Ctrl+D", "map"),
    Entry("views", QT_TRANSLATE_NOOP("Actions", "Kept views…"), "bookmarks views shuqian", "Ctrl+B", "map"),
    Entry("copy_picture", QT_TRANSLATE_NOOP("Actions", "Copy picture of the map"), "copy", "Ctrl+Shift+C", "map"),
    Entry("save_picture", QT_TRANSLATE_NOOP("Actions", "Save picture of the map…"), "export", "Ctrl+Shift+S", "map"),
    Entry(
        "copy_point", QT_TRANSLATE_NOOP("Actions", "Copy the point under the pointer"), "coordinates", "Shift+P", "map"
    ),
    Entry(
        "datum", QT_TRANSLATE_NOOP("Actions", "Datum of the coordinates"), "wgs84 gcj02 bd09 cgcs2000", "Shift+G", "map"
    ),
    Entry("theme", QT_TRANSLATE_NOOP("Actions", "Light paper or dark night"), "theme dark light", "Ctrl+T", "seat"),
    Entry(
        "colour_blind",
        QT_TRANSLATE_NOOP("Actions", "Colours for eyes that confuse red and green"),
        "cvd",
        "",
        "seat",
        switch=True,
    ),
    Entry("sound", QT_TRANSLATE_NOOP("Actions", "Sound for levels 1 and 2"), "mute", "M", "seat", switch=True),
    Entry("try_sound", QT_TRANSLATE_NOOP("Actions", "Try the sound"), "test", "", "seat"),
    Entry("language_zh", "简体中文", "chinese zhongwen", "", "seat"),
    Entry("language_en", "English", "yingwen yy", "", "seat"),
    Entry("sign_out", QT_TRANSLATE_NOOP("Actions", "Sign in as someone else"), "login logout", "", "seat"),
    Entry("audit", QT_TRANSLATE_NOOP("Actions", "Who did what (auditor)"), "audit log", "", "help", verb="read_audit"),
    Entry(
        "quarantine",
        QT_TRANSLATE_NOOP("Actions", "Refused messages (administrator)"),
        "quarantine",
        "",
        "help",
        verb="read_quarantine",
    ),
    Entry("menu", QT_TRANSLATE_NOOP("Actions", "Menu"), "", "F10"),
    Entry("manual", QT_TRANSLATE_NOOP("Actions", "Operator's manual"), "help manual shouce", "F1", "help"),
    Entry("keys", QT_TRANSLATE_NOOP("Actions", "All keys"), "help shortcuts keys", "Shift+F1", "help"),
    Entry("doctor", QT_TRANSLATE_NOOP("Actions", "Check this station…"), "doctor diagnose", "", "help"),
    Entry("logs", QT_TRANSLATE_NOOP("Actions", "Open the logs folder"), "log", "", "help"),
    Entry("about", QT_TRANSLATE_NOOP("Actions", "About, licences"), "version", "", "help"),
    Entry("quit", QT_TRANSLATE_NOOP("Actions", "Quit"), "exit", "Ctrl+Q", "help"),
)

KEYS_ONLY: tuple[tuple[str, str], ...] = (
    ("Space", QT_TRANSLATE_NOOP("Actions", "Next step of the case")),
    ("1 … 5", QT_TRANSLATE_NOOP("Actions", "Tick or untick a responder")),
    ("← ↑ → ↓", QT_TRANSLATE_NOOP("Actions", "Move the map (after a click on it)")),
    ("+ -", QT_TRANSLATE_NOOP("Actions", "Closer, farther (after a click on the map)")),
    ("Q E", QT_TRANSLATE_NOOP("Actions", "Turn the map (after a click on it)")),
    ("Shift", QT_TRANSLATE_NOOP("Actions", "Held while dragging: choose what lies inside; with Alt a lasso")),
    ("Ctrl+1 … 9", QT_TRANSLATE_NOOP("Actions", "Keep this view")),
    ("Alt+1 … 9", QT_TRANSLATE_NOOP("Actions", "Fly to a kept view")),
    ("Ctrl+Z Ctrl+Shift+Z", QT_TRANSLATE_NOOP("Actions", "While drawing: undo, redo")),
    ("Enter Backspace Esc", QT_TRANSLATE_NOOP("Actions", "While measuring: end, take a point back, give up")),
)

Doings = Mapping[str, Callable[[], object]]


def words(entry: Entry) -> str:
    """The entry's words in the window's language (names of languages stay as they are)."""
    return QCoreApplication.translate("Actions", entry.text)


def menu_words(key: str) -> str:
    """A menu's title."""
    return QCoreApplication.translate("Actions", MENUS[key])
