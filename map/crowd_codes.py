"""Cells of a plane as numbers of 32 bits: the bits of column and row in turn, so that a cell's parts follow each other.

(G. M. Morton, "A Computer Oriented Geodetic Data Base", IBM 1966.) Without its last 2 k bits, the code of a cell is
that of the cell 2^k times as wide.
"""

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
Ints = NDArray[np.int64]

LEVELS = 16  # sizes of cells; a side of the largest is 2^15 of the smallest
HALF = 1 << (LEVELS - 1)  # columns and rows on either side of zero
SPREADS = ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555))


def codes_of(xy: NDArray[np.float32], finest: int) -> Codes:
    """(n, 2) metres -> (n,) codes of the cells of 2^finest metres; no point may lie beyond HALF of them."""
    ij = np.floor(xy * np.float32(2.0**-finest)).astype(np.int32) + HALF  # a power of two: nothing is rounded
    return _spread(ij[:, 0].astype(np.uint32)) | (_spread(ij[:, 1].astype(np.uint32)) << np.uint32(1))


def codes_at(ij: Ints) -> Codes:
    """(m, 2) columns and rows counted from the lower left -> (m,) codes."""
    both = ij.astype(np.uint32)
    return _spread(both[:, 0]) | (_spread(both[:, 1]) << np.uint32(1))


def places_of(codes: Codes) -> Ints:
    """(m,) codes -> (m, 2) columns and rows counted from the lower left."""
    return np.column_stack([_gathered(codes), _gathered(codes >> np.uint32(1))]).astype(np.int64)


def _spread(x: Codes) -> Codes:
    """Bit k to bit 2 k."""
    for shift, mask in SPREADS:
        x = (x | (x << np.uint32(shift))) & np.uint32(mask)
    return x


def _gathered(x: Codes) -> Codes:
    """Bit 2 k to bit k."""
    x = x & np.uint32(0x55555555)
    for shift, mask in ((1, 0x33333333), (2, 0x0F0F0F0F), (4, 0x00FF00FF), (8, 0x0000FFFF)):
        x = (x | (x >> np.uint32(shift))) & np.uint32(mask)
    return x
