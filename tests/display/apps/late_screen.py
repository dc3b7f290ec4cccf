"""A window on a screen whose television is switched on later, with a mode of its own, and is taken for another one. Says how
large the window was and is, each time when the screen's corners are all of its colour, as people see them.

The mode of before is the X server's; those that follow are the arguments, "1280x720". The kernel's word is said here.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from datetime import UTC
from pathlib import Path

from PIL import ImageGrab

from broker.bus.appliance import Appliance
from broker.bus.memory import MemoryBroker
from broker.bus.settings import Settings
from broker.contracts.status import About
from display.look import kivy_setup
from display.power import hotplug

COLOUR = (0, 128, 255)
WORD = b"change@/devices/card0\0ACTION=change\0SUBSYSTEM=drm\0HOTPLUG=1\0"


def main() -> None:
    state, modes = Path(sys.argv[1]), sys.argv[2:]
    kivy_setup.prepare(state)
    from kivy.base import EventLoop
    from kivy.core.window import Window
    from kivy.uix.widget import Widget

    from display.power.attending import ScreenLight

    heard, kernel = socket.socketpair()
    hotplug.kernel_socket = lambda: heard
    bus = MemoryBroker().client("board-1")
    board = Appliance(bus, id="board-1", role="board", version="", about=About(role="board", version=""), zone=UTC)
    EventLoop.ensure_window()
    Window.clearcolor = (*(part / 255 for part in COLOUR), 1)
    root = Widget()
    Window.add_widget(root)
    light = ScreenLight(Settings(state_dir=state, screen_power="none"), UTC, board)
    said: list[object] = []
    for mode, following in zip(["", *modes], [*modes, ""], strict=True):
        while True:
            EventLoop.idle()
            Window.mainloop()
            seen = ImageGrab.grab(xdisplay=os.environ["DISPLAY"]).convert("RGB")
            right, low = seen.width - 1, seen.height - 1
            corners = [seen.getpixel(each) for each in ((0, 0), (right, 0), (0, low), (right, low))]
            whole = not mode or f"{seen.width}x{seen.height}" == mode
            if whole and set(corners) == {COLOUR} and tuple(root.size) == seen.size:
                break
            time.sleep(0.02)
        said.append([*Window.size])
        if following:
            subprocess.run(["xrandr", "--output", "screen", "--mode", following], check=True, timeout=30)
            kernel.send(WORD)
    light.stop()
    print(json.dumps(said))


if __name__ == "__main__":
    main()
