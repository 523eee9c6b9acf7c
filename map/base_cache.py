"""Decoded pieces of a base map, the latest used first, within a number of bytes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable

import cv2
import numpy as np

from map.base_head import claimed_size
from map.raster import Image

MOST_SIDE = 4096  # pixels of a tile, which as a rule has 256 or 512: 64 MB decoded; nothing larger is begun
MOST_BYTES = 128 << 20  # a 4K window with its margin needs up to 100 MB of tiles to be redrawn without reading


class PieceCache:
    """One thread's. A piece that is missing is remembered as well, so that it is not looked for at every picture."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._held = most_bytes, 0
        self._pieces: OrderedDict[Hashable, Image | None] = OrderedDict()

    def get(self, key: Hashable, read: Callable[[], Image | None]) -> Image | None:
        """The piece, read where it is not held."""
        if key in self._pieces:
            self._pieces.move_to_end(key)
            return self._pieces[key]
        piece = self._pieces[key] = read()
        self._held += _weight(piece)
        while self._held > self._most and len(self._pieces) > 1:
            self._held -= _weight(self._pieces.popitem(last=False)[1])
        return piece

    @property
    def held_bytes(self) -> int:
        """Bytes held now."""
        return self._held


def _weight(piece: Image | None) -> int:
    return 64 if piece is None else piece.nbytes


def decode(data: bytes) -> Image | None:
    """PNG, JPEG or WebP -> (h, w, 4) blue, green, red, alpha, multiplied; None: it is none of these, broken, or by its
    head larger than MOST_SIDE each way."""
    size = claimed_size(data)
    if size is None or max(size) > MOST_SIDE:
        return None
    try:
        raw = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_UNCHANGED)
        return None if raw is None else bgra(np.asarray(raw))
    except cv2.error:  # most of what is broken gives None, but not all of it
        return None


def bgra(raw: np.ndarray) -> Image:
    """Grey, BGR or BGRA of 8 or 16 bits -> multiplied BGRA of 8 bits."""
    pixels = raw if raw.dtype == np.uint8 else (raw >> 8).astype(np.uint8)
    if pixels.ndim == 2:
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGRA), dtype=np.uint8)
    if pixels.shape[2] == 3:
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2BGRA), dtype=np.uint8)
    return multiplied(np.ascontiguousarray(pixels))


def multiplied(pixels: Image) -> Image:
    """BGRA with its colours multiplied by its alpha, as it must be to be smoothed without dark rims."""
    alpha = pixels[..., 3]
    if alpha.min() == 255:
        return pixels
    factor = cv2.merge([alpha, alpha, alpha, np.full_like(alpha, 255)])
    return np.asarray(cv2.multiply(pixels, factor, scale=1 / 255), dtype=np.uint8)
