"""What the voice tells about the hall itself: once, while it is true, in words that everybody understands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import announcer
from announcer.news import FRESH, Bulletin, News, Reporter
from broker.contracts import events as e
from broker.contracts.hall_file import HallFile, HallPart, Line
from broker.contracts.phrases import Phrases

pytestmark = pytest.mark.fast

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LINES = tuple(
    Line(id=each, letter=letter, name={"uk": name})
    for each, letter, name in (
        ("residence", "А", "Місце проживання"),
        ("passport", "К", "Паспорт"),
        ("pickup", "М", "Видача"),
        ("property", "Р", "Нерухомість"),
    )
)
WORDS = Phrases.load(Path(announcer.__file__).with_name("phrases"))
HALL = HallFile(hall=HallPart(id="test-hall", name={"uk": "Зал"}), line=LINES)
REPORTER = Reporter(HALL, WORDS, ("uk", "en"))


def at(seconds: float = 0.0) -> dict[str, object]:
    return {"seq": 1, "at": NOON + timedelta(seconds=seconds), "by": "reception"}


def suspended(why: str = "air-raid", lines: tuple[str, ...] | None = None, seconds: float = 0.0) -> e.HallSuspended:
    return e.HallSuspended(**at(seconds), why=why, lines=lines)  # type: ignore[arg-type]


def resumed(lines: tuple[str, ...] | None = None, seconds: float = 0.0) -> e.HallResumed:
    return e.HallResumed(**at(seconds), lines=lines)  # type: ignore[arg-type]


def news(event: e.Event, reporter: Reporter = REPORTER) -> News:
    found = reporter.news(event, lambda moment: moment - NOON.timestamp())
    assert found
    return found


def words(event: e.Event, reporter: Reporter = REPORTER) -> str:
    return news(event, reporter).phrases[0].text


def test_an_alarm_says_what_to_do() -> None:
    assert words(suspended()).startswith("Увага! Повітряна тривога. Будь ласка, спокійно пройдіть до укриття.")
    assert [phrase.language for phrase in news(suspended()).phrases] == ["uk", "en"]


def test_a_reason_that_nobody_wrote_words_for_is_told_without_it() -> None:
    assert words(suspended("water-leak")) == "Увага. Прийом призупинено. Ваше місце в черзі збережено."


def test_after_an_alarm_people_are_asked_back_and_after_other_standstills_they_are_not() -> None:
    assert "поверніться до зали" in words(resumed(), REPORTER.after(suspended("air-raid")))
    assert "поверніться" not in words(resumed(), REPORTER.after(suspended("registers-down")))
    both = REPORTER.after(suspended("air-raid")).after(suspended("registers-down", ("passport",)))
    assert "поверніться до зали" in words(resumed(), both), "parked lines are another matter"
    assert "поверніться" not in words(resumed(), both.after(resumed()))


def test_lines_that_stand_still_are_told_by_their_names() -> None:
    said = words(suspended("registers-down", ("passport", "pickup")))
    assert "Не працюють державні реєстри. Тимчасово призупинено прийом: Паспорт, Видача." in said
    assert words(resumed(("passport",))) == "Увага. Відновлено прийом: Паспорт."


def test_nobody_listens_to_a_long_list() -> None:
    said = words(suspended("registers-down", tuple(line.id for line in LINES)))
    assert "кілька черг, дивіться на табло" in said
    assert "кілька черг" in words(suspended("flood", ("lost-line",)))


def test_a_surge_tells_whom_it_helps_and_its_end_tells_nothing() -> None:
    lent = (e.Lent(window=1, lines=("passport",)), e.Lent(window=2, lines=("passport", "pickup")))
    surge = e.SurgeStarted(**at(), surge="students", lent=lent)  # type: ignore[arg-type]
    assert words(surge) == "Увага. Приймають додаткові вікна: Паспорт, Видача."
    ended = e.SurgeEnded(**at(), surge="students")  # type: ignore[arg-type]
    assert REPORTER.news(ended, lambda moment: moment) is None


def test_the_same_news_is_told_once() -> None:
    bulletin = Bulletin().hear(news(suspended()), 0.0)
    bulletin, told = bulletin.take(0.0)
    assert told
    assert bulletin.hear(news(suspended()), 1.0).take(1.0)[1] is None


def test_old_news_is_no_news() -> None:
    assert Bulletin().hear(news(suspended()), FRESH + 1).take(FRESH + 1)[1] is None
    waited = Bulletin().hear(news(suspended()), 0.0)
    assert waited.take(FRESH + 1)[1] is None


def test_news_that_was_overtaken_on_its_way_is_not_told() -> None:
    bulletin = Bulletin().hear(news(resumed(seconds=5)), 5.0)
    bulletin, told = bulletin.take(5.0)
    assert told
    assert bulletin.hear(news(suspended(seconds=1)), 6.0).take(6.0)[1] is None, "that alarm is over"


def test_when_the_hall_stands_still_nothing_else_matters() -> None:
    bulletin = Bulletin().hear(news(suspended("registers-down", ("passport",))), 0.0)
    bulletin = bulletin.hear(news(suspended(seconds=1)), 1.0)
    bulletin, told = bulletin.take(1.0)
    assert told
    assert told.subject == "hall"
    assert bulletin.take(1.0)[1] is None


steps = st.lists(
    st.tuples(st.booleans(), st.sampled_from([None, ("passport",), ("pickup",)]), st.integers(0, 40)), max_size=12
)


@settings(max_examples=60, deadline=None)
@given(steps, st.randoms(use_true_random=False))
def test_whatever_arrives_in_whatever_order_what_is_told_last_of_a_subject_is_true(
    steps: list[tuple[bool, tuple[str, ...] | None, int]], chance: Random
) -> None:
    happened = []
    moment = 0.0
    for stops, lines, pause in steps:
        moment += pause + 1
        happened.append(suspended("air-raid", lines, moment) if stops else resumed(lines, moment))
    bulletin, told = Bulletin(), []
    for event in chance.sample(happened, len(happened)):
        bulletin = bulletin.hear(news(event), moment)
        if chance.random() < 0.5:
            bulletin, one = bulletin.take(moment)
            told += [one] if one else []
    latest: dict[str, float] = {}
    for one in told:
        assert one.at > latest.get(one.subject, -1.0)
        assert moment - one.born <= FRESH
        latest[one.subject] = one.at
