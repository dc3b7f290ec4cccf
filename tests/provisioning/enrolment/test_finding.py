"""Where the desk of a hall is, with real multicast DNS on the loopback interface and real listeners."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from provisioning.enrolment.finding import Heard, find, latest, listen, reached, told
from tests.broker.until import until

pytestmark = pytest.mark.wire
HALL = "two-machines"
LOOPBACK = ("127.0.0.1",)


class Machine:
    """Its desk listens, and says so."""

    def __init__(self, stack: ExitStack, address: str, *, term: int, second: bool = False) -> None:
        self.listening = stack.enter_context(socket.create_server((address, 0)))
        self.at = (address, int(self.listening.getsockname()[1]))
        self._stack = ExitStack()
        stack.callback(self._stack.close)
        self._stack.enter_context(told(HALL, self.at[1], [address], term=term, second=second, interfaces=LOOPBACK))

    def rests(self) -> None:
        self._stack.close()
        self.listening.close()


def heard(hall: str = HALL) -> list[Heard]:
    return listen(hall, interfaces=LOOPBACK)


def meant() -> tuple[str, int] | None:
    found = latest(heard())
    return reached(found) if found else None


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_of_two_that_say_to_be_the_desk_the_later_term_is_meant_whoever_began_first(stack: ExitStack) -> None:
    master = Machine(stack, "127.0.0.1", term=1)
    assert meant() == master.at
    standby = Machine(stack, "127.0.0.2", term=2, second=True)
    until(lambda: len(heard()) == 2)
    assert meant() == standby.at
    master.rests()  # it has learnt of it
    assert meant() == standby.at
    again = Machine(stack, "127.0.0.1", term=3)  # and is in office once more
    assert meant() == again.at
    assert latest(heard()) == Heard(3, ("127.0.0.1",), again.at[1])


def test_another_halls_desk_is_not_ours(stack: ExitStack) -> None:
    Machine(stack, "127.0.0.1", term=5)
    assert heard("another-hall") == []


def test_an_earlier_term_is_not_taken_because_the_later_one_does_not_answer_now(stack: ExitStack) -> None:
    Machine(stack, "127.0.0.1", term=1)
    standby = Machine(stack, "127.0.0.2", term=2)
    standby.listening.close()
    until(lambda: len(heard()) == 2)
    assert meant() is None


@pytest.mark.fast
def test_the_kits_address_is_asked_first() -> None:
    asked: list[str] = []

    def answers(host: str, _: int) -> bool:
        asked.append(host)
        return host == "192.168.1.10"

    assert find("192.168.1.10", 8443, HALL, answers=answers, heard=lambda _: None) == ("192.168.1.10", 8443)
    assert find("192.168.1.11", 8443, HALL, answers=answers, heard=lambda _: ("192.168.1.12", 8443)) == (
        "192.168.1.12",
        8443,
    )
    assert asked == ["192.168.1.10", "192.168.1.11"]
