"""`sandtable bundle`: one file for whoever is to find a fault – logs, versions, checks, last kinds of messages."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from app.cli.refusing import refuse
from app.doctor import words
from app.doctor.bundle import BundleExists, Made, Wanted, check_free, make
from app.doctor.gather import last_station
from app.doctor.tools import size
from app.paths import log_folder
from domain.store import NotALedger
from domain.store.opening import check_sqlite

_SAID = (
    "The crash bundle is {out} ({size}, {parts} files); it holds no personal data and no secrets, and its "
    "MANIFEST.json says what was left out.",
    "故障包:{out}({size},{parts} 个文件);不含个人信息和密钥口令,MANIFEST.json 列明未收入的内容。",
)
_SAID_UNSURE = (
    "The crash bundle is {out} ({size}, {parts} files); it holds no secrets, but not all of the station's names "
    "could be read: its logs may hold names in Latin letters. Look through them before you pass it on; its "
    "MANIFEST.json says what was left out.",
    "故障包:{out}({size},{parts} 个文件);不含密钥口令,但未能读全站点人员姓名,日志中可能残留拉丁字母姓名,"
    "转交前请先查看;MANIFEST.json 列明未收入的内容。",
)
_SILENT = logging.NullHandler()
"""What the store would log on the terminal is said in sentences."""
_LEFT = ("Left out: {what} – {why}.", "未收入:{what} – {why}。")
_NAMED = ("The station: {station}.", "站点:{station}。")
_LAST = (
    "The station: {station}, the last run's, since none was named; --station STATION.db takes another.",
    "站点:{station}(未指定,取最近一次运行的站点);可用 --station 站点.db 另选。",
)
_GONE = (
    "The last run's station, {station}, is not there any more (a demo takes its own away at its end); "
    "--station STATION.db takes another.",
    "最近一次运行的站点 {station} 已不存在(演示结束时会删除自己的站点);可用 --station 站点.db 另选。",
)
_NONE = (
    "No station was named, and no run is known; --station STATION.db takes one.",
    "未指定站点,也没有运行记录;可用 --station 站点.db 指定。",
)


def bundle(
    out: Annotated[Path | None, typer.Argument(help="The zip file to write.", show_default=False)] = None,
    *,
    station: Annotated[
        Path | None, typer.Option("--station", help="The station file; else the last run's, and it is said which.")
    ] = None,
    lang: Annotated[str, typer.Option("--lang", help="zh_CN or en; else the system's.")] = "",
) -> None:
    """Pack a crash bundle. Nothing is sent anywhere."""
    path = out or Path(f"sandtable-bundle-{datetime.now():%Y%m%d-%H%M%S}.zip")
    chinese = _chinese(lang)
    _check(path, station)
    chosen = station or last_station(log_folder())
    logging.getLogger("domain.store").addHandler(_SILENT)
    typer.echo(_station(station, chosen)[chinese].format(station=chosen and chosen.absolute()))
    try:
        made = make(Wanted(path, chosen, log_folder()))
    except BundleExists as error:
        refuse(str(error))
    except OSError as error:
        refuse(f"{path.name} could not be written ({error.strerror}); nothing was left behind.")
    _tell(path, made, chinese)


def _chinese(lang: str) -> bool:
    try:
        return words.language(lang) == "zh_CN"
    except ValueError as error:
        refuse(str(error))


def _check(out: Path, station: Path | None) -> None:
    if out.is_dir():
        refuse(f"{out.absolute()} is a folder; name the zip file in it. Nothing was written.")
    if out.suffix.lower() in (".db", ".keys") or _is_database(out):
        refuse(
            f"{out.name} is a station's file or named like one, and no place for a bundle; nothing was written. "
            f"`sandtable bundle --station {out}` makes the bundle of that station."
        )
    if station is not None and not station.exists():
        refuse(f"There is no {station.absolute()}; nothing was written.")
    try:
        check_free(out)
    except BundleExists as error:
        refuse(str(error))


def _is_database(path: Path) -> bool:
    try:
        check_sqlite(path)
    except NotALedger:
        return False
    return True


def _station(named: Path | None, chosen: Path | None) -> tuple[str, str]:
    """Which station it is, and why."""
    if chosen is None:
        return _NONE
    if named is not None:
        return _NAMED
    return _LAST if chosen.exists() else _GONE


def _tell(path: Path, made: Made, chinese: bool) -> None:
    said = _SAID if made.compared else _SAID_UNSURE
    typer.echo(said[chinese].format(out=path.absolute(), size=size(made.size), parts=made.parts))
    for what, why in made.left_out.items():
        typer.echo(_LEFT[chinese].format(what=what, why=why.zh if chinese else why.en))
