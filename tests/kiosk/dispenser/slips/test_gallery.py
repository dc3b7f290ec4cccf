"""The pictures of slips for the documents, and the drawing before the first visitor."""

from pathlib import Path

import pytest
from PIL import Image

from kiosk.dispenser.slips import gallery
from kiosk.dispenser.slips.ticket_slip import slip_for
from kiosk.dispenser.slips.warm_up import warm_up
from kiosk.printing import drawing
from tests.kiosk.printing.halls import AT, HALL, ticket

pytestmark = pytest.mark.fast


def test_every_picture_is_made(tmp_path: Path) -> None:
    gallery.draw_all(Path("provisioning/demo/hall.toml"), tmp_path)
    assert {file.stem for file in tmp_path.iterdir()} == {name for name, *_ in gallery.PICTURES}
    assert all(Image.open(file).height > 400 for file in tmp_path.iterdir())


def test_warming_up_leaves_the_faces_ready() -> None:
    for cache in (drawing._font, drawing._ink, drawing.measure):
        cache.cache_clear()
    warm_up(HALL, 58, AT)
    ready = drawing._font.cache_info().currsize
    drawing.draw(slip_for(ticket(), HALL, "en"), 58)
    assert drawing._font.cache_info().currsize == ready
