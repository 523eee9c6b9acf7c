"""What is large is given back to the system, whatever was freed before."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

HELD = """
import ctypes, sys
from app.desktop.memory import steady_memory
if sys.argv[1] == "steady":
    assert steady_memory()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
class Info(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in
                "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()]
libc.mallinfo2.restype = Info
for _ in range(20):  # pictures come and go, and each leaves something small behind
    picture = libc.malloc(12 << 20)
    libc.malloc(2000)
    libc.free(picture)
print(libc.mallinfo2().arena >> 20)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library has no such settings")
def test_pictures_that_come_and_go_leave_no_holes() -> None:
    def heap(how: str) -> int:
        ran = subprocess.run([sys.executable, "-c", HELD, how], capture_output=True, text=True, check=True, timeout=60)
        return int(ran.stdout)

    assert heap("plain") >= 12, "the trap is there"
    assert heap("steady") <= 8
