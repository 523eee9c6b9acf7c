"""`sandtable doctor`: looks at a seat, its broker, its station file and its machine, and changes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from app.cli.refusing import refuse
from app.doctor import telling, words
from app.doctor.checks import CHECKS
from app.doctor.finding import Asked, State, worst
from app.doctor.run import examine

FAULTS = 2


def doctor(
    station: Annotated[Path | None, typer.Argument(help="The station file.", show_default=False)] = None,
    *,
    broker: Annotated[
        list[str] | None, typer.Option("--broker", help="host:port[,user[,ca-file]]; may be repeated.")
    ] = None,
    broker_config: Annotated[
        Path | None, typer.Option("--broker-config", help="The broker's mosquitto.conf, to be read and checked.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    lang: Annotated[str, typer.Option("--lang", help="zh_CN or en; else the system's.")] = "",
) -> None:
    """Check this station and say what to do. Exit code 2 where something is at fault, else 0.

    Nothing is changed, and nothing is contacted but the brokers that are named.
    """
    try:
        language = words.language(lang)
    except ValueError as error:
        refuse(str(error))
    findings = []
    for finding in examine(Asked(station=station, brokers=tuple(broker or ()), broker_config=broker_config), CHECKS):
        findings.append(finding)
        if not as_json:
            typer.echo("\n".join(telling.lines(finding, language)))
    if as_json:
        typer.echo(json.dumps(telling.whole(findings, language), ensure_ascii=False, indent=2))
    else:
        typer.echo(words.summary(findings, language))
    raise typer.Exit(FAULTS if worst(findings) is State.FAULT else 0)
