"""How a screen's process holds memory: what is big goes back to the system when it is done with.

The C library's own settings would have to be in the environment before the process starts; these are asked for in it.
"""

from __future__ import annotations

import ctypes
import gc

_ARENA_MAX, _MMAP_THRESHOLD = -8, -3  # mallopt(3)
ARENAS = 2  # instead of one a thread: the drawing threads' heaps are most of what an idle screen holds
# bytes. Left to itself the library raises it to the size of a picture of the screen (6 MB) once one was read, and puts all
# that is smaller into its heap from then on, where letters of other sizes come to lie between: what it holds grows.
BIG = 128 * 1024


def tidy() -> bool:
    """Ask the C library for it. False where there is none that knows how (not glibc): nothing else changes."""
    ask = getattr(ctypes.CDLL(None), "mallopt", None)
    return bool(ask and ask(_ARENA_MAX, ARENAS) and ask(_MMAP_THRESHOLD, BIG))


def put_off_searches() -> None:
    """No search for garbage until `search_only_what_comes`: all that is made on the way to the first frame stays anyway."""
    gc.disable()


def search_only_what_comes() -> None:
    """What stands now stays: a frame or a touch must not wait for a search through all of it, which takes as long as a frame."""
    gc.freeze()
    gc.enable()
