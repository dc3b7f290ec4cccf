"""The queue-master knows of each call on which boards it was seen, and when it was on all of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from broker.contracts.shown import CallSeen, Shown, ShownCall
from broker.contracts.snapshot import CallView
from broker.contracts.status import Status
from broker.queuemaster.showing import Showing
from tests.display.halls import NOON

pytestmark = pytest.mark.fast


def call(number: str, window: int = 5, zone: str = "hall-1", times: int = 1) -> CallView:
    return CallView(number=number, window=window, zone=zone, at=NOON, times=times, priority=False)


def report(*numbers: str, window: int = 5, times: int = 1, zones: tuple[str, ...] = (), at: datetime = NOON) -> Shown:
    calls = tuple(ShownCall(number=number, window=window, times=times) for number in numbers)
    return Shown(boot="b", at=at, seq=1, epoch="e", snapshot="d", calls=calls, zones=zones)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


class Boards:
    """A hall with boards, and what is known of its calls."""

    def __init__(self, *boards: str) -> None:
        self.showing = Showing()
        for board in boards:
            self.is_(board, "ready")

    def is_(self, board: str, state: str, role: str = "board") -> None:
        said = Status(state=state, boot="b", at=NOON, role=role, version="1")  # type: ignore[arg-type]
        self.showing.status(board, said)

    def of(self, number: str) -> CallSeen:
        return next(each for each in self.showing.told(at(9)).calls if each.number == number)


def test_a_call_is_everywhere_when_the_last_board_has_it() -> None:
    hall = Boards("board-1", "board-2")
    hall.showing.called([call("А042")], at(0))
    assert hall.showing.shown("board-1", report("А042"), at(0.2))
    assert (hall.of("А042").everywhere, hall.of("А042").missing) == (None, ("board-2",))
    hall.showing.shown("board-2", report("А042"), at(0.5))
    assert hall.of("А042").everywhere == at(0.5)
    assert hall.of("А042").boards == {"board-1": at(0.2), "board-2": at(0.5)}


def test_the_first_time_counts() -> None:
    hall = Boards("board-1")
    hall.showing.called([call("А042")], at(0))
    hall.showing.shown("board-1", report("А042"), at(0.2))
    assert not hall.showing.shown("board-1", report("А042"), at(4))
    assert hall.of("А042").everywhere == at(0.2)


def test_what_a_windows_sign_shows_is_not_what_the_hall_has_seen() -> None:
    hall = Boards()
    hall.showing.called([call("А042")], at(0))
    sign = msgspec.structs.replace(report("А042"), windows=(5,))
    assert not hall.showing.shown("window-sign-5", sign, at(0.2))
    assert (hall.of("А042").everywhere, hall.of("А042").boards) == (None, {})


def test_a_recall_has_to_be_seen_anew() -> None:
    hall = Boards("board-1")
    hall.showing.called([call("А042")], at(0))
    hall.showing.shown("board-1", report("А042"), at(0.2))
    again = msgspec.structs.replace(call("А042", times=2), at=at(60))
    hall.showing.called([again], at(60))
    assert hall.of("А042").everywhere is None
    hall.showing.shown("board-1", report("А042", times=2, at=at(60)), at(60.3))
    assert hall.of("А042").everywhere == at(60.3)


def test_a_board_that_told_before_the_loop_looked_is_not_forgotten() -> None:
    hall = Boards("board-1")
    hall.showing.shown("board-1", report("А042"), at(0.1))
    assert hall.showing.called([call("А042")], at(0.15))
    assert hall.of("А042").everywhere == at(0.15)


def test_a_board_of_another_zone_is_not_waited_for() -> None:
    hall = Boards("board-1", "board-2")
    hall.showing.shown("board-2", report(zones=("hall-2",)), at(0))
    hall.showing.called([call("А042")], at(1))
    hall.showing.shown("board-1", report("А042"), at(1.2))
    assert hall.of("А042").everywhere == at(1.2)


def test_a_board_that_is_lost_is_not_waited_for_and_one_that_came_later_neither() -> None:
    hall = Boards("board-1", "board-2")
    hall.showing.called([call("А042")], at(0))
    hall.showing.shown("board-1", report("А042"), at(0.2))
    hall.is_("board-2", "lost")
    hall.is_("board-3", "ready")
    assert hall.of("А042").everywhere == at(0.2)


def test_a_call_that_no_board_was_there_for_was_seen_nowhere() -> None:
    hall = Boards()
    hall.is_("survey-1", "ready", role="survey")
    hall.showing.called([call("А042")], at(0))
    assert (hall.of("А042").everywhere, hall.of("А042").boards) == (None, {})


def test_what_the_broker_kept_from_yesterday_is_no_proof() -> None:
    hall = Boards("board-1")
    hall.showing.shown("board-1", report("А042", at=NOON - timedelta(days=1)), at(0))
    hall.showing.called([call("А042")], at(0))
    assert hall.of("А042").boards == {}


def test_a_report_in_another_time_zone_is_of_the_same_day() -> None:
    hall = Boards("board-1")
    hall.showing.called([call("А042")], at(0))
    hall.showing.shown("board-1", report("А042", at=NOON.astimezone(UTC)), at(0.2))
    assert hall.of("А042").everywhere == at(0.2)


def test_what_is_not_among_the_last_calls_any_more_is_forgotten() -> None:
    hall = Boards("board-1")
    hall.showing.called([call("А042")], at(0))
    hall.showing.called([call("А043")], at(9))
    assert [each.number for each in hall.showing.told(at(9)).calls] == ["А043"]
