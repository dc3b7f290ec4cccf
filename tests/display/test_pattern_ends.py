"""A pattern that everybody has forgotten leaves the screen by itself, and none comes while somebody has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.display.virtual_screen import VirtualScreen

pytestmark = [pytest.mark.screen, pytest.mark.timeout(120)]


def test_a_forgotten_pattern_ends_by_itself_and_none_begins_on_a_busy_screen(
    virtual_screen: VirtualScreen, tmp_path: Path
) -> None:
    told = virtual_screen.run_app("tests.display.apps.pattern_ends", state_dir=tmp_path)
    assert (told["first"][0], told["shown"], told["ended"]) == ("done", True, True)
    assert (told["refused"], told["then"]) == (["failed", "busy", ""], False)
