"""`sandtable bundle`: one file for whoever is to find a fault – logs, versions, checks, last kinds of messages."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from app.cli.refusing import refuse
from app.doctor import words
from app.doctor.bundle import BundleExists, Made, Wanted, make
from app.doctor.tools import size
from app.paths import log_folder

_SAID = (
    "The crash bundle is {out} ({size}, {parts} files); it holds no personal data and no secrets, and its "
    "MANIFEST.json says what was left out.",
    "故障包:{out}({size},{parts} 个文件);不含个人信息和密钥口令,MANIFEST.json 列明未收入的内容。",
)
_SAID_UNSURE = (
    "The crash bundle is {out} ({size}, {parts} files); it holds no secrets, but the station's names could not be "
    "read: its logs may hold names in Latin letters. Look through them before you pass it on; its MANIFEST.json says "
    "what was left out.",
    "故障包:{out}({size},{parts} 个文件);不含密钥口令,但未能读取站点人员姓名,日志中可能残留拉丁字母姓名,"
    "转交前请先查看;MANIFEST.json 列明未收入的内容。",
)
_LEFT = ("Left out: {what} – {why}.", "未收入:{what} – {why}。")


def bundle(
    out: Annotated[Path | None, typer.Argument(help="The zip file to write.", show_default=False)] = None,
    *,
    station: Annotated[Path | None, typer.Option("--station", help="The station file; else the last run's.")] = None,
    lang: Annotated[str, typer.Option("--lang", help="zh_CN or en; else the system's.")] = "",
) -> None:
    """Pack a crash bundle. Nothing is sent anywhere."""
    path = out or Path(f"sandtable-bundle-{datetime.now():%Y%m%d-%H%M%S}.zip")
    try:
        language = words.language(lang)
        made = make(Wanted(path, station, log_folder()))
    except (BundleExists, ValueError) as error:
        refuse(str(error))
    except OSError as error:
        refuse(f"{path.name} could not be written ({error.strerror}); nothing was left behind.")
    _tell(path, made, language == "zh_CN")


def _tell(path: Path, made: Made, chinese: bool) -> None:
    said = _SAID if made.compared else _SAID_UNSURE
    typer.echo(said[chinese].format(out=path.absolute(), size=size(made.size), parts=made.parts))
    for what, why in made.left_out.items():
        typer.echo(_LEFT[chinese].format(what=what, why=why))
