"""Why a part is not in a bundle, as sentences without anybody's name or path: they stand in its manifest."""

from __future__ import annotations

from app.doctor.sentence import Sentence
from domain.store import (
    KeysMisfit,
    KeysMissing,
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerNewer,
    LedgerOlder,
    NotALedger,
)

NOT_NAMED = Sentence("no station was named, and no run is known", "未指定站点，也没有运行记录")
GONE = Sentence("its file is not there any more", "文件已不存在")

_OTHER = Sentence("it could not be read", "无法读取")
_KINDS: dict[type[Exception], Sentence] = {
    NotALedger: Sentence("its file is no station's", "不是站点文件"),
    LedgerDamaged: Sentence("it is damaged", "已损坏"),
    LedgerNewer: Sentence("it was written by a newer version", "由更新的版本写入"),
    LedgerOlder: Sentence(
        "it is of an older version and has to be opened once by a desk", "为旧版本，需由值班台打开一次"
    ),
    LedgerBusy: Sentence("another program holds it", "被其他程序占用"),
    KeysMissing: Sentence("its file of keys is not beside it", "旁边没有密钥文件"),
    KeysMisfit: Sentence("the file of keys beside it does not fit", "密钥文件不符"),
}


def reason(error: Exception) -> Sentence:
    """Of a ledger's error its meaning; of a file's the system's word; any other is ours, and its kind says where."""
    if type(error) in _KINDS:
        return _KINDS[type(error)]
    if isinstance(error, OSError) and error.strerror:
        return Sentence(f"it could not be read: {error.strerror}", f"无法读取：{error.strerror}")
    if isinstance(error, LedgerError):
        return _OTHER
    kind = type(error).__name__
    return Sentence(f"an error of the program's own came in between ({kind})", f"程序自身出错（{kind}）")


def altered(n: int) -> Sentence:
    """Of personal files that do not open though their keys are there."""
    return Sentence(
        f"sealed personal files that do not open although their keys are there: {n}; they were altered, not erased "
        "(an erased person has no key any more)",
        f"密钥仍在却无法打开的个人档案：{n} 份；曾被改动，并非注销（注销后密钥即销毁）",
    )
