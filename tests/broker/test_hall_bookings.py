"""What a technician wrote of slots, shares and limits is possible, or they are told why not, with its place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import parse, remarks
from tests.broker.booking_halls import BOOKING_TOML

pytestmark = pytest.mark.fast


def test_bookings_have_their_usual_rules_where_the_hall_file_says_nothing() -> None:
    policy = parse(BOOKING_TOML).policy
    assert policy.booking_horizon == timedelta(days=21)
    assert policy.bookings_per_person == 4
    assert remarks(BOOKING_TOML) == []


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        ('service = "registration"', 'service = "registraton"', 'did you mean "registration"?'),
        ('service = "registration"', 'service = "ready"', "cannot be booked"),
        ("minutes = 20", "minutes = 0", "from 1 minute to 1440"),
        ("minutes = 20", "minuts = 20", 'did you mean "minutes"?'),
        ("capacity = 3", "capacity = 0", "at least 1"),
        ("capacity = 3", 'capacity = 3\nhours = "Funday 10:00-12:00"', "hours"),
        ('remote_share = "1/3"', 'remote_share = "3/1"', 'a share from 0 to 1, as 0.25 or "1/3"'),
        ('remote_share = "1/3"', 'remote_share = "1/0"', 'a share from 0 to 1, as 0.25 or "1/3"'),
        ('remote_share = "1/3"', 'remote_share = "a third"', 'a share from 0 to 1, as 0.25 or "1/3"'),
        ('remote_share = "1/3"', "remote_share = 33", "a share from 0 to 1"),
        ('remote_share = "1/3"', "remote_share = 0.5\nper_hour = 0", "1 or more"),
        ('remote_share = "1/3"', "remote_share = 0.5\nper_person = 0", "1 or more"),
        ("lease_size = 5", "lease_size = 5\nbookings_per_person = 0", "1 or more"),
        ("lease_size = 5", 'lease_size = 5\nbooking_horizon = "400 days"', 'at most "366 days"'),
        ("lease_size = 5", 'lease_size = 5\nbooking_horizon = "three weeks"', "duration"),
        ("rate = 2.5", "rate = 2.5\nper_person = 0", "1 or more"),
    ],
)
def test_a_mistake_is_told_with_its_line(good: str, bad: str, words: str) -> None:
    text = BOOKING_TOML.replace(good, bad, 1)
    with pytest.raises(ConfigError) as caught:
        parse(text)
    wrong = bad.splitlines()[-1]
    line = text.splitlines().index(wrong) + 1
    assert any(mistake.startswith(f"hall.toml:{line}:") and words in mistake for mistake in caught.value.mistakes)


@pytest.mark.parametrize(
    ("good", "odd", "words"),
    [
        ('remote_share = "1/3"', 'remote_share = "1/100"', "none may be booked"),
        ('remote_share = "1/3"', "per_hour = 9", 'counts only where "remote_share"'),
        ('remote_share = "1/3"', "ask_person = true", "asks for nothing"),
        ('modes = ["booking"]', 'modes = ["booking"]\nremote_share = 0.5', "nobody to share the places with"),
        ('service = "passport-new"\nminutes = 30', 'service = "registration"\nminutes = 30', "has no [[slots]]"),
    ],
)
def test_what_has_no_effect_is_remarked_on(good: str, odd: str, words: str) -> None:
    assert any(words in remark for remark in remarks(BOOKING_TOML.replace(good, odd, 1)))
