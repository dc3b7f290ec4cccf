"""What a screen's process was done with goes back to the system, also after a picture of the whole screen was read."""

import subprocess
import sys

import pytest

pytestmark = [pytest.mark.fast, pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")]

# A picture of the screen is made and let go, as for its checksum; then many blocks of a word's size are held, with little
# things between them, and the blocks are let go.
HELD = """
import gc, sys
if sys.argv[1] == "tidy":
    from display.look import heap
    assert heap.tidy()
picture = bytearray(6_220_800)
del picture
blocks, between = [], []
for i in range(200):
    blocks.append(bytearray(200_000))
    between.append(bytes(600 + i % 5))
blocks.clear()
gc.collect()
print(next(int(row.split()[1]) for row in open("/proc/self/status") if row.startswith("VmRSS:")) // 1024)
"""


def held(how: str) -> int:
    """MB that a process holds at the end."""
    done = subprocess.run([sys.executable, "-c", HELD, how], capture_output=True, text=True, check=True, timeout=60)
    return int(done.stdout)


def test_what_is_big_goes_back_to_the_system() -> None:
    assert held("tidy") < held("as it is") - 20


SEARCHED = """
import gc
from display.look import heap
heap.put_off_searches()
standing = [[] for _ in range(100_000)]
assert not gc.isenabled()
heap.search_only_what_comes()
assert gc.isenabled()
print(len(gc.get_objects()))
"""


def test_a_search_for_garbage_goes_through_what_came_since_the_screen_stood() -> None:
    done = subprocess.run([sys.executable, "-c", SEARCHED], capture_output=True, text=True, check=True, timeout=60)
    assert int(done.stdout) < 1000
