"""The screen of a box without a role as a real window: it follows the file, and goes when the box was let in."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from broker.bus.on_disk import keep
from kiosk.newcomer.samples import STEPS
from tests.broker.until import until
from tests.display.virtual_screen import PROGRAM
from tests.kiosk.screen import virtual_screen

pytestmark = [pytest.mark.screen, pytest.mark.skipif(PROGRAM is None, reason="Xvfb is not installed")]

CALM, GOOD, BAD, FLASH = (238, 242, 247), (11, 79, 160), (162, 24, 28), (11, 79, 160)


def test_the_screen_follows_the_box_into_the_hall(tmp_path: Path):
    file = tmp_path / "newcomer.json"
    with virtual_screen("1280x720") as screen:
        app = subprocess.Popen(
            [sys.executable, "-m", "provisioning.command", "newcomer", str(file), "--size", "1280x720"],
            env={**screen.environment, "CHERHA_SOUND": f"wav:{tmp_path / 'heard'}"},
        )

        def ground() -> tuple[int, ...]:
            pixel = screen.picture().getpixel((4, 4))
            assert isinstance(pixel, tuple)
            return pixel

        def inked(picture: Image.Image) -> int:
            """Dark pixels where the code stands."""
            middle = picture.crop((60, 220, 1220, 420)).convert("L")
            return sum(middle.histogram()[:100])

        try:
            until(lambda: ground()[0] > 150 and ground()[1] < 60, 60)  # no kit
            keep(file, STEPS["searching"])
            until(lambda: ground() == CALM, 30)
            without = inked(screen.picture())
            keep(file, STEPS["waiting"])
            until(lambda: inked(screen.picture()) > without + 20_000, 30)
            keep(file, msgspec.structs.replace(STEPS["waiting"], identify=1))
            until(lambda: ground() == FLASH, 30)
            until(lambda: list((tmp_path / "heard").glob("*.wav")), 30)
            keep(file, STEPS["accepted"])
            assert app.wait(60) == 0
        finally:
            app.kill()
            app.wait()
