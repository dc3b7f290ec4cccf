"""Pictures of the service menu: `python -m kiosk.service_menu.gallery HALL.toml FOLDER`. Needs a (virtual) screen."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import UTC
from pathlib import Path
from tempfile import gettempdir

from msgspec.structs import replace

from display.look import kivy_setup
from kiosk.service_menu.frame import frame
from kiosk.service_menu.room import Room
from kiosk.service_menu.samples import NOW, SHEET, STATES
from kiosk.touch.gallery import LYING, Picture, save

# What a technician who reads the documents should see.
PICTURES = (
    Picture("pad"),
    Picture("pad-wait", "en", LYING),
    Picture("pad-new"),
    Picture("items"),
    Picture("items", "en", LYING),
    Picture("items", "en", large=True, contrast=True),
    Picture("problems"),
    Picture("printer"),
    Picture("versions", size=LYING),
    Picture("versions", "en", large=True),
    Picture("restart", "en", LYING),
    Picture("still-there"),
    Picture("network"),
    Picture("clock", "en", LYING),
    Picture("touch-points"),
    Picture("touch-measured"),
    Picture("touch-trial", "en"),
    Picture("bundle"),
    Picture("acceptance-next", size=LYING),
    Picture("acceptance-judging"),
    Picture("acceptance-sheet"),
    Picture("pattern-edges", size=LYING),
    Picture("pattern-greys"),
)


def draw_all(folder: Path, pictures: Iterable[Picture]) -> None:
    """Write `service-<state>-<language>-…-<width>x<height>.png` for each of `pictures` into `folder`."""
    kivy_setup.prepare(Path(gettempdir()), "320x200")
    from kiosk.service_menu.screens import SCREENS  # noqa: PLC0415
    from kiosk.service_menu.screens.cover import Cover  # noqa: PLC0415
    from kiosk.touch.look import look  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    for each in pictures:
        look.fit(*each.size, 21.5)
        state = replace(STATES[each.state], language=each.language, large=each.large, contrast=each.contrast)
        panel = Cover(SCREENS, lambda _press: None, size=each.size)
        panel.show(frame(state, "dispenser-1", Room.of(*each.size, look.mm, large=each.large)))
        save(panel, folder / f"{each.named('service')}.png")


def draw_slips(folder: Path) -> None:
    """What the service menu prints: `service-test-slip-uk-80.png`, `service-sheet-slip-uk-58.png`."""
    from PIL import ImageOps  # noqa: PLC0415 - as everything here, after kivy_setup

    from kiosk.printing.drawing import draw  # noqa: PLC0415
    from kiosk.service_menu.checks.sheet import slip_of  # noqa: PLC0415
    from kiosk.service_menu.trial_slip import trial_slip  # noqa: PLC0415

    sheet = slip_of(SHEET, UTC)
    slips = {"test-slip-uk-80": trial_slip("dispenser-1", NOW, 80), "sheet-slip-uk-58": draw(sheet, 58)}
    for name, slip in slips.items():
        framed = ImageOps.expand(ImageOps.expand(slip.convert("L"), 24, 255), 1, 160)
        framed.quantize(8).save(folder / f"service-{name}.png", optimize=True)


if __name__ == "__main__":
    draw_all(Path(sys.argv[2]), PICTURES)
    draw_slips(Path(sys.argv[2]))
