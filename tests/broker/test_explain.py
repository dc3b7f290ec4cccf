"""What a visitor is told about those who went before is true."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from broker.contracts import commands as c
from broker.contracts.phrases import Phrases
from broker.queuemaster import journal_command
from broker.queuemaster.explaining import went_before
from broker.queuemaster.run import PHRASES
from tests.broker.desk import Desk

pytestmark = pytest.mark.fast


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    for window in (1, 2, 3, 4):
        desk.ask(c.OpenWindow, window=window)
    return desk


def take(desk: Desk, service: str = "registration", **fields: object) -> str:
    ticket = desk.ask(c.TakeTicket, service=service, **fields).ticket
    assert ticket
    desk.now += timedelta(seconds=10)
    return ticket.number


def call(desk: Desk, window: int) -> tuple[str, str | None]:
    ticket = desk.ask(c.CallNext, window=window).ticket
    assert ticket
    return ticket.number, ticket.reason


def told(desk: Desk, ticket: str) -> list[tuple[str, str, str]]:
    overtaken = desk.ask(c.Explain, ticket=ticket).overtaken_by or ()
    return [(each.number, each.reason, each.message["en"]) for each in overtaken]


def test_who_was_away_is_not_told_of_calls_that_did_not_pass_it_over(desk: Desk) -> None:
    take(desk)
    take(desk)
    call(desk, 1)
    desk.ask(c.NoShow, window=1)
    assert call(desk, 1) == ("А002", "oldest")  # А001 is not there
    desk.ask(c.ReturnTicket, ticket="А001")
    assert told(desk, "А001") == []


def test_who_came_back_is_told_of_those_who_went_before_since(desk: Desk) -> None:
    take(desk)
    call(desk, 1)
    desk.ask(c.NoShow, window=1)
    desk.ask(c.ReturnTicket, ticket="А001")
    take(desk, "passport-new")
    call(desk, 2)
    assert [(number, reason) for number, reason, _ in told(desk, "А001")] == [("К001", "other-line")]


def test_who_left_is_not_told_of_calls_after_that(desk: Desk) -> None:
    take(desk)
    desk.ask(c.CancelTicket, ticket="А001")
    take(desk)
    call(desk, 1)
    assert told(desk, "А001") == []


def test_a_transfer_that_lost_its_place_does_not_claim_to_have_kept_it(desk: Desk) -> None:
    take(desk, priority="veteran")
    call(desk, 1)
    desk.ask(c.StartService, window=1)
    desk.now += timedelta(minutes=5)
    take(desk, "ready")
    desk.ask(c.Transfer, window=1, to_line="pickup", keep_seniority=False)
    desk.now += timedelta(minutes=5)
    assert call(desk, 4) == ("А001", "priority")
    assert [reason for _, reason, _ in told(desk, "М001")] == ["priority"]


def test_a_preferred_line_is_not_called_a_priority(desk: Desk) -> None:
    take(desk, "passport-new")
    desk.now += timedelta(seconds=60)
    take(desk, priority="veteran")
    desk.now += timedelta(seconds=1)
    assert call(desk, 1) == ("А001", "other-line")  # without its priority it would have gone first, too


def test_a_wheelchair_is_told_that_the_window_is_not_for_it_and_never_that_it_came_back(desk: Desk) -> None:
    take(desk, needs=("wheelchair",))
    take(desk)
    assert call(desk, 1) == ("А002", "oldest")
    ((number, reason, words),) = told(desk, "А001")
    assert (number, reason) == ("А002", "needs")
    assert "not equipped" in words


def test_who_was_sent_to_a_window_is_told_that_it_waits_for_that_window(desk: Desk) -> None:
    take(desk)
    call(desk, 1)
    desk.ask(c.Transfer, window=1, to_window=4)
    take(desk)
    call(desk, 1)
    ((number, reason, words),) = told(desk, "А001")
    assert (number, reason) == ("А002", "other-line")
    assert "waits for window 4" in words


def test_the_command_says_the_same_as_the_reply(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    take(desk, needs=("wheelchair",))
    take(desk)
    call(desk, 1)
    ((_, _, words),) = told(desk, "А001")
    assert journal_command.main(["explain", "А001", "--language", "en", "--journal", str(desk.folder)]) == 0
    assert words in capsys.readouterr().out


def sentences(desk: Desk, ticket: str, language: str = "uk") -> str:
    message = desk.ask(c.Explain, ticket=ticket).message
    assert message
    return message[language]


def test_two_sentences_say_who_went_before_and_what_that_means_now(desk: Desk) -> None:
    take(desk)
    assert sentences(desk, "А001").startswith(
        "Ніхто з тих, хто став у чергу пізніше, раніше за вас не пройшов. У вашій"
    )
    desk.now += timedelta(minutes=5)
    for _ in range(2):
        take(desk, priority="veteran")
    take(desk, "ready")
    desk.now += timedelta(minutes=10)
    for window in (4, 3, 2):
        call(desk, window)
    told_now = sentences(desk, "А001")
    assert told_now.startswith(
        "Раніше за вас пройшли 3 відвідувачі, які стали в чергу пізніше: 2 — за пріоритетом, 1 — з інших черг. "
        "У вашій черзі перед вами нікого; орієнтовний час прийому "
    ), told_now
    assert sentences(desk, "А001", "en").startswith(
        "3 visitors who joined the queue later went before you: 2 — by priority, 1 — from other lines. Nobody is"
    )


def test_one_reason_is_said_without_counting_it_twice(desk: Desk) -> None:
    take(desk)
    take(desk, "ready")
    call(desk, 2)
    assert sentences(desk, "А001").startswith(
        "Раніше за вас пройшов 1 відвідувач, який став у чергу пізніше: з інших черг. "
    )


def test_nobody_is_named_in_the_two_sentences(desk: Desk) -> None:
    take(desk)
    other = take(desk, "ready")
    call(desk, 2)
    assert other not in sentences(desk, "А001")


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ((), "Вас уже викликано: підійдіть до вікна 1."),
        ((c.StartService,), "Вас уже приймають у вікні 1."),
        ((c.Hold,), "поверніться до вікна 1."),
        ((c.NoShow,), "зверніться до рецепції, і вам повернуть ваше місце."),
        ((c.Finish,), "Ваш візит завершено."),
    ],
)
def test_the_second_sentence_says_what_to_do(desk: Desk, steps: tuple[type[c.Command], ...], words: str) -> None:
    take(desk)
    call(desk, 1)
    for step in steps:
        desk.ask(step, window=1)
    assert sentences(desk, "А001").endswith(words)


def test_a_hall_that_stands_still_says_why(desk: Desk) -> None:
    take(desk)
    desk.ask(c.SuspendHall, why="air-raid")
    assert sentences(desk, "А001").endswith(
        "Прийом призупинено: повітряна тривога, пройдіть до укриття; ваше місце в черзі збережено."
    )


@pytest.mark.parametrize(
    ("number", "form"),
    [(1, "відвідувач"), (3, "відвідувачі"), (5, "відвідувачів"), (11, "відвідувачів"), (21, "відвідувач")],
)
def test_numbers_agree_with_their_words(number: int, form: str) -> None:
    said = went_before([("priority", "priority")] * number, Phrases.load(PHRASES), "uk")
    assert f" {number} {form}, як" in said


def test_every_way_of_being_overtaken_has_its_words_in_both_languages() -> None:
    phrases = Phrases.load(PHRASES)
    for language in ("uk", "en"):
        ways = {key.removeprefix("overtaken.") for key in phrases.keys(language) if key.startswith("overtaken.")}
        for way in ways:
            assert "{" not in went_before([("oldest", way)], phrases, language)


def test_an_unchecked_priority_is_not_said_to_have_been_checked(desk: Desk) -> None:
    take(desk)
    for _ in range(2):
        take(desk, priority="veteran")
    desk.ask(c.SetPriority, ticket="А003", priority="veteran", evidence="посвідчення")
    desk.now += timedelta(minutes=5)
    call(desk, 4)
    call(desk, 3)
    first, second = (words for _, _, words in told(desk, "А001"))
    assert "is checked at the window" in first
    assert "checked against a document" in second
