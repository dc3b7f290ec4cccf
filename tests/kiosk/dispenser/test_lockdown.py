"""No way out of a real dispenser's window: not by keys, nor by other buttons, nor by being asked to close."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PIL import Image, ImageChops

from tests.broker.until import until
from tests.kiosk.dispenser.real_hall import DONE, FIRST_TILE, NEEDS, HallNow, real_hall
from tests.kiosk.windows import ask_to_close, windows, xdotool

pytestmark = NEEDS

BACK = 200, 1630
LETTERS = [*"abcdefghijklmnopqrstuvwxyz0123456789", "space", "minus", "slash", "grave", "semicolon"]
NAMED = [
    *[
        "Escape",
        "Tab",
        "Return",
        "KP_Enter",
        "BackSpace",
        "Delete",
        "Insert",
        "Home",
        "End",
        "Prior",
        "Next",
        "Up",
        "Down",
        "Left",
        "Right",
        "Menu",
        "Print",
        "Pause",
    ],
    *[
        "Scroll_Lock",
        "Num_Lock",
        "Break",
        "Sys_Req",
        "Help",
        "Undo",
        "Redo",
        "Find",
        "Cancel",
        "Super_L",
        "Super_R",
        "Alt_L",
        "ISO_Level3_Shift",
    ],
    *[
        "XF86HomePage",
        "XF86Back",
        "XF86Forward",
        "XF86Refresh",
        "XF86Search",
        "XF86Mail",
        "XF86WWW",
        "XF86Calculator",
        "XF86Explorer",
    ],
    *[
        "XF86AudioMute",
        "XF86AudioPlay",
        "XF86PowerOff",
        "XF86Sleep",
        "XF86WakeUp",
        "XF86Close",
        "XF86Tools",
        "XF86TaskPane",
    ],
]
HELD = ["ctrl", "alt", "super", "shift", "ctrl+alt", "ctrl+shift", "alt+shift", "ctrl+alt+shift"]
DANGEROUS = [*"qwcxznrtepidlsau", "Escape", "Tab", "Delete", "BackSpace", "space", "F12", "F11", "F7", "F4", "F2", "F1"]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallNow]:
    with real_hall(tmp_path_factory.mktemp("hall")) as hall:
        yield hall


def _alike(one: Image.Image, other: Image.Image) -> bool:
    return not ImageChops.difference(one.convert("L"), other.convert("L")).point(lambda v: 255 * (v > 24)).getbbox()


def _still_itself(hall: HallNow, menu: Image.Image, before: list[str]) -> None:
    """Its only window is there, shows its menu, and does what a finger asks."""
    assert windows(hall.screen) == before
    until(lambda: _alike(hall.screen.picture(), menu))
    assert hall.dispenser.poll() is None
    hall.finger(FIRST_TILE, "MenuFace")
    hall.finger((200, 1640), "MenuFace")  # back
    until(lambda: _alike(hall.screen.picture(), menu))


def test_no_key_and_no_keys_together_do_anything_to_it(hall: HallNow):
    menu, before = hall.screen.picture(), windows(hall.screen)
    assert len(before) == 1
    combinations = [f"{held}+{key}" for held in HELD for key in DANGEROUS]
    # Signs that come so fast are a scan of nothing that we know: the only thing that keys can bring about.
    for keys in ([*LETTERS, "Return"], [*NAMED, *combinations, *LETTERS, "Return"]):
        answers = hall.traced("shown", "AnswerFace")
        for first in range(0, len(keys), 30):
            xdotool(hall.screen, "key", "--delay", "1", *keys[first : first + 30])
        until(lambda before=answers: hall.traced("shown", "AnswerFace") > before)
        hall.rest()
        hall.finger(DONE, "MenuFace")
    xdotool(hall.screen, "key", "F1")  # alone and last: Escape would close the settings that it opens
    _still_itself(hall, menu, before)


def test_no_other_button_no_wheel_and_no_long_press_do_anything_but_a_finger_s_touch(hall: HallNow):
    menu, before = hall.screen.picture(), windows(hall.screen)
    shown = hall.traced("shown")
    at = [str(part) for part in FIRST_TILE]
    xdotool(hall.screen, "mousemove", *at, "click", "3", "click", "2", "click", "4", "click", "5", "click", "8")
    xdotool(hall.screen, "mousemove", *at, "keydown", "ctrl", "click", "3", "keyup", "ctrl")
    hall.rest()  # a touch that was taken for a wish would have changed the screen
    assert hall.traced("shown") == shown
    _still_itself(hall, menu, before)
    # A long press is a press: it acts when the finger leaves, and opens nothing meanwhile.
    pressed = hall.traced("shown")
    xdotool(hall.screen, "mousemove", *at, "mousedown", "1", "sleep", "2")
    assert hall.traced("shown") == pressed
    xdotool(hall.screen, "mouseup", "1")
    until(lambda: hall.traced("shown") == pressed + 1)
    hall.rest()
    hall.finger(BACK, "MenuFace")
    assert windows(hall.screen) == before


def test_a_window_that_is_asked_to_close_stays(hall: HallNow):
    menu, before = hall.screen.picture(), windows(hall.screen)
    for _ in range(3):
        ask_to_close(hall.screen, before[0])
    _still_itself(hall, menu, before)
