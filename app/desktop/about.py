"""Two pieces of help: the keys with what to do when (a page of the manual), and what this is with its licences."""

from __future__ import annotations

from importlib import metadata

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from app.desktop.actions import ENTRIES, KEYS_ONLY, words
from app.desktop.i18n import translate
from app.desktop.named import named

LIBRARIES = (
    "PySide6-Essentials",
    "numpy",
    "scipy",
    "shapely",
    "pyproj",
    "SQLAlchemy",
    "paho-mqtt",
    "msgspec",
    "pypinyin",
    "miniaudio",
    "iotcore",
    "opencv-python-headless",
    "cryptography",
    "argon2-cffi",
    "structlog",
    "websockets",
)


def _page(parent: QWidget, title: str, html: str) -> QDialog:
    page = named(QDialog(parent), "page")
    page.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    page.setWindowTitle(title)
    page.resize(620, 640)
    browser = QTextBrowser()
    browser.setOpenExternalLinks(True)
    browser.setHtml(html)
    box = QVBoxLayout(page)
    box.addWidget(browser)
    page.show()
    return page


def keys_html() -> str:
    """Every key with what it does, from the same list as the menu."""
    rows = [(e.key, words(e)) for e in ENTRIES if e.key]
    rows += [(key, translate("Actions", text)) for key, text in KEYS_ONLY]
    lines = "".join(f"<tr><td><b>{_key(key)}</b>&nbsp;&nbsp;</td><td>{text}</td></tr>" for key, text in rows)
    loop = translate(
        "Help",
        "An alarm, start to end: Enter takes it, 1–5 choose who goes, Enter sends, T takes back within "
        "five seconds, answers come by themselves or by radio, Enter closes after feedback.",
    )
    call = translate("Help", "A call: Ctrl+K, address and kind (3-2-502 fire), Enter, Enter.")
    return f"<p>{loop}</p><p>{call}</p><table cellspacing='6'>{lines}</table>"


def _key(key: str) -> str:
    return {"Return": "Enter"}.get(key, key)


def about_html() -> str:
    """What this is, and the licences of what it stands on."""
    rows = []
    for name in LIBRARIES:
        try:
            info = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue
        licence = next((info[key] for key in ("License-Expression", "License") if key in info), "")
        short = licence.splitlines()[0][:60] if licence else ""
        rows.append(f"<tr><td>{name} {info['Version']}&nbsp;&nbsp;</td><td>{short}</td></tr>")
    what = translate("Help", "Sandtable: a live picture of an estate for the people on duty. Apache-2.0.")
    data = translate("Help", "Map data of imports: © OpenStreetMap contributors, ODbL.")
    return f"<h3>{what}</h3><p>{data}</p><table cellspacing='4'>{''.join(rows)}</table>"


def show_about(parent: QWidget) -> QDialog:
    """What this is."""
    return _page(parent, translate("Help", "About, licences"), about_html())
