"""The technician's page says what is on each screen, by the screen's own report, and when that is not what it should be."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from broker.contracts.shown import Shown, ShownCall, digest
from broker.contracts.snapshot import CallView, Snapshot, WindowView
from broker.contracts.status import Status
from office.appliances import Machine, Machines
from office.desk import Desk
from office.on_screens import OnScreen, on_screen
from office.standing import Standing
from office.words import Words
from tests.display.halls import HALL, NOON

pytestmark = pytest.mark.fast

SAY = Words("uk", HALL.timezone)
CALL = CallView(number="А042", window=4, zone="hall-1", at=NOON, times=1, priority=False)
SNAPSHOT = Snapshot(seq=7, at=NOON, hall="open", until=None, why=None, lines=(), windows=(), calls=(CALL,), epoch="e")


def report(**changes: object) -> Shown:
    calls = (ShownCall(number="А042", window=4), ShownCall(number="К017", window=3))
    shown = Shown(boot="b", at=NOON, seq=7, epoch="e", snapshot=digest(SNAPSHOT), calls=calls)
    return msgspec.structs.replace(shown, **changes)


def at_window(number: str | None) -> WindowView:
    state = "serving" if number else "free"
    return WindowView(id=3, zone="hall-1", state=state, ticket=number, since=NOON)  # type: ignore[arg-type]


def page(
    shown: Shown | None, state: str = "ready", seconds: float = 60.0, windows: tuple[WindowView, ...] = ()
) -> OnScreen:
    status = Status(state=state, boot="b", at=NOON, role="board", version="1")  # type: ignore[arg-type]
    machine = Machine("board-1", status=status, shown=shown)
    now = NOON + timedelta(seconds=seconds)
    snapshot = msgspec.structs.replace(SNAPSHOT, windows=windows)
    standing = Standing(HALL, snapshot, Desk(), Machines(), now, 0.5, connected=True, caught_up=True)
    return on_screen(machine, standing, SAY)


def test_a_board_that_shows_the_last_call_is_told_with_its_numbers() -> None:
    assert page(report()) == OnScreen("На екрані: А042\u00a0→\u00a04, К017\u00a0→\u00a03.")


def test_a_board_without_the_last_call_is_doubtful_once_it_had_the_time_to_draw_it() -> None:
    behind = report(calls=(ShownCall(number="К017", window=3),), snapshot="0123456789abcdef")
    assert not page(behind, seconds=1).doubtful
    late = page(behind, seconds=10)
    assert late.doubtful
    assert "екран не змінився після" in late.words


def test_a_board_of_another_zone_need_not_show_it() -> None:
    other = report(calls=(), snapshot="0123456789abcdef", zones=("hall-2",))
    assert page(other) == OnScreen("На екрані: викликів немає.")


def test_a_sign_shows_who_is_at_its_window_and_no_other_call() -> None:
    """Its digest is of the state when its own window changed last."""
    sign = report(windows=(3,), snapshot="0123456789abcdef", calls=(ShownCall(number="К017", window=3),))
    assert not page(sign, windows=(at_window("К017"),)).doubtful
    assert page(sign, windows=(at_window("К018"),)).doubtful
    assert page(sign, windows=(at_window(None),)).doubtful
    assert not page(sign, seconds=1, windows=(at_window("К018"),)).doubtful


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"blank": True}, "Екран порожній"),
        ({"stale": True}, "дані застаріли"),
    ],
)
def test_an_empty_screen_and_an_old_one_are_doubtful(changes: dict[str, object], said: str) -> None:
    found = page(report(**changes))
    assert found.doubtful
    assert said in found.words


def test_of_a_lost_board_the_last_is_told_that_was_on_its_screen() -> None:
    found = page(report(), state="lost")
    assert found.doubtful
    assert found.words.startswith("Востаннє на екрані о 12:00")


def test_an_appliance_without_a_report_says_nothing() -> None:
    assert page(None) == OnScreen()


def test_a_report_is_heard_with_all_else_that_an_appliance_says() -> None:
    from broker.contracts import codec  # noqa: PLC0415

    machines = Machines()
    machines.hear("board-1/shown", codec.encode(report()))
    assert machines.by_id["board-1"].shown == report()
    machines.hear("board-1/shown", b"{}")
    assert machines.unreadable == 1
