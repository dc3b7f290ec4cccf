"""A hall that speaks while somebody presses takes no touch away."""

from typing import Any

import pytest

from tests.kiosk.screen import INSTALLED, virtual_screen

pytestmark = [pytest.mark.screen, pytest.mark.skipif(not INSTALLED, reason="needs Xvfb and xdotool")]

HOME, GROUP = "MenuFace Оберіть послугу", "MenuFace Місце проживання"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with virtual_screen("1080x1920") as screen:
        return screen.run_app("tests.kiosk.apps.under_a_finger", state_dir=tmp_path_factory.mktemp("kivy"))


@pytest.mark.parametrize("when", ["between press and release", "before it is drawn", "just drawn"])
def test_a_touch_counts_whenever_the_hall_has_changed_something_else_on_the_screen(told: Any, when: str):
    assert told[when] == GROUP


def test_nothing_changes_under_a_finger_unless_it_only_lies_there(told: Any):
    assert told["closed under the finger"] == []
    assert told["closed under what only lies there"] == ["Земельна ділянка"]


def test_a_button_that_came_under_a_finger_on_its_way_is_not_what_it_was_meant_for(told: Any):
    assert told["on what has just come"] == HOME
    assert told["on it a moment later"].startswith("BranchesFace")


def test_a_dead_button_that_comes_to_life_under_a_finger_is_pressed(told: Any):
    assert told["on a button that comes to life"].startswith("VisitorFace")


def test_a_second_strike_is_still_none(told: Any):
    assert told["a second strike"] == GROUP
