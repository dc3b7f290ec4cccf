"""No way out: what a window offers besides being touched with one finger is taken away.

What lies below the window (other consoles, the magic SysRq key, the power button) is the image's: docs/lockdown.md.
"""

from __future__ import annotations

import time
from typing import Any

from kiosk.touch.keys import Keys
from kiosk.touch.one_finger import OneFinger

_DROPS = ("on_drop_begin", "on_drop_file", "on_drop_text", "on_drop_end")


def lock(window: Any, keys: Keys) -> None:
    """From now on this Kivy window is left by a signal to its process alone."""
    keys.take_from(window)
    finger = OneFinger()

    def down(_window: Any, touch: Any) -> bool:
        return not (_is_finger(touch) and finger.comes(touch.uid, time.monotonic()))

    def move(_window: Any, touch: Any) -> bool:
        return not finger.moves(touch.uid)

    def up(_window: Any, touch: Any) -> bool:
        return not finger.leaves(touch.uid)

    # True: Kivy's own handler, which would tell the widgets, is not asked.
    window.bind(on_touch_down=down, on_touch_move=move, on_touch_up=up)
    window.bind(on_request_close=_refuse, **dict.fromkeys(_DROPS, _refuse))


def _is_finger(touch: Any) -> bool:
    """A touch screen's finger, or what it looks like as a pointer: its left button; no wheel."""
    return "button" not in touch.profile or touch.button == "left"


def _refuse(*_: object) -> bool:
    return True
