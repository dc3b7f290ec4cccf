"""Which widget draws which kind of face. By name: a screen's shape is read when it is first shown, or after the first
frame, not before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

Screens = Mapping[type, str]
"""Face -> "module:Class"."""


def screen_of(screens: Screens, face: type) -> Callable[..., Any]:
    """The widget class that draws a kind of face."""
    module, _, name = screens[face].partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found


def read_all(screens: Screens) -> None:
    """Read the shapes of all screens now, so that no visitor waits for it. In the screen's own thread."""
    for face in screens:
        screen_of(screens, face)
