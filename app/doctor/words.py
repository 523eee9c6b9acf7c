"""Findings in words, English or Chinese; a table of ours, since the command line speaks without Qt."""

from __future__ import annotations

import locale
import os

from app.doctor.finding import Figure, Finding, State
from app.doctor.sentence import Sentence
from app.doctor.texts_broker import TEXTS as BROKER
from app.doctor.texts_machine import TEXTS as MACHINE
from app.doctor.texts_seat import TEXTS as SEAT
from app.doctor.texts_station import TEXTS as STATION

TEXTS: dict[str, Sentence] = SEAT | BROKER | STATION | MACHINE

LANGUAGES = ("zh_CN", "en")

_CHECKS = {
    "display": ("display", "显示"),
    "fonts": ("fonts", "字体"),
    "sound": ("sound", "声音"),
    "broker": ("broker", "服务器"),
    "config": ("settings", "设置"),
    "database": ("station", "站点"),
    "clock": ("clock", "时钟"),
    "disk": ("disk", "磁盘"),
    "models": ("models", "模型"),
    "engine": ("engine", "引擎"),
    "memory": ("memory", "内存"),
}
_STATES = {
    State.OK: ("ok", "正常"),
    State.SKIPPED: ("–", "–"),
    State.WARNING: ("warning", "注意"),
    State.FAULT: ("fault", "故障"),
}
_PLACES = {
    "station": ("The station's disk", "站点磁盘"),
    "logs": ("The logs' disk", "日志磁盘"),
    "temp": ("The temporary disk", "临时磁盘"),
}
_SUMS = {
    State.OK: ("Nothing is wrong.", "一切正常。"),
    State.WARNING: (
        "{warnings}, no fault: the station runs, with less than it should have.",
        "{warnings}，无故障：可运行，但条件不足。",
    ),
    State.FAULT: (
        "{faults}, {warnings}: see what to do, then check again. Nothing was changed.",
        "{faults}，{warnings}：请按提示处理后重新检查。未作任何更改。",
    ),
}


def language(wished: str) -> str:
    """ "zh_CN" or "en": as wished ("zh" will do), else Chinese on a Chinese system. Raises ValueError for any other."""
    known = {"zh": "zh_CN", "zh_CN": "zh_CN", "en": "en"}
    if wished:
        return known[wished] if wished in known else _unknown(wished)
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    system = named or (locale.getlocale()[0] or "")
    return "zh_CN" if system.lower().startswith(("zh", "chinese")) else "en"


def _unknown(wished: str) -> str:
    raise ValueError(f"{wished!r} is no language here; say zh_CN or en.")


def meaning(finding: Finding, lang: str) -> str:
    """What it means for the station."""
    sentence = TEXTS[finding.code]
    return _filled(sentence.zh if lang == "zh_CN" else sentence.en, finding, lang)


def advice(finding: Finding, lang: str) -> str:
    """What to do; "" where there is nothing to be done."""
    sentence = TEXTS[finding.code]
    return _filled(sentence.zh_do if lang == "zh_CN" else sentence.en_do, finding, lang)


def check_name(check: str, lang: str) -> str:
    """A part's name."""
    return _pick(_CHECKS.get(check, (check, check)), lang)


def state_name(state: State, lang: str) -> str:
    """A state in a word."""
    return _pick(_STATES[state], lang)


def summary(findings: list[Finding], lang: str) -> str:
    """The whole in one sentence."""
    faults = sum(f.state is State.FAULT for f in findings)
    warnings = sum(f.state is State.WARNING for f in findings)
    state = State.FAULT if faults else State.WARNING if warnings else State.OK
    told = {"faults": _counted(faults, State.FAULT, lang), "warnings": _counted(warnings, State.WARNING, lang)}
    return _pick(_SUMS[state], lang).format_map(told)


def _counted(n: int, state: State, lang: str) -> str:
    """ "1 fault", "2 faults"."""
    return f"{n} 项{state_name(state, lang)}" if lang == "zh_CN" else f"{n} {state_name(state, lang)}{'s' * (n != 1)}"


def _filled(template: str, finding: Finding, lang: str) -> str:
    facts: dict[str, Figure] = dict(finding.facts)
    place = str(facts.get("place", ""))
    if place in _PLACES:
        facts["place"] = _pick(_PLACES[place], lang)
    return template.format(**facts)


def _pick(pair: tuple[str, str], lang: str) -> str:
    return pair[1] if lang == "zh_CN" else pair[0]
