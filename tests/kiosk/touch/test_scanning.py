"""A scan is told from typing; garbage and floods leave nothing behind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.touch.scanning import ENTER, MOST, NOTHING, PAUSE, Scan, Scanning, heard, passed

pytestmark = pytest.mark.fast

TICKET = "01KAQ5B2M4X7R8T9V0W1Y2Z3A4"


def typed(text: str, every: float, begin: float = 10.0) -> tuple[Scanning, list[Scan], float]:
    """Signs at an even pace: what is being collected, what was read, and when the last sign came."""
    scanning, scans, at = NOTHING, [], begin
    for sign in text:
        scanning, scan = heard(scanning, sign, at)
        scans += [scan] if scan else []
        at += every
    return scanning, scans, at - every


def test_fast_keys_that_end_with_enter_are_a_scan():
    assert typed(TICKET + ENTER, 0.008)[1] == [Scan(TICKET)]


def test_a_person_who_types_is_no_scanner():
    assert typed(TICKET + ENTER, 0.12)[1] == []


def test_a_scanner_without_enter_is_believed_after_a_second_of_silence():
    scanning, scans, last = typed(TICKET, 0.008)
    assert scans == []
    assert passed(scanning, last + PAUSE - 0.01) == (scanning, None)
    assert passed(scanning, last + PAUSE) == (NOTHING, Scan(TICKET))


def test_a_silence_that_nobody_noticed_in_time_does_not_glue_two_scans_together():
    first, _, last = typed("АБВГ", 0.01)
    after, scan = heard(first, "7", last + 5.0)
    assert scan == Scan("АБВГ")
    assert after.signs == "7"


def test_a_machine_that_was_busy_in_mid_scan_still_understands_it():
    scanning = typed(TICKET[:12], 0.008)[0]
    for place, sign in enumerate(TICKET[12:]):
        scanning, _ = heard(scanning, sign, 10.9 + place * 0.001)
    assert heard(scanning, ENTER, 11.0)[1] == Scan(TICKET)


def test_a_code_that_is_too_long_is_read_as_nothing_of_ours():
    assert typed("x" * (MOST + 1) + ENTER, 0.005)[1] == [Scan("")]


def test_two_keys_and_enter_are_a_cat_on_the_keyboard():
    assert typed("12" + ENTER, 0.001)[1] == []


def test_a_flood_costs_no_memory():
    scanning, scans, _ = typed("я" * 5000, 0.001)
    assert scans == []
    assert len(scanning.signs) <= MOST
    assert len(scanning.moments) <= MOST + 1


@given(st.text(st.characters(exclude_characters="\n"), min_size=4, max_size=MOST), st.floats(0.0005, 0.045))
def test_whatever_a_scanner_types_is_read_as_it_was_typed(text: str, every: float):
    assert typed(text + ENTER, every)[1] == [Scan(text.strip())]


@given(st.lists(st.tuples(st.sampled_from(["a", "7", ENTER]), st.floats(0, 3)), max_size=300))
def test_no_keys_at_any_speed_leave_anything_for_ever(keys: list[tuple[str, float]]):
    scanning, at = NOTHING, 0.0
    for sign, wait in keys:
        at += wait
        scanning, _ = heard(scanning, sign, at)
    assert passed(scanning, at + PAUSE)[0] == NOTHING
