import pytest

from kiosk.touch.one_finger import FORGOTTEN, OneFinger

pytestmark = pytest.mark.fast


def test_a_palm_beside_the_finger_is_not_heard():
    glass = OneFinger()
    assert glass.comes("finger", 1.0)
    assert not glass.comes("palm", 1.1)
    assert not glass.moves("palm")
    assert not glass.leaves("palm")
    assert glass.leaves("finger")
    assert not glass.leaves("finger")


def test_the_palm_that_stays_when_the_finger_has_gone_does_not_become_one():
    glass = OneFinger()
    glass.comes("finger", 1.0)
    glass.comes("palm", 1.1)
    glass.leaves("finger")
    assert not glass.leaves("palm")
    assert glass.comes("next", 2.0)


def test_a_finger_whose_leaving_got_lost_does_not_make_the_screen_deaf():
    glass = OneFinger()
    glass.comes("lost", 1.0)
    assert not glass.comes("next", 1.0 + FORGOTTEN - 0.1)
    assert glass.comes("next", 1.0 + FORGOTTEN)
