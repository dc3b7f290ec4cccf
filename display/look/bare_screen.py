"""How large the screen is, where no window manager would make a window fill it: on every appliance.

SDL asks the window manager for a full screen and takes its word. Alone with an X server its window would stay at 800x600
in the middle of the screen, and be drawn as if it were all of it.
"""

from __future__ import annotations

import ctypes

LIBRARY = "libX11.so.6"


def size() -> str:
    """ "1920x1080"; "" where there is a window manager, or no X server at all."""
    try:
        x = ctypes.CDLL(LIBRARY)
    except OSError:
        return ""
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XOpenDisplay.argtypes = [ctypes.c_char_p]
    x.XInternAtom.restype = ctypes.c_ulong
    x.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    for name in ("XCloseDisplay", "XDefaultScreen"):
        getattr(x, name).argtypes = [ctypes.c_void_p]
    for name in ("XDisplayWidth", "XDisplayHeight"):
        getattr(x, name).argtypes = [ctypes.c_void_p, ctypes.c_int]
    display = x.XOpenDisplay(None)
    if not display:
        return ""
    try:
        # The first window manager of a server makes this word known to it; until then there is none.
        if x.XInternAtom(display, b"_NET_SUPPORTING_WM_CHECK", 1):
            return ""
        screen = x.XDefaultScreen(display)
        return f"{x.XDisplayWidth(display, screen)}x{x.XDisplayHeight(display, screen)}"
    finally:
        x.XCloseDisplay(display)
