"""Which way of showing a crowd turns into which, and that nothing jumps on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from map.crowd_mix import CELL_PX, mix_at


@given(zoom=st.floats(0.004, 60.0), spacing=st.floats(0.1, 5000.0))
def test_the_mix_has_no_jumps(zoom: float, spacing: float) -> None:
    one, next_ = mix_at(zoom, spacing), mix_at(zoom * 1.002, spacing)
    assert sum(share for _, share in one.levels) == pytest.approx(1.0)
    assert abs(one.clusters - next_.clusters) < 0.01 and abs(one.dots - next_.dots) < 0.01
    a, b = dict(one.levels), dict(next_.levels)
    assert all(abs(a.get(level, 0.0) - b.get(level, 0.0)) < 0.02 for level in a | b)
    ((level, share),) = one.at_rest().levels
    assert share == 1.0 and 0.9 < 2.0**level * zoom / CELL_PX < 2.4
