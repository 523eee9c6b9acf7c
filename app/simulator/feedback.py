"""What a sample responder reports from the scene: a result code and a sentence, by the kind of alarm."""

from __future__ import annotations

import random

from domain.alarms import AlarmKind

_REPORTS: dict[str, tuple[tuple[str, str], ...]] = {
    AlarmKind.SMOKE: (
        ("handled", "厨房油烟触发，无明火，已开窗通风，烟感复位。"),
        ("handled", "楼道电动车充电器冒烟，已断电，无人受伤。"),
        ("false_alarm", "室内装修扬尘触发，现场无火情。"),
    ),
    AlarmKind.SOS: (
        ("person_well", "老人误触，人平安，已教会使用。"),
        ("handled", "老人起身不便，已扶起，身体无碍，已联系家属。"),
    ),
    AlarmKind.ELDER_SILENCE: (
        ("person_well", "敲门后应答，老人平安，身体略感不适，已联系家属。"),
        ("person_well", "老人在家休息未出卧室，平安。"),
    ),
    AlarmKind.UNREGISTERED_OPENER: (
        ("registered", "新租客入住未登记，已核实身份并登记。"),
        ("registered", "房东更换合租人，已当场补登记。"),
    ),
    AlarmKind.DEVICE_SILENT: (
        ("repaired", "电池耗尽，已更换，设备恢复。"),
        ("repaired", "网关断电，已恢复供电。"),
    ),
}
_ANY = (("handled", "已到场处置完毕。"),)


def feedback(kind: str, rng: random.Random) -> tuple[str, str]:
    """A result code and a text (no person is named in it)."""
    return rng.choice(_REPORTS.get(kind, _ANY))
