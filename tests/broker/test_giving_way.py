"""A visitor may let the next ones go first: it costs only the visitor, and everybody is told the truth of it."""

from __future__ import annotations

import pytest

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import ConfigError, Refused
from broker.contracts.hall_check import parse
from broker.queuemaster.overtaking import reason_between, went_before
from tests.broker.day import Day
from tests.broker.halls import HALL_TOML

pytestmark = pytest.mark.fast


def day(**policy: object) -> Day:
    return Day(**{"give_way": 2, "auto_call_after": None, **policy})


def stand(here: Day, count: int, **fields: object) -> list[str]:
    numbers = []
    for _ in range(count):
        numbers.append(here.take(**fields))
        here.pass_time(seconds=10)
    return numbers


def called(here: Day, window: int = 1) -> list[str]:
    here.ask(c.OpenWindow, window=window)
    order = []
    while (call := here.call(window)) is not None:
        order.append(call[0])
        here.pass_time(seconds=60)
    return order


def test_two_go_first_and_then_the_one_who_let_them():
    here = day()
    one, two, three, four = stand(here, 4)
    here.ask(c.GiveWay, ticket=one)
    assert isinstance(here.heard[-1], e.TicketGaveWay)
    assert here.heard[-1].passed == (two, three)
    assert called(here) == [two, three, one, four]


def test_whoever_gave_way_is_told_that_it_was_their_own_wish():
    here = day()
    one, two, *_ = stand(here, 4)
    here.ask(c.GiveWay, ticket=one)
    called(here)
    ticket = here.hall.memory.tickets[here.hall.memory.numbers[one]]
    before = {r.number: reason_between(r, ticket) for r in here.hall.memory.records if went_before(r, ticket)}
    assert before[two] == ("oldest", "gave-way")
    assert len(before) == 2


def test_nobody_can_choose_to_whom_and_a_faster_class_is_not_let_through():
    here = day()
    (one,) = stand(here, 1)
    stand(here, 1, priority="veteran")
    (three,) = stand(here, 1)
    here.ask(c.GiveWay, ticket=one)
    assert here.heard[-1].passed == (three,)


def test_there_must_be_somebody_behind_and_it_may_be_done_so_often_as_the_hall_says():
    here = day(give_way_times=1)
    (one,) = stand(here, 1)
    with pytest.raises(Refused) as refused:
        here.ask(c.GiveWay, ticket=one)
    assert refused.value.reason == "nobody-behind"
    stand(here, 4)
    here.ask(c.GiveWay, ticket=one)
    with pytest.raises(Refused) as refused:
        here.ask(c.GiveWay, ticket=one)
    assert refused.value.reason == "gave-way-enough"


def test_a_hall_that_does_not_say_so_lets_nobody_give_way():
    here = day(give_way=0)
    one, _ = stand(here, 2)
    with pytest.raises(Refused) as refused:
        here.ask(c.GiveWay, ticket=one)
    assert refused.value.reason == "no-giving-way"


def test_whoever_is_called_already_cannot():
    here = day()
    one, _ = stand(here, 2)
    here.ask(c.OpenWindow, window=1)
    here.ask(c.CallNext, window=1)
    with pytest.raises(Refused) as refused:
        here.ask(c.GiveWay, ticket=one)
    assert refused.value.reason == "wrong-state"


def test_a_wait_that_was_lengthened_by_choice_teaches_nothing_about_estimates():
    here = day()
    one, _two, _three = stand(here, 3)
    ticket = here.hall.memory.tickets[here.hall.memory.numbers[one]]
    ticket.foreseen = e.Foreseen(likely=60.0, before=30.0, after=30.0)
    here.ask(c.GiveWay, ticket=one)
    called(here)
    assert not here.hall.memory.learnt.experience.today


def test_how_many_are_before_several_tickets_is_told_at_once():
    here = day()
    numbers = stand(here, 3)
    ids = [here.hall.memory.numbers[number] for number in numbers]
    decided = here.decided(c.CountAhead, tickets=(*ids, "01M83FTXRRZ541WNG4JBC9MZVS"))
    assert decided.ahead == dict(zip(ids, [0, 1, 2], strict=True))
    assert not decided.events


def test_whoever_leaves_says_so_and_the_journal_keeps_it():
    here = day()
    one, _ = stand(here, 2)
    here.ask(c.CancelTicket, ticket=one, why="left")
    assert here.heard[-1].why == "left"


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://cherga.example.gov.ua", True),
        ("http://192.168.1.10:8080", True),
        ("https://example.gov.ua/cherga", False),
        ("cherga.example.gov.ua", False),
        ("javascript:alert(1)", False),
    ],
)
def test_the_address_of_the_phone_page_is_a_scheme_and_a_host(address: str, good: bool):  # noqa: FBT001
    text = f'{HALL_TOML}\n[phone]\naddress = "{address}"\n'
    if good:
        assert parse(text).phone.address == address
    else:
        with pytest.raises(ConfigError, match="a scheme and a host"):
            parse(text)
