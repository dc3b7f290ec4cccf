"""Keeps a window as large as the screen, where there is no window manager that would (see `bare_screen`).

A board that is switched on before its television finds the X server's stopgap of a screen; the television brings its own
mode later, and another one may have another.
"""

from __future__ import annotations

from kivy.core.window import Window

from display.look import bare_screen


def fill() -> bool:
    """Make the window as large as the screen is now. In the screen's thread. False: it is, or somebody else sees to it."""
    width, _, height = bare_screen.size().partition("x")
    if not height or tuple(Window.system_size) == (int(width), int(height)):
        return False
    Window.size = int(width), int(height)
    return True
