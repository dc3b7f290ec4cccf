"""A voice that is behind: short words, and whoever waits is named before the other languages of those who were."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import announcer
from announcer.item import Item
from announcer.line_up import Call, Limits, LineUp, Turn
from announcer.sound.gong import GONG, SHORT_GONG
from announcer.together import in_words, left
from broker.contracts.phrases import Phrases

pytestmark = pytest.mark.fast

PHRASES = Phrases.load(Path(announcer.__file__).with_name("phrases"))
PHRASE = 4.0  # seconds of one


def a_call(seq: int, born: float = 0.0, languages: tuple[str, ...] = ("uk", "en"), zone: str = "hall-1") -> Call:
    return Call(seq, f"ticket-{seq}", f"А{seq:03d}", seq, languages, born, zone=zone)


@dataclass(frozen=True)
class Said:
    at: float
    call: Call
    language: str
    turn: Turn


@dataclass
class Voice:
    """Says what a line-up gives it, phrase by phrase, as a mouth does, and keeps who waited at each."""

    line_up: LineUp
    now: float = 0.0

    def play(self, calls: Sequence[Call]) -> list[Said]:
        said: list[Said] = []
        coming = sorted(calls, key=lambda call: call.born)

        def hear() -> None:
            while coming and coming[0].born <= self.now:
                self.line_up = self.line_up.hear(coming.pop(0), self.now)

        while coming or self.line_up.waiting or self.line_up.rest:
            hear()
            self.line_up, turn = self.line_up.take(self.now)
            if turn is None:
                self.now = max(self.now, coming[0].born) if coming else self.now
                continue
            words = in_words(PHRASES, turn)
            for place, each in enumerate(words):
                hear()
                rest = left(words, place)
                if place and rest is not None and (kept := self.line_up.let_in(rest, self.now)):
                    self.line_up = kept
                    break
                said.append(Said(self.now, each.call, each.phrase.language, turn))
                self.now += PHRASE
        return said


spoken = st.sampled_from([("uk",), ("uk", "en")])  # as the queue-master has them: Ukrainian first
busy_hours = st.lists(st.tuples(st.floats(0, 60), spoken, st.sampled_from(["hall-1", "hall-2", ""])), max_size=14).map(
    lambda calls: [a_call(seq, *each) for seq, each in enumerate(calls, 1)]
)


@settings(max_examples=80)
@given(busy_hours)
def test_every_call_is_said_once_in_each_of_its_languages_or_not_at_all_or_the_record_says_what_is_missing(
    calls: list[Call],
) -> None:
    voice = Voice(LineUp())
    said = Counter((each.call.seq, each.language) for each in voice.play(calls))
    missing = Counter((drop.call.seq, language) for drop in voice.line_up.drops for language in drop.call.languages)
    assert said + missing == Counter((call.seq, language) for call in calls for language in call.languages)


@settings(max_examples=80)
@given(busy_hours, st.floats(10, 40))
def test_nobody_who_waits_hears_others_in_a_second_language_unless_those_have_waited_long(
    calls: list[Call], patience: float
) -> None:
    said = Voice(LineUp(Limits(patience=patience, fresh=60))).play(calls)
    first = {each.call.seq: each.at for each in reversed(said)}
    for each in said:
        if first[each.call.seq] < each.at:  # a second language
            waited = [call for call in calls if call.born <= each.at < first.get(call.seq, float("-inf"))]
            longest = max((each.at - call.born for call in waited), default=0.0)
            # The oldest rest is past its time, or a phrase of the same announcement is.
            assert not waited or longest < patience * 0.6
            assert not waited or max(each.at - one.call.born for one in said if one.at <= each.at) > patience * 1.25


@settings(max_examples=60)
@given(busy_hours)
def test_others_never_break_into_words_before_a_call_was_said_at_all(calls: list[Call]) -> None:
    said = Voice(LineUp()).play(calls)
    for turn in {id(each.turn): each.turn for each in said}.values():
        named = {each.call.seq for each in said if each.turn is turn}
        assert named == {call.seq for call in turn.calls}


def test_a_call_that_comes_during_another_is_named_before_that_ones_english() -> None:
    said = Voice(LineUp()).play([a_call(1), a_call(2, 1.0)])
    assert [(each.call.seq, each.language) for each in said] == [(1, "uk"), (2, "uk"), (1, "en"), (2, "en")]
    assert [each.turn.rest for each in said] == [False, False, True, True]


def test_a_call_is_said_in_full_while_nobody_waits_and_short_once_somebody_does() -> None:
    said = Voice(LineUp()).play([a_call(1), a_call(2, 1.0), a_call(3, 90.0)])
    assert [each.turn.short for each in said] == [False, True, True, True, False, False]


def test_a_second_language_that_has_waited_long_goes_before_a_call_that_has_not() -> None:
    line_up = LineUp(rest=(a_call(1, 0.0, ("en",)),)).hear(a_call(2, 25.5), 25.5)
    assert line_up.take(20.0)[1] == Turn(a_call(2, 25.5), 1, short=True)
    _, turn = line_up.take(26.0)
    assert turn
    assert (turn.call.seq, turn.rest) == (1, True)


def test_a_call_that_is_about_to_be_too_old_goes_before_any_second_language() -> None:
    line_up = LineUp(rest=(a_call(1, 0.0, ("en",)),)).hear(a_call(2, 20.0), 20.0)
    _, turn = line_up.take(33.0)
    assert turn
    assert turn.call.seq == 2


@pytest.mark.parametrize(("wording", "alone", "behind"), [("auto", False, True), ("full", False, False), ("short", True, True)])  # fmt: skip
def test_the_hall_says_which_words_a_voice_uses(wording: str, *, alone: bool, behind: bool) -> None:
    limits = Limits(wording=wording)  # type: ignore[arg-type]
    line_up = LineUp(limits).hear(a_call(1), 0.0)
    _, calm = line_up.take(0.5)
    _, late = line_up.take(1.5)  # it waited for the voice
    _, hurried = line_up.hear(a_call(2, zone="hall-2"), 0.0).take(0.5)
    assert calm
    assert late
    assert hurried
    assert [turn.short for turn in (calm, late, hurried)] == [alone, behind, behind]


def test_what_is_left_of_a_call_is_not_said_once_its_visitor_came_or_its_window_called_another() -> None:
    rest = (a_call(1, 0.0, ("en",)), a_call(2, 0.0, ("en",)), a_call(3, 0.0, ("en",)))
    line_up = LineUp(rest=rest).withdraw("ticket-1", 9, "serving")
    line_up = line_up.hear(replace(a_call(8, 1.0), window=2), 1.0)
    line_up, turn = line_up.take(1.0)
    assert turn
    assert turn.call.seq == 8
    assert [call.seq for call in line_up.rest] == [3]
    assert line_up.drops == ()  # they were called
    assert line_up.cleared(2.0).rest == ()


def test_a_call_that_was_being_said_when_the_hall_stood_still_is_not_gone_on_with() -> None:
    line_up = LineUp().cleared(2.0).hear(a_call(9, 3.0), 3.0)
    kept = line_up.let_in([a_call(1, 0.0, ("en",))], 4.0)
    assert kept
    assert kept.rest == ()


def test_a_second_language_that_is_of_no_help_any_more_is_dropped_with_a_record() -> None:
    line_up, turn = LineUp(rest=(a_call(1, 0.0, ("en",)),)).take(61.0)
    assert turn is None
    assert [(drop.call.languages, drop.why) for drop in line_up.drops] == [(("en",), "stale")]


def test_repeats_are_given_up_for_somebody_who_waits() -> None:
    voice = Voice(LineUp(Limits(rounds=2)))
    said = voice.play([a_call(1), a_call(2, 5.0)])
    assert Counter(each.call.seq for each in said) == {1: 2, 2: 4}


def test_short_words_are_the_number_and_the_window_each_once() -> None:
    turn = Turn(replace(a_call(42), window=5), 1, short=True)
    assert [words.phrase.text for words in in_words(PHRASES, turn)] == [
        "Талон а, сорок два. Вікно номер п'ять.",
        "Ticket A, forty-two. Window number five.",
    ]


def test_a_turn_knows_what_is_left_of_it() -> None:
    words = in_words(PHRASES, Turn(a_call(1), 2, (a_call(2, languages=("en",)),)))
    assert [each.phrase.language for each in words[:3]] == ["uk", "en", "en"]
    assert [left(words, place) for place in (1, 2)] == [None, None]  # the second was not named yet
    assert left(words, 3) == ()
    alone = in_words(PHRASES, Turn(a_call(1), 1))
    assert left(alone, 1) == (a_call(1, languages=("en",)),)


def test_two_devices_play_the_same_though_the_second_asks_when_somebody_waits() -> None:
    turn = Turn(a_call(1), 1)
    calm, waited = LineUp(), LineUp().hear(a_call(2), 0.0)
    said = Item.of(turn, in_words(PHRASES, turn))
    assert (said.said_at(1), said.decide(1, calm, 0.0), said.said_at(1)) == (None, None, True)
    broken = Item.of(turn, in_words(PHRASES, turn))
    assert broken.decide(1, waited, 0.0)
    assert (broken.said_at(0), broken.said_at(1)) == (True, False)


def test_people_who_still_listen_need_a_short_gong_and_none_for_the_rest_of_what_they_heard() -> None:
    new, rest = (Item.of(turn, in_words(PHRASES, turn)) for turn in (Turn(a_call(1), 1), Turn(a_call(1), 1, rest=True)))
    assert [new.gong(listening=listening) for listening in (False, True)] == [GONG, SHORT_GONG]
    assert [rest.gong(listening=listening) for listening in (False, True)] == [SHORT_GONG, None]
    assert Item("air-raid", "emergency").gong(listening=True) == GONG
