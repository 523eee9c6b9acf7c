"""Invented persons' fields: names from common lists, ID and telephone numbers from ranges that cannot be real.

ID numbers (GB 11643: six digits of area, eight of birth, three of sequence, a check character) begin with 999: GB/T
2260 gives areas from 11 to 82 only, and a foreigner's permanent-residence number (9, then a real province) cannot
begin with 999 either. The checksum is right, so that everything which checks it is exercised.

Telephone numbers are 1020 and seven digits: mainland mobile numbers are 13 to 19 and nine digits, and the public
numbering plan gives 10 to short service numbers of five or six digits, so eleven digits beginning 1020 reach nobody.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

AREA_PREFIX = "999"
PHONE_PREFIX = "1020"

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹"
    "熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_BY_BIRTH = (
    (
        1962,
        "德国建志明玉文金永福春树长家宝",
        "生林华忠祥荣根发成义山贵才平清",
        "秀桂玉淑凤素兰美月翠惠雪",
        "英兰珍芳云华梅莲香琴珠凤",
    ),
    (
        1982,
        "建国志海晓卫小永文立春东学",
        "军强斌伟勇平刚明华峰涛辉波宁",
        "丽红晓海春小秀燕玉雪文",
        "梅霞燕萍红娟琴丽敏芬英莉",
    ),
    (
        2004,
        "子晨宇浩嘉文俊思天志博泽",
        "鹏杰超宇轩凯阳博辰飞翔宁",
        "雨思佳欣梦晓诗静怡婷雅",
        "婷怡雪洁琳娜颖悦彤萱倩雯",
    ),
    (2100, "梓浩宇沐子一奕皓俊景明", "轩宸泽睿铭航辰然霖阳", "梓欣雨诗一语依若沐可", "涵萱怡彤妍琪诺桐瑶汐"),
)
"""Born before; first and second character of given names, male and female."""


def checksum(first17: str) -> str:
    """The eighteenth character (GB 11643, ISO 7064 MOD 11-2)."""
    return _CHECK[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def id_number(serial: int, born: date, male: bool) -> str:
    """An impossible ID number, unique for `serial` (0 … 499,999), with the right checksum."""
    area, sequence = f"{AREA_PREFIX}{serial % 1000:03d}", serial // 1000 * 2 + (1 if male else 2)
    first17 = f"{area}{born:%Y%m%d}{sequence:03d}"
    return first17 + checksum(first17)


def phone(serial: int) -> str:
    """An impossible mobile number, unique for `serial` (0 … 9,999,999)."""
    return f"{PHONE_PREFIX}{(serial * 7_654_321 + 2_468_013) % 10_000_000:07d}"


def surname(rng: Random) -> str:
    """A common family name, the commoner the likelier."""
    return _SURNAMES[min(int(rng.expovariate(1 / 24)), len(_SURNAMES) - 1)]


def given_name(rng: Random, born: int, male: bool) -> str:
    """One or two characters as they were chosen in the year of birth."""
    _, m1, m2, f1, f2 = next(row for row in _BY_BIRTH if born < row[0])
    first, second = (m1, m2) if male else (f1, f2)
    return rng.choice(second) if rng.random() < 0.14 else rng.choice(first) + rng.choice(second)


def birthday(rng: Random, age: int, today: date) -> date:
    """A day on which somebody who is `age` today may have been born."""
    return date(today.year - age, today.month, min(today.day, 28)) - timedelta(days=rng.randrange(364))
