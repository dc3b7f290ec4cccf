"""Kivy's settings, made before Kivy is imported: it reads them while it is being imported, and only then."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from display.look import bare_screen, fonts, heap, kivy_data

# What is left of frames a second when the window cannot wait for events (see `waiting_window`).
FALLBACK_FPS = 20

_ENVIRONMENT = {
    "KIVY_NO_ARGS": "1",  # the command line is ours
    "KIVY_NO_CONFIG": "1",  # no config.ini: an appliance looks the same whoever ran Kivy on it before
    "KIVY_NO_FILELOG": "1",
    "KIVY_LOG_MODE": "PYTHON",  # Kivy's words go where the role's own go, and not to a log of its own
    # One provider of each: Kivy otherwise imports every one that it finds, Pillow among them, before the first frame.
    "KIVY_WINDOW": "sdl2",
    "KIVY_TEXT": "sdl2",
    "KIVY_IMAGE": "sdl2",
    "KIVY_CLIPBOARD": "dummy",
    "KIVY_METRICS_DENSITY": "1",  # layouts are computed from the window's pixels
}


def prepare(state_dir: Path, size: str = "") -> None:
    """Set Kivy up for a full screen, or for a window of `size` ("1080x1920"). Must run before Kivy is imported.

    Raises RuntimeError when it comes too late, ValueError when `size` cannot be read.
    """
    if "kivy" in sys.modules:
        raise RuntimeError("Kivy is imported already; call prepare() first")
    heap.tidy()
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("KIVY_HOME", str(state_dir / "kivy"))
    if "KIVY_DATA_DIR" not in os.environ:
        os.environ["KIVY_DATA_DIR"] = str(kivy_data.lay(state_dir / "kivy-data"))
    from kivy.config import Config  # noqa: PLC0415 - the environment had to be there first

    if not size:
        Config.set("graphics", "show_cursor", 0)
    if of_window := size or bare_screen.size():
        width, _, height = of_window.partition("x")
        Config.set("graphics", "width", int(width))
        Config.set("graphics", "height", int(height))
        Config.set("graphics", "fullscreen", 0)
    else:
        Config.set("graphics", "fullscreen", "auto")
    Config.set("graphics", "borderless", 1)
    Config.set("graphics", "resizable", 0)
    Config.set("graphics", "multisamples", 0)  # four times the pixels of a software renderer for softer edges
    Config.set("graphics", "maxfps", FALLBACK_FPS)
    Config.set("graphics", "allow_screensaver", 0)
    Config.set("kivy", "exit_on_escape", 0)
    Config.set("kivy", "log_level", "warning")
    regular, bold = str(fonts.REGULAR), str(fonts.BOLD)
    Config.set("kivy", "default_font", [fonts.NAME, regular, regular, bold, bold])
    # Modules are a developer's: an inspector (Ctrl+E), a console, screenshots by F12.
    Config.remove_section("modules")
    Config.add_section("modules")
    # Touches come through the window. A second provider of the same device would make every touch two.
    Config.remove_section("input")
    Config.add_section("input")
    Config.set("input", "mouse", "mouse,disable_multitouch")
