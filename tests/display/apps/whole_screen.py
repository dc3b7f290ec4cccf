"""A window as an appliance opens it, all in one colour. Says the colours of the screen's corners, as people see them."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from PIL import ImageGrab

from display.look import kivy_setup

COLOUR = (0, 128, 255)


def main() -> None:
    kivy_setup.prepare(Path(sys.argv[1]))
    from kivy.base import EventLoop
    from kivy.core.window import Window

    EventLoop.ensure_window()
    Window.clearcolor = (*(part / 255 for part in COLOUR), 1)
    corners: list[object] = []
    for _ in range(50):
        EventLoop.idle()
        seen = ImageGrab.grab(xdisplay=os.environ["DISPLAY"]).convert("RGB")
        right, bottom = seen.width - 1, seen.height - 1
        corners = [seen.getpixel(each) for each in ((0, 0), (right, 0), (0, bottom), (right, bottom))]
        if set(corners) == {COLOUR}:
            break
    print(json.dumps({"corners": corners, "window": tuple(Window.size)}))


if __name__ == "__main__":
    main()
