"""The sentences about the station's file: code → what it means and what to do, English and Chinese."""

from __future__ import annotations

from app.doctor.sentence import Sentence

TEXTS: dict[str, Sentence] = {
    "database.not_asked": Sentence(
        en="No station file was named, so none was opened.",
        zh="未指定站点文件，未检查。",
        en_do="Name it: sandtable doctor STATION.db",
        zh_do="请指定：sandtable doctor 站点.db",
    ),
    "database.ok": Sentence(
        en="{file} is whole (revision {revision}, {size}, {batches} commits) and its keys fit.",
        zh="{file} 完整（版本 {revision}，{size}，{batches} 次提交），密钥相符。",
    ),
    "database.altered": Sentence(
        en="Sealed personal files in {file} that do not open although their keys are there (altered, not erased): {n}.",
        zh="{file} 中密钥仍在却无法打开的个人档案（曾被改动，并非注销）：{n} 份。",
        en_do="Keep this file as it is, take the newest backup, and find out who could write to the file.",
        zh_do="请原样保留该文件，启用最新备份，并查明谁能写入该文件。",
    ),
    "database.books": Sentence(
        en="The books are whole: {batches} commits and {rows} audit rows, nothing altered or taken out.",
        zh="台账完整：{batches} 次提交、{rows} 条审计记录，无改动，无缺失。",
    ),
    "database.books_newest": Sentence(
        en="The books are large, their newest part is whole: {batches} of {of} commits, {rows} of {of_rows} audits.",
        zh="台账较大，只查了最新部分，完整：提交 {batches}/{of}，审计记录 {rows}/{of_rows}。",
    ),
    "database.batch_altered": Sentence(
        en="Commit {number} in {file} was altered or taken out by other means than Sandtable.",
        zh="{file} 中第 {number} 次提交被外部改动或删除。",
        en_do="Keep this file as it is, take the newest backup, and find out who could write to the file.",
        zh_do="请原样保留该文件，启用最新备份，并查明谁能写入该文件。",
    ),
    "database.audit_altered": Sentence(
        en="Audit row {number} in {file} was altered or taken out by other means than Sandtable.",
        zh="{file} 中第 {number} 条审计记录被外部改动或删除。",
        en_do="Keep this file as it is, take the newest backup, and find out who could write to the file.",
        zh_do="请原样保留该文件，启用最新备份，并查明谁能写入该文件。",
    ),
    "database.missing": Sentence(
        en="There is no {file}.",
        zh="没有 {file}。",
        en_do="Check the path; `sandtable import` makes a new station.",
        zh_do="请核对路径；`sandtable import` 可新建站点。",
    ),
    "database.not_one": Sentence(
        en="{file} is no station: {why}",
        zh="{file} 不是站点文件。",
        en_do="Check the path; `sandtable import` makes a new station.",
        zh_do="请核对路径；`sandtable import` 可新建站点。",
    ),
    "database.damaged": Sentence(
        en="The station's file is damaged, a desk will not start on it: {why}",
        zh="{file} 已损坏，值班台无法启动。",
        en_do="Keep this file as it is, and open the newest backup with its keys file.",
        zh_do="请原样保留该文件，用最新备份及其密钥文件启动。",
    ),
    "database.newer": Sentence(
        en="The station was written by a newer version: {why}",
        zh="{file} 由更新的版本写入，本版本无法打开。",
        en_do="Install the newer Sandtable; the file was not touched.",
        zh_do="请安装新版本；文件未被改动。",
    ),
    "database.older": Sentence(
        en="{file} is of the older revision {revision}; it runs once the desk has brought it up to date.",
        zh="{file} 为旧版本 {revision}；值班台升级后即可使用。",
        en_do="Open it once with `sandtable open`; a copy of the old file is kept beside it.",
        zh_do="请用 `sandtable open` 打开一次；旧文件会另存一份。",
    ),
    "database.busy": Sentence(
        en="{file} is held by another program, so it was not checked.",
        zh="{file} 被其他程序占用，未检查。",
        en_do="End what holds it (a backup, a database viewer) and check again.",
        zh_do="请关闭占用它的程序（备份、数据库查看器）后重新检查。",
    ),
    "database.unreadable": Sentence(
        en="The station's file cannot be opened: {why}",
        zh="{file} 无法打开。",
        en_do="Check that this user may read and write the file and its folder.",
        zh_do="请确认本用户对文件及其文件夹有读写权限。",
    ),
    "database.keys_missing": Sentence(
        en="{keys} is not beside {file}: no desk starts, no person could be read.",
        zh="{file} 旁没有 {keys}：值班台无法启动，人员信息无法读取。",
        en_do="Put the keys file back from where it is kept; never make a new one.",
        zh_do="请从保管处取回密钥文件；切勿新建。",
    ),
    "database.keys_misfit": Sentence(
        en="The keys do not fit this station: {why}",
        zh="{keys} 不属于 {file}，或缺少密钥。",
        en_do="Put the newest copy of this station's own keys beside it.",
        zh_do="请放回本站点最新的密钥文件。",
    ),
    "database.keys": Sentence(
        en="{keys} is readable by its owner alone ({mode}).",
        zh="{keys} 仅所有者可读（{mode}）。",
    ),
    "database.keys_open": Sentence(
        en="{keys} is open to others ({mode}): whoever reads it reads every resident.",
        zh="{keys} 对他人开放（{mode}）：读到它即可读到所有居民。",
        en_do="chmod 600 {keys}",
        zh_do="chmod 600 {keys}",
    ),
    "database.desk": Sentence(
        en="A desk keeps this station now (process {pid}); a second one would be refused.",
        zh="值班台正在使用本站点（进程 {pid}）；再启动会被拒绝。",
    ),
    "database.free": Sentence(
        en="No desk of this machine keeps this station now.", zh="本机当前没有值班台使用本站点。"
    ),
    "database.desk_unseen": Sentence(
        en="Whether a desk keeps this station cannot be seen on this system.", zh="此系统看不到是否有值班台占用。"
    ),
    "database.wal": Sentence(
        en="{file} has grown to {size}: something keeps the desk from folding it back, and starts get slow.",
        zh="{file} 已增至 {size}：值班台无法归并，启动会变慢。",
        en_do="End other programs that read the station, or restart the desk.",
        zh_do="请关闭其他读取站点的程序，或重启值班台。",
    ),
}
