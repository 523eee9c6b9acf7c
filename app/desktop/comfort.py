"""`Comfort`: theme, language and sound of a seat, kept for the next time."""

from __future__ import annotations

from app.desktop.i18n import LANGUAGES, Languages, translate
from app.desktop.settings import SeatSettings
from app.desktop.sound import Speaker
from app.desktop.workbench import Workbench


class Comfort:
    """`fixed`: names of settings that the command line has decided ("theme", "language")."""

    def __init__(self, bench: Workbench, languages: Languages, speaker: Speaker) -> None:
        self._bench, self._languages, self.speaker = bench, languages, speaker
        self.settings = SeatSettings()
        self.fixed: frozenset[str] = frozenset()
        self._night, self._cvd = True, False

    def begin(self, settings: SeatSettings) -> None:
        """Somebody has sat down: everything as this seat left it."""
        self.settings = settings
        self.speaker.muted = not settings.flag("sound", default=True)
        if "theme" not in self.fixed and settings.text("theme"):
            self.use_theme(settings.text("theme") == "dark", cvd=settings.flag("cvd"))
        if "language" not in self.fixed and settings.text("language") in LANGUAGES:
            self._languages.use(settings.text("language"))

    def switched(self, name: str) -> bool:
        """Whether a switch of the menu is on."""
        return {"colour_blind": self._cvd, "sound": not self.speaker.muted}[name]

    def use_theme(self, dark: bool, *, cvd: bool) -> None:
        """Dark or light; for eyes that confuse red and green, or not."""
        self._night, self._cvd = dark, cvd
        self._bench.theme.use(("night" if dark else "paper") + ("-cvd" if cvd else ""))

    def theme(self) -> None:
        """The other of paper and night."""
        self.use_theme(not self._night, cvd=self._cvd)
        self._keep("theme", "dark" if self._night else "light")

    def colour_blind(self) -> None:
        """The other palette."""
        self.use_theme(self._night, cvd=not self._cvd)
        self._keep("cvd", self._cvd)

    def speak(self, language: str) -> None:
        """Change the language now."""
        self._languages.use(language)
        self._keep("language", language)

    def sound_switch(self) -> None:
        """On or off at this seat."""
        self.speaker.muted = not self.speaker.muted
        self.settings.keep("sound", not self.speaker.muted)
        self._bench.status.show_note(translate("Wiring", "Sound is off at this seat") if self.speaker.muted else "")

    def _keep(self, key: str, value: str | bool) -> None:
        """For this seat, and for the page on which the next one signs in."""
        self.settings.keep(key, value)
        SeatSettings().keep(key, value)
