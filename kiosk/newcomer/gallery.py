"""Pictures of a box without a role: `python -m kiosk.newcomer.gallery HALL.toml FOLDER`. Needs a (virtual) screen."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import gettempdir

from display.look import kivy_setup
from kiosk.newcomer.face import face
from kiosk.newcomer.samples import STEPS
from kiosk.touch.gallery import LYING, STANDING

SMALL = (800, 480)
# The screen speaks both languages at once. A touch screen: its picture says so.
PICTURES = (
    ("searching", LYING),
    ("waiting", STANDING),
    ("waiting", LYING),
    ("searching-touch", LYING),
    ("waiting-touch", STANDING),
    ("waiting-touch", SMALL),
    ("wanted-touch", STANDING),
    ("wanted-touch", LYING),
    ("replacing", LYING),
    ("no-room", LYING),
    ("refused", LYING),
    ("kit-broken", LYING),
    ("hall-broken", LYING),
    ("founded", LYING),
    ("founded", STANDING),
)


def draw_all(folder: Path) -> None:
    """Write `newcomer-<step>-<width>x<height>.png` for each of PICTURES into `folder`."""
    kivy_setup.prepare(Path(gettempdir()), "320x200")
    from display.look.picture import drawn  # noqa: PLC0415
    from kiosk.newcomer.newcomer import NewcomerScreen  # noqa: PLC0415
    from kiosk.newcomer.panel_size import inches  # noqa: PLC0415
    from kiosk.touch.look import look  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    for name, size in PICTURES:
        look.fit(*size, inches(*size, folder))
        shown = face(STEPS[name.removesuffix("-touch")], touchable=name.endswith("-touch"))
        picture = drawn(NewcomerScreen(shown, size=size, size_hint=(None, None)), look.palette.ground)
        picture.thumbnail((1280, 1280))
        picture.quantize(64).save(folder / f"newcomer-{name}-{size[0]}x{size[1]}.png", optimize=True)


if __name__ == "__main__":
    draw_all(Path(sys.argv[2]))
