"""The sentences about the machine: code → what it means and what to do, English and Chinese."""

from __future__ import annotations

from app.doctor.sentence import Sentence

TEXTS: dict[str, Sentence] = {
    "clock.ok": Sentence(en="The clock says {at} and runs evenly.", zh="时钟为 {at}，走时平稳。"),
    "clock.past": Sentence(
        en="The clock says {at}, which is in the past: nothing would be judged at its right time.",
        zh="时钟为 {at}，早于实际：所有研判时间都会出错。",
        en_do="Set the clock, then start the desk.",
        zh_do="请先校准时钟，再启动值班台。",
    ),
    "clock.set_back": Sentence(
        en="Files here are {seconds} s newer than the clock ({at}): it was set back, and silences are judged too late.",
        zh="文件时间比时钟（{at}）晚 {seconds} 秒：时钟曾被回拨，静默会判得过晚。",
        en_do="Set the clock right and let a time server keep it.",
        zh_do="请校准时钟，并启用网络对时。",
    ),
    "clock.steps": Sentence(
        en="The clock jumped by {ms} ms while it was watched: times of events are uneven.",
        zh="检查期间时钟跳变 {ms} 毫秒：事件时间不均匀。",
        en_do="Let one program alone keep the time (chrony or systemd-timesyncd), and let it slew.",
        zh_do="请只保留一个对时程序（chrony 或 systemd-timesyncd），并使用渐进校时。",
    ),
    "clock.zone": Sentence(en="The time zone is {zone} (UTC{hours}).", zh="时区为 {zone}(UTC{hours})。"),
    "clock.zone_unknown": Sentence(
        en="The time zone has no name (UTC{hours}): times may be shown some hours off.",
        zh="时区未知（UTC{hours}）：显示的时间可能相差数小时。",
        en_do="Set the time zone (Linux: timedatectl set-timezone Asia/Shanghai).",
        zh_do="请设置时区（Linux:timedatectl set-timezone Asia/Shanghai）。",
    ),
    "clock.no_zones": Sentence(
        en="The table of time zones is missing ({zone} is not known): the window cannot show local time.",
        zh="缺少时区表（不认识 {zone}）：窗口无法显示当地时间。",
        en_do="Install tzdata.",
        zh_do="请安装 tzdata。",
    ),
    "clock.kept": Sentence(en="A time server keeps the clock.", zh="时钟已与时间服务器同步。"),
    "clock.not_kept": Sentence(
        en="No time server keeps the clock: it drifts by seconds a day, and so does every judged time.",
        zh="时钟未与时间服务器同步：每天偏差数秒，研判时间随之偏差。",
        en_do="Turn on synchronisation (timedatectl set-ntp true) with the station's own time server.",
        zh_do="请用本单位时间服务器开启对时（timedatectl set-ntp true）。",
    ),
    "clock.keeper_unseen": Sentence(
        en="Whether a time server keeps the clock cannot be seen here, nor the broker's clock: MQTT tells no time.",
        zh="此处看不到时钟是否同步；MQTT 不携带时间，服务器时钟同样看不到。",
        en_do="Compare the clock with another one by eye.",
        zh_do="请与其他时钟人工核对。",
    ),
    "disk.ok": Sentence(
        en="{place}: {free} free, a write is safe after {ms} ms.",
        zh="{place}：剩余 {free}，{ms} 毫秒可安全写入。",
    ),
    "disk.low": Sentence(
        en="{place}: only {free} are left: some weeks of a busy station.",
        zh="{place}：仅剩 {free}，只够繁忙站点数周。",
        en_do="Make room, or move the station to a larger disk.",
        zh_do="请清理空间，或把站点文件移到更大的磁盘。",
    ),
    "disk.full": Sentence(
        en="{place}: only {free} are left: soon nothing can be stored, and alarms wait at the broker.",
        zh="{place}：仅剩 {free}：即将无法入库，警情将滞留在服务器。",
        en_do="Make room now; nothing that waits is lost meanwhile.",
        zh_do="请立即清理空间；等待中的消息不会丢失。",
    ),
    "disk.slow": Sentence(
        en="{place}: a write is safe only after {ms} ms: alarms appear that much later ({free} free).",
        zh="{place}：写入需 {ms} 毫秒才安全：警情显示随之推迟（剩余 {free}）。",
        en_do="Put the station file on a local disk, best an SSD, and check again when nothing else writes.",
        zh_do="请把站点文件放在本地磁盘（最好是固态盘），并在无其他写入时复查。",
    ),
    "disk.unwritable": Sentence(
        en="{place}: nothing can be written there ({why}; {free} free).",
        zh="{place}：无法写入（{why}；剩余 {free}）。",
        en_do="Give this user the right to write to that folder, or make room.",
        zh_do="请授予本用户该文件夹的写权限，或清理空间。",
    ),
    "disk.missing": Sentence(
        en="{place}: the folder is not there.",
        zh="{place}：文件夹不存在。",
        en_do="Check the path; a disk may not be mounted.",
        zh_do="请核对路径；磁盘可能未挂载。",
    ),
    "models.ok": Sentence(en="The cameras' models are whole ({count}).", zh="摄像机模型完整（{count} 个）。"),
    "models.none": Sentence(
        en="No models came with this installation, so none were checked.", zh="本安装不含模型，未检查。"
    ),
    "models.missing": Sentence(
        en="The model {file} is missing: cameras show pictures but raise nothing.",
        zh="缺少模型 {file}：摄像机有画面，但不会预警。",
        en_do="Install Sandtable again.",
        zh_do="请重新安装。",
    ),
    "models.other": Sentence(
        en="The model {file} is not the one that was measured: what cameras raise cannot be relied on.",
        zh="模型 {file} 与验证版本不符：摄像机预警不可信。",
        en_do="Install Sandtable again.",
        zh_do="请重新安装。",
    ),
    "engine.ok": Sentence(en="Cameras are analysed with {loaded}.", zh="摄像机分析引擎：{loaded}。"),
    "engine.slower": Sentence(
        en="{wanted} cannot be loaded: cameras are analysed with {loaded}, at twice the load.",
        zh="无法加载 {wanted}：改用 {loaded}，负载约为两倍。",
        en_do="On an Intel or AMD machine install Sandtable again; elsewhere nothing is to be done.",
        zh_do="英特尔或 AMD 机器请重新安装；其他机器无需处理。",
    ),
    "engine.none": Sentence(
        en="None of {names} can be loaded: cameras show pictures but raise nothing.",
        zh="{names} 均无法加载：摄像机有画面，但不会预警。",
        en_do="Install Sandtable again; the processor must know AVX2.",
        zh_do="请重新安装；处理器须支持 AVX2。",
    ),
    "memory.ok": Sentence(en="{free} of memory are free.", zh="可用内存 {free}。"),
    "memory.low": Sentence(
        en="Only {free} of memory are free, less than {need}: the machine may end a part of the station.",
        zh="可用内存仅 {free}，低于 {need}：系统可能终止部分进程。",
        en_do="Close other programs, or add memory.",
        zh_do="请关闭其他程序，或增加内存。",
    ),
    "memory.unseen": Sentence(en="Free memory cannot be seen on this system.", zh="此系统看不到可用内存。"),
    "memory.cores": Sentence(en="{cores} cores may be used.", zh="可用 {cores} 个处理器核心。"),
    "memory.few_cores": Sentence(
        en="Only {cores} core may be used, fewer than {need}: the window stutters when messages come thick.",
        zh="仅可用 {cores} 个核心，少于 {need}：消息密集时窗口会卡顿。",
        en_do="Run the desk and the seat on two machines, or give this one more cores.",
        zh_do="请把值班台与席位分到两台机器，或增加核心。",
    ),
}
