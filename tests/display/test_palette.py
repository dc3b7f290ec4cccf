"""Every ink can be read on every ground that it is put on."""

import pytest

from display.look.palette import HIGH_CONTRAST, LIGHT, PAIRS, Palette, colour, contrast

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(("ink", "ground"), PAIRS)
@pytest.mark.parametrize(("palette", "least"), [(LIGHT, 4.5), (HIGH_CONTRAST, 7.0)], ids=["light", "high contrast"])
def test_ink_stands_out_from_its_ground(palette: Palette, least: float, ink: str, ground: str) -> None:
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= least


def test_contrast_is_the_one_of_wcag() -> None:
    black, white = colour("#000000"), colour("#ffffff")
    assert contrast(black, white) == contrast(white, black) == pytest.approx(21)
    assert contrast(colour("#777777"), white) == pytest.approx(4.48, abs=0.01)
