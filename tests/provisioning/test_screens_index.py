"""The page of all pictures shows each of them, with a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioning import screens_index

pytestmark = pytest.mark.fast

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"


def test_the_page_in_the_repository_is_fresh() -> None:
    assert (SCREENS / "README.md").read_text("utf-8") == screens_index.page_of(SCREENS), "run: ./cherha screens"


def test_every_picture_is_on_the_page() -> None:
    page = screens_index.page_of(SCREENS)
    pictures = [file.name for file in SCREENS.glob("*.png")]
    assert len(pictures) > 30
    assert [name for name in pictures if f'src="{name}"' not in page] == []


def test_the_most_particular_line_is_taken_and_the_rest_is_read_from_the_name() -> None:
    captions = {"board-busy": "Busy", "board-busy-night": "Busy at night"}
    assert screens_index.caption("board-busy-uk-1080x1920", captions) == "Busy (Ukrainian, 1080×1920)"
    assert screens_index.caption("board-busy-night-en-dark", captions) == "Busy at night (English, dark)"


def test_a_picture_without_a_line_is_told_by_name() -> None:
    with pytest.raises(KeyError, match="board-new-uk"):
        screens_index.index(["board-new-uk"], {"board": {"board-busy": "Busy"}})
