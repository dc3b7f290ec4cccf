"""How large the screen is, where no window manager would make a window fill it: on every appliance.

SDL asks the window manager for a full screen and takes its word. Alone with an X server its window would stay at 800x600
in the middle of the screen, and be drawn as if it were all of it.
"""

from __future__ import annotations

import ctypes

LIBRARY = "libX11.so.6"


def size() -> str:
    """ "1920x1080", as it is now; "" where there is a window manager, or no X server at all."""
    try:
        x = ctypes.CDLL(LIBRARY)
    except OSError:
        return ""
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XOpenDisplay.argtypes = [ctypes.c_char_p]
    x.XInternAtom.restype = ctypes.c_ulong
    x.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    x.XDefaultRootWindow.restype = ctypes.c_ulong
    for name in ("XCloseDisplay", "XDefaultScreen", "XDefaultRootWindow"):
        getattr(x, name).argtypes = [ctypes.c_void_p]
    for name in ("XDisplayWidth", "XDisplayHeight"):
        getattr(x, name).argtypes = [ctypes.c_void_p, ctypes.c_int]
    display = x.XOpenDisplay(None)
    if not display:
        return ""
    try:
        if _is_managed(x, display):
            return ""
        screen = x.XDefaultScreen(display)
        return f"{x.XDisplayWidth(display, screen)}x{x.XDisplayHeight(display, screen)}"
    finally:
        x.XCloseDisplay(display)


def _is_managed(x: ctypes.CDLL, display: int) -> bool:
    """Whether a window manager has put its mark on the root window. That the server knows the word for it says nothing: SDL
    asks for it too, and the server may outlive a board that ended.
    """
    word = x.XInternAtom(display, b"_NET_SUPPORTING_WM_CHECK", 1)
    if not word:
        return False
    kind, found = ctypes.c_ulong(), ctypes.c_void_p()
    count, left, width = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_int()
    x.XGetWindowProperty.argtypes = [
        ctypes.c_void_p, *[ctypes.c_ulong] * 2, *[ctypes.c_long] * 2, ctypes.c_int, ctypes.c_ulong, *[ctypes.c_void_p] * 5,
    ]  # fmt: skip
    x.XFree.argtypes = [ctypes.c_void_p]
    told = [ctypes.byref(each) for each in (kind, width, count, left, found)]
    x.XGetWindowProperty(display, x.XDefaultRootWindow(display), word, 0, 1, 0, 0, *told)
    if found.value:
        x.XFree(found)
    return kind.value != 0
