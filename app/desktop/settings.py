"""What a seat keeps between sessions: theme, language, sound, layout – a small file of this user, no personal data."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

ORGANISATION, APPLICATION = "sandtable", "seat"


class SeatSettings:
    """Settings of one user at one station. Before anyone has signed in, those of the machine."""

    def __init__(self, station: str = "", user: str = "") -> None:
        self._store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, ORGANISATION, APPLICATION)
        self._group = f"{station or 'any'}/{user or 'any'}"

    def text(self, key: str, default: str = "") -> str:
        """A setting as text."""
        return str(self._store.value(f"{self._group}/{key}", default))

    def flag(self, key: str, default: bool = False) -> bool:
        """A setting that is on or off."""
        return self.text(key, "1" if default else "0") == "1"

    def layout(self) -> QByteArray:
        """The docks as the seat left them; empty before that."""
        value = self._store.value(f"{self._group}/layout")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep(self, key: str, value: str | bool | QByteArray) -> None:
        """Remember."""
        self._store.setValue(f"{self._group}/{key}", ("1" if value else "0") if isinstance(value, bool) else value)
