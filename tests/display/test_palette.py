"""Every ink can be read on every ground that it is put on."""

import pytest
from msgspec.structs import fields

from display.look.palette import DARK, EDGES, HIGH_CONTRAST, LIGHT, PAIRS, Palette, colour, contrast

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(("ink", "ground"), PAIRS)
@pytest.mark.parametrize(
    ("palette", "least"), [(LIGHT, 4.5), (DARK, 4.5), (HIGH_CONTRAST, 7.0)], ids=["light", "dark", "high contrast"]
)
def test_ink_stands_out_from_its_ground(palette: Palette, least: float, ink: str, ground: str) -> None:
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= least


@pytest.mark.parametrize(("frame", "ground"), EDGES)
@pytest.mark.parametrize("palette", [LIGHT, DARK, HIGH_CONTRAST], ids=["light", "dark", "high contrast"])
def test_what_can_be_touched_is_outlined_or_filled_so_that_it_is_seen(
    palette: Palette, frame: str, ground: str
) -> None:
    """WCAG 2.2, 1.4.11: 3:1. A filled button (accent on the bar) may have its outline in white instead."""
    seen = contrast(getattr(palette, frame), getattr(palette, ground))
    assert max(seen, contrast(palette.rule, palette.bar) if ground == "bar" else 0) >= 3.0


@pytest.mark.parametrize("palette", [LIGHT, DARK, HIGH_CONTRAST], ids=["light", "dark", "high contrast"])
def test_the_focus_ring_is_seen_on_every_ground(palette: Palette) -> None:
    """One of its two rings stands out from whatever is below it, and the two from each other."""
    assert contrast(palette.focus, palette.on_focus) >= 3.0
    for ground in (field.name for field in fields(palette)):
        below = getattr(palette, ground)
        assert max(contrast(palette.focus, below), contrast(palette.on_focus, below)) >= 3.0, ground


def test_contrast_is_the_one_of_wcag() -> None:
    black, white = colour("#000000"), colour("#ffffff")
    assert contrast(black, white) == contrast(white, black) == pytest.approx(21)
    assert contrast(colour("#777777"), white) == pytest.approx(4.48, abs=0.01)
