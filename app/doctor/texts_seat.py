"""The sentences about a seat: code → what it means and what to do, English and Chinese."""

from __future__ import annotations

from app.doctor.sentence import Sentence

TEXTS: dict[str, Sentence] = {
    "any.unchecked": Sentence(
        en="This could not be checked: {why}",
        zh="未能检查：{why}",
        en_do="Run the check again; if it stays so, send a crash bundle (`sandtable bundle`).",
        zh_do="请重新检查；若仍如此，请用 `sandtable bundle` 导出故障包。",
    ),
    "any.late": Sentence(
        en="This could not be checked: no answer within {seconds:.0f} s.",
        zh="未能检查：{seconds:.0f} 秒内无结果。",
        en_do="Run the check again when the machine is less busy.",
        zh_do="请在机器空闲时重新检查。",
    ),
    "display.ok": Sentence(
        en="A window opens on {where} ({platform}, {size}).",
        zh="可在 {where} 打开窗口（{platform}，{size}）。",
    ),
    "display.small": Sentence(
        en="The screen of {size} is smaller than the window needs: panels cover the map.",
        zh="屏幕为 {size}，小于窗口所需：面板会遮挡地图。",
        en_do="Use a screen of at least 1366×768, or a lower scaling.",
        zh_do="请使用不小于 1366×768 的屏幕，或降低缩放比例。",
    ),
    "display.none": Sentence(
        en="There is no display: no window can be seen here; a desk runs without one.",
        zh="没有显示器：此处看不到窗口；值班台无需显示器。",
        en_do="For a seat, sign in at a screen, or set DISPLAY or WAYLAND_DISPLAY.",
        zh_do="席位请在有屏幕的会话中登录，或设置 DISPLAY 或 WAYLAND_DISPLAY。",
    ),
    "display.refused": Sentence(
        en="No window opens on {where}: {why}",
        zh="无法在 {where} 打开窗口：{why}",
        en_do="Install Qt's libraries for X11 (Debian: libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 "
        "libxcb-render-util0 libxkbcommon-x11-0), and check that this user may use that display.",
        zh_do="请安装 Qt 的 X11 依赖库(Debian:libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 "
        "libxcb-render-util0 libxkbcommon-x11-0)，并确认本用户可使用该显示器。",
    ),
    "display.no_qt": Sentence(
        en="Qt cannot be loaded at all, so there is no window: {why}",
        zh="无法加载 Qt，窗口无法打开：{why}",
        en_do="Install Qt's libraries (Debian: libegl1 libgl1 libdbus-1-3 libfontconfig1 libfreetype6 libglib2.0-0 "
        "libxkbcommon0).",
        zh_do="请安装 Qt 依赖库(Debian:libegl1 libgl1 libdbus-1-3 libfontconfig1 libfreetype6 libglib2.0-0 "
        "libxkbcommon0)。",
    ),
    "fonts.ok": Sentence(en="{family} shows Chinese and Latin.", zh="字体 {family} 可显示中文和西文。"),
    "fonts.other": Sentence(
        en="The window's face {family} has no Chinese and borrows it from {other}: words look uneven.",
        zh="窗口字体 {family} 不含中文，借用 {other}：文字不齐整。",
        en_do="Install fonts-noto-cjk (Debian and Ubuntu) and start the window again.",
        zh_do="请安装 fonts-noto-cjk（Debian、Ubuntu），然后重启窗口。",
    ),
    "fonts.none": Sentence(
        en="No face with Chinese is installed: names of places appear as empty boxes.",
        zh="未安装中文字体：地名显示为空框。",
        en_do="Install fonts-noto-cjk (56 MB) or fonts-wqy-microhei (1.6 MB) and start the window again.",
        zh_do="请安装 fonts-noto-cjk(56 MB)或 fonts-wqy-microhei(1.6 MB)，然后重启窗口。",
    ),
    "fonts.unseen": Sentence(
        en="The faces could not be checked: {why}",
        zh="未能检查字体：{why}",
        en_do="See what is said about the display first.",
        zh_do="请先处理显示项。",
    ),
    "sound.ok": Sentence(en="There is a sound device.", zh="有声音设备。"),
    "sound.none": Sentence(
        en="There is no sound device: alarms of levels 1 and 2 are silent at this seat.",
        zh="没有声音设备：Ⅰ、Ⅱ级警情在本席位无声。",
        en_do="Connect loudspeakers, then use “Try the sound” in the window's menu.",
        zh_do="请连接扬声器，再用窗口菜单中的“试听警报声”确认。",
    ),
    "sound.unseen": Sentence(
        en="The sound could not be checked: {why}",
        zh="未能检查声音：{why}",
        en_do="Use “Try the sound” in the window's menu.",
        zh_do="请用窗口菜单中的“试听警报声”确认。",
    ),
}
