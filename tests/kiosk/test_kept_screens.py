from __future__ import annotations

from tests.kiosk.looks import ON_SCREEN, measured

pytestmark = ON_SCREEN


def test_a_screen_that_is_shown_again_looks_as_a_new_one():
    found = measured("tests.kiosk.kept_screens")
    assert found["compared"] > 80  # type: ignore[call-overload]
    assert found["other"] == []  # type: ignore[call-overload]
