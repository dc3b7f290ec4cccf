"""What is set at a box travels to the one that takes its place; nothing else of its settings does."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.bus.settings import Settings
from provisioning.enrolment.box import settings_text
from provisioning.enrolment.set_at_box import KINDS, LONGEST, of, taken

pytestmark = pytest.mark.fast


def test_every_kind_is_a_setting() -> None:
    assert set(KINDS) <= set(Settings.__struct_fields__)


def test_who_a_box_is_and_where_its_hall_is_does_not_travel() -> None:
    mine = {"appliance": "board-1", "identity": "/x", "broker_host": "a", "state_dir": "/y", "volume": 0.4, "paper": 58}
    assert of(mine) == {"volume": "0.4", "paper": 58}
    assert taken({"identity": "/stolen", "volume": "0.4"}, {}) == {"volume": "0.4"}


def test_what_went_at_the_box_goes_at_the_desk_and_what_the_desk_said_stays() -> None:
    before = {"broker_port": 8883, "printer": "tape", "place": "зал 1"}
    assert taken({"place": "зал 2"}, before) == {"broker_port": 8883, "place": "зал 2"}


def test_a_book_is_no_setting() -> None:
    assert taken({"place": "x" * (LONGEST + 1)}, {}) == {}


@pytest.mark.parametrize("place", ["a\nb", "a\x00", "a\x7f", "a\u2028b", "a\u202eb"])
def test_what_cannot_be_printed_is_no_setting(place: str) -> None:
    assert taken({"place": place, "window": 3}, {}) == {"window": 3}


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.booleans() | st.floats(allow_nan=False)))
def test_a_roles_file_says_what_it_was_given_whatever_that_is(settings: dict[str, str | int | float]) -> None:
    assert tomllib.loads(settings_text(settings)) == settings


def test_half_a_sign_keeps_no_roles_file_from_being_written() -> None:
    assert tomllib.loads(settings_text({"place": "a\ud800"}).encode().decode()) == {"place": "a?"}
