"""The one menu, its keys, and the same acts for the command bar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.desktop.actions import ENTRIES, MENUS, Doings, Entry, menu_words, words
from app.desktop.command_list import Action
from domain.access import Seat, may

_PLAIN = {
    "N": Qt.Key.Key_N,
    "S": Qt.Key.Key_S,
    "T": Qt.Key.Key_T,
    "C": Qt.Key.Key_C,
    "D": Qt.Key.Key_D,
    "F": Qt.Key.Key_F,
    "A": Qt.Key.Key_A,
    "L": Qt.Key.Key_L,
    "M": Qt.Key.Key_M,
    "O": Qt.Key.Key_O,
    "X": Qt.Key.Key_X,
    "Return": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Home": Qt.Key.Key_Home,
}
"""Keys that a field or a focused button may need for itself: they reach the window when nothing else wants them."""


class Menus(QObject):
    """Builds the menu from ENTRIES; `doings` says what each does. Everything in the menu has a name in `doings`."""

    def __init__(
        self, window: QWidget, doings: Doings, states: Callable[[str], bool], extra: Callable[[], QMenu]
    ) -> None:
        super().__init__(window)
        self._window, self._doings, self._states, self._extra = window, doings, states, extra
        self._seat: Seat | None = None
        self.menu = QMenu(window)
        self.actions: dict[str, QAction] = {}
        self._keys()
        self.retranslate()
        self.menu.aboutToShow.connect(self._check)

    def _keys(self) -> None:
        for entry in ENTRIES:
            action = QAction(self._window, checkable=entry.switch)
            action.triggered.connect(lambda _=False, name=entry.name: self._doings[name]())
            if entry.key:
                self._bind(entry, action)
            self.actions[entry.name] = action

    def _bind(self, entry: Entry, action: QAction) -> None:
        if entry.key not in _PLAIN:
            action.setShortcut(QKeySequence(entry.key))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            self._window.addAction(action)

    def press(self, key: int) -> bool:
        """A plain key that nothing with the focus wanted for itself: act on it; False where it means nothing."""
        name = _BY_KEY.get(key, "")
        if name:
            self._doings[name]()
        return bool(name)

    def for_command_bar(self) -> list[Action]:
        """The same acts as the menu, for typing."""
        return [
            Action(e.name, words(e), e.also, _shown(e.key), self._doings[e.name])
            for e in ENTRIES
            if e.name not in ("find", "menu") and self._offered(e)
        ]

    def retranslate(self) -> None:
        """Build the menu in the window's language."""
        self.menu.clear()
        for key in (k for k in MENUS if k != "layers"):
            sub = self.menu.addMenu(menu_words(key))
            for entry in ENTRIES:
                if entry.menu == key and self._offered(entry):
                    action = self.actions[entry.name]
                    text = words(entry)
                    action.setText(f"{text}\t{_shown(entry.key)}" if entry.key in _PLAIN else text)
                    sub.addAction(action)
            if key == "view":
                layers = self._extra()
                layers.setTitle(menu_words("layers"))
                sub.addMenu(layers)

    def use_seat(self, seat: Seat) -> None:
        """Offer what this seat may do."""
        self._seat = seat
        self.retranslate()

    def _offered(self, entry: Entry) -> bool:
        return not entry.verb or (self._seat is not None and may(self._seat, entry.verb))

    def _check(self) -> None:
        for entry in ENTRIES:
            if entry.switch:
                self.actions[entry.name].setChecked(self._states(entry.name))


_BY_KEY: dict[int, str] = {
    **{int(_PLAIN[e.key]): e.name for e in ENTRIES if e.key in _PLAIN},
    int(Qt.Key.Key_Space): "step",
    int(Qt.Key.Key_Enter): "step",
    **{int(Qt.Key.Key_0) + n: f"tick{n}" for n in range(1, 6)},
}


def _shown(key: str) -> str:
    return {"Return": "Enter"}.get(key, key)
