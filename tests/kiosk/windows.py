"""What a window manager and a hand at a keyboard could do to a window; through X itself."""

from __future__ import annotations

import ctypes
import subprocess
from typing import Any

from tests.kiosk.screen import VirtualScreen


def xdotool(screen: VirtualScreen, *words: str) -> str:
    done = subprocess.run(
        ["xdotool", *words], env=screen.environment, check=False, timeout=120, capture_output=True, text=True
    )
    return done.stdout


def windows(screen: VirtualScreen) -> list[str]:
    """The ids of all windows that can be seen."""
    return sorted(xdotool(screen, "search", "--onlyvisible", "--class", ".").split())


class _ClientMessage(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("_rest", ctypes.c_long * 12),
    )


def ask_to_close(screen: VirtualScreen, window: str) -> None:
    """What Alt+F4 or a cross in a corner comes to: WM_DELETE_WINDOW, which a window may refuse."""
    x: Any = ctypes.CDLL("libX11.so.6")
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XInternAtom.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x.XOpenDisplay(screen.display.encode()))
    protocols, delete = (x.XInternAtom(display, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW"))
    message = _ClientMessage(type=33, window=int(window), message_type=protocols, format=32)
    message.data[0] = delete
    x.XSendEvent(display, ctypes.c_ulong(int(window)), 0, 0, ctypes.byref(message))
    x.XSync(display, 0)
    x.XCloseDisplay(display)
