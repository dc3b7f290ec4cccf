"""Pictures of a box without a role: `python -m kiosk.newcomer.gallery HALL.toml FOLDER`. Needs a (virtual) screen."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import gettempdir

from display.look import kivy_setup
from kiosk.newcomer.face import face
from kiosk.newcomer.samples import STEPS
from kiosk.touch.gallery import LYING, STANDING

# The screen speaks both languages at once.
PICTURES = (
    ("searching", LYING),
    ("waiting", STANDING),
    ("waiting", LYING),
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
    from kiosk.touch.look import look  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    for step, size in PICTURES:
        look.fit(*size, 21.5)
        picture = drawn(NewcomerScreen(face(STEPS[step]), size=size, size_hint=(None, None)), look.palette.ground)
        picture.thumbnail((1280, 1280))
        picture.quantize(64).save(folder / f"newcomer-{step}-{size[0]}x{size[1]}.png", optimize=True)


if __name__ == "__main__":
    draw_all(Path(sys.argv[2]))
