"""The window's language: a translator that can be changed while the window is open."""

# ruff: noqa: N802  (the collector knows the marker by this name)

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

import resources

log = logging.getLogger(__name__)

LANGUAGES = {"zh_CN": "简体中文", "en": "English"}
translate = QCoreApplication.translate
"""`translate("Context", "text")`: under this name the catalogue's collector finds the texts."""


def system_language() -> str:
    """Chinese on a Chinese system, else English."""
    return "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"


class Languages:
    """Installs translators on the application. GUI thread."""

    def __init__(self, app: QCoreApplication) -> None:
        self._app = app
        self._installed: list[QTranslator] = []
        self.now = "en"

    def use(self, language: str) -> None:
        """Change the language; every window gets a LanguageChange. A missing catalogue leaves English, and says so."""
        for old in self._installed:
            self._app.removeTranslator(old)
        self._installed = []
        self.now = language if language in LANGUAGES else "en"
        if self.now != "en":
            qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
            self._install(qt / f"qtbase_{self.now}.qm", optional=True)
            self._install(_catalogue(self.now), optional=False)

    def _install(self, file: Path | None, *, optional: bool) -> None:
        translator = QTranslator(self._app)
        if file is not None and translator.load(str(file)):
            self._app.installTranslator(translator)
            self._installed.append(translator)
        elif not optional:
            log.warning("no catalogue for this language; English is shown (build it with packaging/translations.py)")


def _catalogue(language: str) -> Path | None:
    try:
        return resources.path(f"i18n/sandtable_{language}.qm")
    except FileNotFoundError:
        return None


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Marks a text for the catalogue and returns it as it is (Qt's own of this name has no types)."""
    return text
