"""How much paper is left, and how staff are told."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kiosk.printing.forecast import Forecast, forecast, low
from kiosk.printing.minded_printer import MindedPrinter
from kiosk.printing.paper_tape import PaperTape
from kiosk.printing.problems import PaperOut
from kiosk.printing.roll import Roll, changed, printed, seen
from kiosk.printing.status import PrinterStatus
from tests.kiosk.printing.halls import AT

pytestmark = pytest.mark.fast

OK, NEAR, OUT = PrinterStatus(), PrinterStatus(paper="near-end"), PrinterStatus(paper="out", online=False)
OPEN = PrinterStatus(cover_open=True, paper="out", online=False)
AWAY = PrinterStatus(online=False)
SLIP = 8 * 88  # dots; 100 mm with what the knife wastes


def used(roll: Roll, slips: int) -> Roll:
    for _ in range(slips):
        roll = printed(roll, SLIP)
    return roll


def test_what_goes_out_is_counted_in_metres_and_in_slips() -> None:
    roll = used(Roll(length_mm=80_000), 300)
    assert roll.left_mm == pytest.approx(50_000)
    assert roll.left_slips == pytest.approx(500, abs=1)


def test_a_roll_teaches_how_much_is_left_when_the_sensor_trips() -> None:
    roll = used(Roll(length_mm=80_000), 730)
    roll = used(seen(roll, NEAR), 50)
    roll = seen(roll, OUT)
    assert roll.near_mm == pytest.approx(5_000)
    assert roll.left_slips == 0
    roll = seen(seen(roll, OPEN), OK)
    assert roll.left_mm == 80_000
    # The next roll is shorter than the setting says; the sensor puts the count right.
    roll = seen(used(roll, 300), NEAR)
    assert roll.left_mm == pytest.approx(5_000)


def test_a_roll_of_a_printer_without_that_sensor_teaches_its_length() -> None:
    roll = seen(seen(Roll(length_mm=80_000), OUT), OK)
    roll = seen(used(roll, 600), OUT)
    assert seen(roll, OK).left_mm == pytest.approx(70_000)


@pytest.mark.parametrize(
    ("story", "is_new"),
    [
        ((OUT, OK), True),
        ((OUT, OPEN, OK), True),
        ((NEAR, OPEN, OK), True),
        ((NEAR, OK), False),  # a sensor that trembles
        ((OPEN, OK), False),  # somebody looked
        ((AWAY, OK), False),
        ((OUT, AWAY, OUT), False),
    ],
)
def test_a_new_roll_is_seen_and_nothing_else_is_taken_for_one(story: tuple[PrinterStatus, ...], is_new: bool) -> None:  # noqa: FBT001
    roll = used(Roll(length_mm=80_000), 100)
    for status in story:
        roll = seen(roll, status)
    assert (roll.used_mm == 0) == is_new


def test_paper_that_is_there_is_never_said_to_be_none() -> None:
    """The roll was longer than anybody said."""
    roll = used(seen(Roll(length_mm=20_000, near_mm=5_000), OK), 220)
    assert roll.left_slips == 50


def test_a_roll_that_must_have_ended_was_changed_while_nobody_looked() -> None:
    roll = used(Roll(length_mm=10_000), 120)
    assert roll.left_slips == 0
    assert used(roll, 1).left_mm == pytest.approx(7_900)


statuses = st.sampled_from([OK, NEAR, OUT, OPEN, AWAY])


@given(st.lists(st.one_of(statuses, st.integers(100, 2000), st.just("new")), max_size=60))
def test_whatever_happens_what_is_left_is_no_less_than_nothing_and_no_more_than_a_roll(steps: list[object]) -> None:
    roll = Roll(length_mm=80_000)
    for step in steps:
        if isinstance(step, PrinterStatus):
            roll = seen(roll, step)
        else:
            roll = printed(roll, step) if isinstance(step, int) else changed(roll)
        assert 0 <= roll.left_mm <= max(roll.length_mm, roll.near_mm)
        assert roll.left_slips >= 0


def test_when_it_ends_is_told_at_the_pace_of_the_last_hour() -> None:
    roll = used(Roll(length_mm=15_000), 10)
    times = [AT - timedelta(minutes=minutes) for minutes in range(1, 31)]  # one a minute
    told = forecast(roll, times, AT)
    assert told.slips == 140
    assert told.until is not None
    assert abs(told.until - (AT + timedelta(minutes=140))) < timedelta(minutes=1)
    assert forecast(roll, times[:3], AT).until is None
    assert forecast(roll, [AT - timedelta(hours=2)] * 20, AT).until is None


def test_staff_are_told_in_time_in_both_languages_and_in_round_figures() -> None:
    until = datetime(2026, 11, 23, 14, 37, tzinfo=AT.tzinfo)
    said = low(Forecast(15.4, 143, until), 150)
    assert said
    assert "15 м паперу: вистачить приблизно на 140 талонів, до ~14:30." in said[0]["uk"]
    assert "enough for about 140 slips, until about 14:30." in said[0]["en"]
    assert said == low(Forecast(15.3, 141, until), 150)
    few = low(Forecast(0.2, 1), 150)
    assert few
    assert "0,2 м паперу: вистачить приблизно на 1 талон." in few[0]["uk"]
    assert low(Forecast(15.4, 151), 150) is None


def test_the_count_outlives_a_restart_and_a_technician_may_begin_it_anew(tmp_path: Path) -> None:
    def minded() -> MindedPrinter:
        return MindedPrinter(PaperTape(tmp_path / "tape"), tmp_path, 80, lambda: AT)

    printer = minded()
    for name in "ab":
        printer.print(Image.new("1", (576, SLIP), 1), ticket=name)
    again = minded()
    assert again.roll.left_mm == pytest.approx(79_800)
    again.new_roll(150)
    assert minded().forecast().metres == pytest.approx(150)
    (tmp_path / "roll.json").write_text("{half a", "utf-8")
    assert minded().roll.left_mm == 80_000
    assert (tmp_path / "roll.json.broken").exists()


def test_a_slip_that_was_refused_takes_no_paper(tmp_path: Path) -> None:
    printer = MindedPrinter(PaperTape(tmp_path / "tape"), tmp_path, 80, lambda: AT)
    (tmp_path / "tape").mkdir()
    (tmp_path / "tape" / "status").write_text("paper-out", "utf-8")
    with pytest.raises(PaperOut):
        printer.print(Image.new("1", (576, SLIP), 1), ticket="x")
    assert printer.roll.used_mm == 0
    assert printer.status().paper == "out"
    assert printer.forecast().slips == 0
