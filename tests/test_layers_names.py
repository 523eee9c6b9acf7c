"""Names of the register in an English and in a Chinese window."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.i18n import Languages
from app.sample import generate
from domain.register import DeviceKind
from layers import names
from layers.estate import Estate
from layers.plan import Plan
from map.palette import NIGHT

CHINESE = "栋号楼幢单元层室烟感门磁锁禁呼叫器终端消火栓立管燃气阀电梯网格"


@pytest.fixture
def languages(qtbot: QtBot) -> Iterator[Languages]:
    application = QApplication.instance()
    assert application is not None
    languages = Languages(application)
    yield languages
    languages.use("en")


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("42栋", "Bldg 42"), ("3号楼", "Bldg 3"), ("A7幢", "Bldg A7"), ("28栋1单元门禁", "Gate Bldg 28 unit 1"),
        ("烟感 42-1-1202", "Smoke detector 42-1-1202"), ("烟感", "Smoke detector"), ("第3网格", "Grid 3"),
        ("楼道烟感 42栋12层", "Corridor smoke detector Bldg 42 floor 12"), ("门磁 1-3-302", "Door magnet 1-3-302"),
        ("卧室门磁 1-3-302", "Bedroom door magnet 1-3-302"), ("智能门锁 14-3-402", "Smart lock 14-3-402"),
        ("一键呼叫器 93-1-402", "SOS button 93-1-402"), ("定位终端 辅-05", "Tracker 辅-05"),
        ("消火栓 1", "Hydrant 1"), ("28栋消防立管", "Riser Bldg 28"), ("2栋燃气总阀", "Gas valve Bldg 2"),
        *((own, own) for own in (
            "云杉苑", "北门相机", "辅-05", "AED 邻里中心", "西侧消防门", "沿街商铺A", "物业电梯", "云杉苑3栋",
            "Smoke 4", "", "1202", "烟感 云杉苑", "单元", "东门",
        )),
    ],
)  # fmt: skip
def test_a_name_of_number_and_kind_is_said_and_a_proper_name_stays(
    languages: Languages, name: str, english: str
) -> None:
    languages.use("en")
    assert names.said(name) == english
    languages.use("zh_CN")
    assert names.said(name) == name


def test_an_address_has_room_for_the_whole_word(languages: Languages) -> None:
    languages.use("en")
    assert [names.building(n) for n in ("42栋", "云杉幼儿园")] == ["Building 42", "云杉幼儿园"]
    assert names.unit("2单元") == "unit 2" and names.unit("东梯") == "东梯"
    languages.use("zh_CN")
    assert [names.building("3号楼"), names.unit("2单元")] == ["3号楼", "2单元"]


def test_no_ordinary_name_of_the_sample_is_left_in_chinese(languages: Languages) -> None:
    languages.use("en")
    register = generate(1, 1_773_772_960_000).register
    devices = register.devices
    ordinary = [
        devices.name[r] for r in range(len(devices)) if devices.home_row[r] >= 0 or devices.building_row[r] >= 0
    ]
    trackers = [devices.name[r] for r in range(len(devices)) if devices.kind[r] == DeviceKind.TRACKER]
    assert len(ordinary) > 60 and trackers
    told = [names.said(name) for name in [*ordinary, *register.grids.name]]
    assert not [name for name in told if set(name) & set(CHINESE)]
    assert all(names.said(name).startswith("Tracker ") for name in trackers)
    labels = Estate(Plan(register)).scene(NIGHT, 3).blocks.labels
    assert "Bldg 42" in labels and "云杉幼儿园" in labels and not [name for name in labels if name.endswith("栋")]
