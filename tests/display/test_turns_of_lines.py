"""Lines that have no room on a board all at once are all seen, one part after the other; where they have, nothing ticks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.display.virtual_screen import VirtualScreen

pytestmark = [pytest.mark.screen, pytest.mark.timeout(120)]


def test_each_line_has_its_turn_on_the_screen_and_the_heading_says_which_part_it_is(
    virtual_screen: VirtualScreen, tmp_path: Path
) -> None:
    said = virtual_screen.run_app("tests.display.apps.turns", state_dir=tmp_path)
    assert said == {"stood": {"1/4": "АБ", "2/4": "ВГ", "3/4": "ДЕ", "4/4": "ЕЖ"}, "turns": 1}
