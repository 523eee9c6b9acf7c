"""`python3 rtsp_server.py PORT open|basic|digest [WxH]`: a real RTSP server (GStreamer's), run by the system's Python.

`/live` is a noisy picture in H.264, by TCP alone; `/still` the same picture for ever, each coded alike (JPEG). With
`basic` or `digest` admin and the password of TEST_PASSWORD are wanted. Each live picture carries the monotonic
millisecond at which it was made as black and white squares. It prints "ready".
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstApp", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstApp, GstRtsp, GstRtspServer  # noqa: E402, F401 – versions come first

BITS, SIDE, FPS = 32, 16, 25
H264 = {
    "x264enc": "x264enc tune=zerolatency speed-preset=ultrafast bitrate=1500 key-int-max=25",
    "openh264enc": "openh264enc gop-size=25 bitrate=1500000",
}
PAY = "rtph264pay name=pay0 pt=96 config-interval=1"


class Pictures(GstRtspServer.RTSPMediaFactory):
    """One path; all who ask for it see the same."""

    def __init__(self, size: tuple[int, int], *, still: bool) -> None:
        super().__init__()
        self.width, self.height = size
        self.still, self.count, self.made_at = still, 0, 0.0
        h264 = next((line for name, line in H264.items() if Gst.ElementFactory.find(name)), "")
        coded = "jpegenc ! rtpjpegpay name=pay0 pt=26" if still else f"{h264} ! {PAY}"
        caps = f"video/x-raw,format=GRAY8,width={self.width},height={self.height},framerate={FPS}/1"
        source = f"appsrc name=made is-live=true format=time do-timestamp=true caps={caps}"
        self.set_launch(f"( {source} ! videoconvert ! video/x-raw,format=I420 ! {coded} )")
        self.set_shared(True)
        self.set_protocols(GstRtsp.RTSPLowerTrans.TCP)
        noises = [os.urandom(self.width * self.height) for _ in range(4)]
        self.noises = [bytes(96 + (byte >> 4) for byte in noise) for noise in noises]
        self.connect("media-configure", self.configured)

    def configured(self, _factory: Any, media: Any) -> None:
        """A pipeline is built: feed it."""
        media.get_element().get_child_by_name("made").connect("need-data", self.wanted)

    def wanted(self, made: Any, _size: int) -> None:
        """The next picture, in its time."""
        self.count += 1
        picture = bytearray(self.noises[0 if self.still else self.count % 4])
        time.sleep(max(0.0, self.made_at + 1 / FPS - time.monotonic()))
        self.made_at = time.monotonic()
        if not self.still:
            self.stamp(picture, int(self.made_at * 1000) & 0xFFFFFFFF)
        made.emit("push-buffer", Gst.Buffer.new_wrapped(bytes(picture)))

    def stamp(self, picture: bytearray, value: int) -> None:
        """Sixteen squares in a row, two rows."""
        for bit in range(BITS):
            shade = b"\xf0" if value >> bit & 1 else b"\x10"
            left, top = bit % 16 * SIDE, bit // 16 * SIDE
            for row in range(top, top + SIDE):
                start = row * self.width + left
                picture[start : start + SIDE] = shade * SIDE


def locked(kind: str) -> Any:
    """Only admin gets in."""
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "admin")
    password = os.environ["TEST_PASSWORD"]
    if kind == "basic":
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic("admin", password), token)
    else:
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest("admin", password, token)
    return auth


def serve(port: str, kind: str, size: tuple[int, int]) -> None:
    """On the loopback, until the process ends."""
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(port)
    if kind != "open":
        server.set_auth(locked(kind))
    may = Gst.Structure.new_empty("admin")
    may.set_value("media.factory.access", True)
    may.set_value("media.factory.construct", True)
    for path, still in (("/live", False), ("/still", True)):
        factory = Pictures(size, still=still)
        if kind != "open":
            factory.add_role_from_structure(may)
        server.get_mount_points().add_factory(path, factory)
    if not server.attach(None):
        sys.exit("the port is taken")


if __name__ == "__main__":
    Gst.init(None)
    where, how, wide = sys.argv[1], sys.argv[2], (sys.argv[3:4] or ["320x180"])[0].split("x")
    serve(where, how, (int(wide[0]), int(wide[1])))
    os.write(1, b"ready\n")
    GLib.MainLoop().run()
