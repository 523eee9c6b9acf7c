"""How large a picture says it is, read from its first bytes: PNG, JPEG and WebP – nothing else is a tile."""

import struct

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8"
NO_LENGTH = {0x00, 0x01, *range(0xD0, 0xD8)}  # markers of a JPEG that stand alone
NO_FRAME = {0xC4, 0xC8, 0xCC}  # among C0 … CF, which otherwise begin a frame
END, SCAN = 0xD9, 0xDA


def claimed_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, nothing decoded; None: it is none of the three, or cut short within its head."""
    try:
        if data.startswith(PNG) and data[12:16] == b"IHDR":
            width, height = struct.unpack_from(">II", data, 16)
            return width, height
        if data.startswith(JPEG):
            return _jpeg(data)
        return _webp(data) if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None
    except (struct.error, IndexError):
        return None


def _jpeg(data: bytes) -> tuple[int, int] | None:
    """By the first frame's header; a thumbnail lies within a segment and is stepped over (ITU-T T.81, annex B)."""
    at = data.find(b"\xff", len(JPEG))
    while at >= 0:
        while data[at] == 0xFF:
            at += 1
        kind = data[at]
        if 0xC0 <= kind <= 0xCF and kind not in NO_FRAME:
            height, width = struct.unpack_from(">HH", data, at + 4)
            return width, height
        if kind in (END, SCAN):
            return None
        at += 1 if kind in NO_LENGTH else 1 + struct.unpack_from(">H", data, at + 1)[0]
        at = data.find(b"\xff", at)
    return None


def _webp(data: bytes) -> tuple[int, int] | None:
    """By its first chunk: lossy, lossless, or what the extended form says of its canvas (RFC 9649)."""
    kind = data[12:16]
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":
        across, down = struct.unpack_from("<I", data, 24)[0], struct.unpack_from("<I", data, 26)[0]
        return (across & 0xFFFFFF) + 1, (down >> 8) + 1
    return None
