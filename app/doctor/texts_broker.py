"""The sentences about the broker and its settings: code → what it means and what to do, English and Chinese."""

from __future__ import annotations

from app.doctor.sentence import Sentence

_CONFIG_DO = "Write `{setting} {wanted}` into that file and restart the broker."
_CONFIG_ZH = "请在该文件中写入 `{setting} {wanted}`,然后重启服务器。"
_LINES = (
    "persistence true, autosave_on_changes true, autosave_interval 1, max_queued_messages 100000, set_tcp_nodelay true"
)

TEXTS: dict[str, Sentence] = {
    "broker.not_asked": Sentence(
        en="No broker was named, so none was visited.",
        zh="未指定 MQTT 服务器，未检查。",
        en_do="Name it: --broker HOST:PORT",
        zh_do="请指定：--broker 主机:端口",
    ),
    "broker.address": Sentence(
        en="The broker's address cannot be used: {why}",
        zh="服务器地址“{text}”无法使用。",
        en_do="Write HOST:PORT.",
        zh_do="请写成 主机:端口。",
    ),
    "broker.refused": Sentence(
        en="Nothing listens at {at}: no device is heard.",
        zh="{at} 无人监听：收不到任何设备消息。",
        en_do="Start the broker, or correct the port.",
        zh_do="请启动服务器，或更正端口。",
    ),
    "broker.silent": Sentence(
        en="{at} does not answer: no device is heard.",
        zh="{at} 无应答：收不到任何设备消息。",
        en_do="Check cable, address and firewall; what devices send meanwhile waits with them or is lost.",
        zh_do="请检查网线、地址和防火墙；其间设备消息留在设备端或丢失。",
    ),
    "broker.not_mqtt5": Sentence(
        en="{at} does not answer as an MQTT 5 broker: the desk cannot keep a session there.",
        zh="{at} 不是 MQTT 5 服务器：值班台无法保持会话。",
        en_do="Use the MQTT 5 port (mosquitto 2 speaks it), and give a CA file where the port wants TLS.",
        zh_do="请使用 MQTT 5 端口（mosquitto 2 支持）；若端口要求 TLS，请给出 CA 文件。",
    ),
    "broker.failed": Sentence(
        en="{at} did not let the desk in: {why}",
        zh="{at} 未允许接入：{why}",
        en_do="Check user, password (SANDTABLE_BROKER_PASSWORD) and certificates.",
        zh_do="请检查用户名、密码（SANDTABLE_BROKER_PASSWORD）和证书。",
    ),
    "broker.topic_refused": Sentence(
        en="{at} let us in but not onto the check's own topic: sending there and back was not tried.",
        zh="{at} 可接入，但不允许检查用主题：未能试发。",
        en_do="Allow this user to read and write sandtable/v1/doctor/#, and check again.",
        zh_do="请允许该用户读写 sandtable/v1/doctor/#,然后重新检查。",
    ),
    "broker.no_trip": Sentence(
        en="A message to {at} did not come back: alarms may not arrive.",
        zh="发往 {at} 的消息未返回：警情可能收不到。",
        en_do="Look into the broker's log.",
        zh_do="请查看服务器日志。",
    ),
    "broker.no_ack": Sentence(
        en="{at} did not acknowledge a message: devices send theirs again and again.",
        zh="{at} 未确认消息：设备会反复重发。",
        en_do="Look into the broker's log; its disk may be full.",
        zh_do="请查看服务器日志；其磁盘可能已满。",
    ),
    "broker.ok": Sentence(
        en="{at} carries a message there and back in {ms} ms.", zh="{at} 收发一条消息用时 {ms} 毫秒。"
    ),
    "broker.slow": Sentence(
        en="{at} takes {ms} ms for a message there and back: every alarm is late by that.",
        zh="{at} 收发一条消息需 {ms} 毫秒：每条警情随之推迟。",
        en_do="In mosquitto.conf: set_tcp_nodelay true",
        zh_do="请在 mosquitto.conf 中写入：set_tcp_nodelay true",
    ),
    "broker.session": Sentence(
        en="{at} keeps what comes while the desk is away.", zh="{at} 会为离线的值班台保存消息。"
    ),
    "broker.no_session": Sentence(
        en="{at} does not keep what comes while the desk is away: those alarms are lost.",
        zh="{at} 不为离线的值班台保存消息：其间警情会丢失。",
        en_do="Allow persistent sessions (mosquitto: persistence true, no short persistent_client_expiration).",
        zh_do="请允许持久会话（mosquitto:persistence true，勿缩短 persistent_client_expiration）。",
    ),
    "broker.session_short": Sentence(
        en="{at} keeps a session for {seconds} s only: a longer absence of the desk loses alarms.",
        zh="{at} 仅保存会话 {seconds} 秒：值班台离线更久会丢失警情。",
        en_do="Let the broker keep sessions for seven days.",
        zh_do="请让服务器保存会话七天。",
    ),
    "broker.limits": Sentence(
        en="{at} takes {window} messages at once, longest {packet} (–: no limit told).",
        zh="{at} 同时接收 {window} 条，最长 {packet}（–:未声明上限）。",
    ),
    "broker.packet_small": Sentence(
        en="{at} takes packets of {size} at most, the wire allows {need}: who sends more is cut off for ever.",
        zh="{at} 报文上限 {size}，规约允许 {need}：超长设备会被反复断开。",
        en_do="Raise max_packet_size, best take it out and set message_size_limit 1048576.",
        zh_do="请去掉 max_packet_size，改设 message_size_limit 1048576。",
    ),
    "broker.no_qos": Sentence(
        en="{at} has no QoS 1: an alarm that is lost on the way is never sent again.",
        zh="{at} 不支持 QoS 1：途中丢失的警情不会重发。",
        en_do="Use a broker with QoS 1, such as mosquitto 2.",
        zh_do="请使用支持 QoS 1 的服务器，如 mosquitto 2。",
    ),
    "broker.mosquitto": Sentence(
        en="{version} at {at} loses acknowledged alarms with its defaults (measured: 398 of 1,000 when killed); its "
        "autosave and queue settings cannot be seen from here.",
        zh="{at} 为 {version}：默认设置会丢失已确认的警情（实测强制终止时 1,000 条丢 398 条）；"
        "自动保存与队列设置从此处看不到。",
        en_do=f"Have in mosquitto.conf: {_LINES}; then check the file with --broker-config FILE.",
        zh_do=f"请在 mosquitto.conf 中写入：{_LINES}；再用 --broker-config 文件 检查。",
    ),
    "broker.unseen": Sentence(
        en="Whether {at} still has what it acknowledged after being killed cannot be seen from here (the demo's "
        "embedded broker has not).",
        zh="{at} 被强制终止后是否仍保有已确认消息，从此处看不到（演示用内置服务器不保有）。",
        en_do="For a real station use mosquitto with the settings of packaging/mosquitto.",
        zh_do="实际站点请使用 mosquitto，并采用 packaging/mosquitto 中的设置。",
    ),
    "config.ok": Sentence(en="{file} keeps what the broker has acknowledged.", zh="{file} 的设置可保住已确认的消息。"),
    "config.unreadable": Sentence(
        en="{file} could not be read ({why}), so the broker's settings are unknown.",
        zh="无法读取 {file}({why})，服务器设置未知。",
        en_do="Check the path, and whether this user may read it.",
        zh_do="请核对路径及读权限。",
    ),
    "config.loses": Sentence(
        en="{setting} is {found}: a broker that is killed loses alarms it has acknowledged.",
        zh="{setting} 为 {found}：服务器被强制终止时会丢失已确认的警情。",
        en_do=_CONFIG_DO,
        zh_do=_CONFIG_ZH,
    ),
    "config.nowhere": Sentence(
        en="The folder {folder}, where the broker is to keep what it has acknowledged, is not there.",
        zh="服务器用来保存已确认消息的目录 {folder} 不存在。",
        en_do="Make it, give it to the user {user}, and start the broker again.",
        zh_do="请创建该目录，交给用户 {user}，然后重新启动服务器。",
    ),
    "config.shut": Sentence(
        en="The broker, which runs as {user}, cannot write into {folder}: killed, it loses what it has acknowledged.",
        zh="以用户 {user} 运行的服务器无法写入 {folder}：被强制终止时会丢失已确认的消息。",
        en_do="Give the folder to it (chown {user}), and start the broker again.",
        zh_do="请把该目录交给它（chown {user}），然后重新启动服务器。",
    ),
    "config.overflows": Sentence(
        en="{setting} is {found}: while the desk is away, alarms beyond that are dropped.",
        zh="{setting} 为 {found}：值班台离线时，超出的警情会被丢弃。",
        en_do=_CONFIG_DO,
        zh_do=_CONFIG_ZH,
    ),
    "config.narrow": Sentence(
        en="{setting} is {found}: the desk waits for the broker when alarms come thick.",
        zh="{setting} 为 {found}：警情密集时值班台需等待服务器。",
        en_do=_CONFIG_DO,
        zh_do=_CONFIG_ZH,
    ),
    "config.cuts": Sentence(
        en="{setting} is {found}, less than the wire allows: a device that sends more is cut off.",
        zh="{setting} 为 {found}，小于规约上限：超长设备会被断开。",
        en_do=_CONFIG_DO,
        zh_do=_CONFIG_ZH,
    ),
    "config.forgets": Sentence(
        en="{setting} is {found}: a desk that is away longer loses what waited for it.",
        zh="{setting} 为 {found}：值班台离线更久会丢失等待中的消息。",
        en_do=_CONFIG_DO,
        zh_do=_CONFIG_ZH,
    ),
    "config.delays": Sentence(
        en="{setting} is {found}: half of the alarms come 19 ms late, one in a hundred 44 ms.",
        zh="{setting} 为 {found}：半数警情晚 19 毫秒，百分之一晚 44 毫秒。",
        en_do=_CONFIG_DO,
        zh_do=_CONFIG_ZH,
    ),
    "config.anybody": Sentence(
        en="{setting} is {found} on a listener that others reach: anybody may raise alarms.",
        zh="{setting} 为 {found}，且监听端口对外开放：任何人都可发送警情。",
        en_do="Write `allow_anonymous false` and a password_file, or listen on 127.0.0.1 alone.",
        zh_do="请写入 `allow_anonymous false` 并配置 password_file，或仅监听 127.0.0.1。",
    ),
    "config.include": Sentence(
        en="Files of {folder} are read after this one and were not checked; they may say otherwise.",
        zh="{folder} 中的文件随后生效，未检查，可能另有设置。",
        en_do="Check them the same way.",
        zh_do="请用同样方法检查。",
    ),
}
