"""The code of a box, read out."""

from string import digits

import pytest

from announcer.code_aloud.spelling import PHRASES, spelt
from provisioning.enrolment.code import ALPHABET

pytestmark = pytest.mark.fast


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_sign_that_a_code_may_have_has_a_name_of_its_own(language: str):
    signs = {*ALPHABET, *digits}  # a PIN has all digits
    names = [PHRASES.template(language, f"sign.{sign}") for sign in signs]
    assert len(set(names)) == len(signs)


def test_a_code_is_read_in_two_halves():
    assert spelt("K7RM-4QXD", "uk").text == "Код цього пристрою: ка, сім, ер, ем. чотири, ку, ікс, де."
