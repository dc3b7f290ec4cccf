"""One vote a visit, sent with the touch that gave it, to nobody else's name; and always back to rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.contracts.playlists import Slide
from kiosk.survey.frame import ChoicesFace, GradeFace, RestFace, SlideFace, ThanksFace, WordsFace
from kiosk.survey.inputs import (
    Go,
    Invited,
    NotNow,
    Pick,
    SendAnswers,
    SlideOver,
    SlidesSeen,
    SurveySeen,
    Tick,
    WindowSeen,
)
from kiosk.survey.visit import FOLLOWING, GRACE, THANKS, Asking, Idle
from kiosk.touch.faces import buttons
from kiosk.touch.presses import Back, Leave, More, Speak, StillHere, ToggleContrast, ToggleLarge, Touched
from kiosk.touch.typing_keys import Type
from tests.kiosk.survey.tablets import Tablet, other_survey

pytestmark = pytest.mark.fast

FOREVER = 2000.0


def voted(tablet: Tablet) -> list[tuple[str, dict[str, Any], bool]]:
    return [(send.ticket, dict(send.answers), send.partial) for send in tablet.sent]


def test_when_service_starts_the_question_is_there_and_one_touch_is_a_vote() -> None:
    tablet = Tablet()
    assert isinstance(tablet.face, RestFace)
    tablet.serve("А001")
    assert isinstance(tablet.face, GradeFace)
    assert [grade.button.label for grade in tablet.face.grades] == ["Чудово", "Добре", "Прийнятно", "Жахливо"]
    tablet.pick("grade", 3)
    assert voted(tablet) == [("А001", {"grade": 3}, True)]
    assert isinstance(tablet.face, ChoicesFace)


def test_the_way_goes_on_by_what_was_answered_to_the_thanks_and_to_rest() -> None:
    tablet = Tablet()
    tablet.serve("А001")
    tablet.pick("grade", 1)
    for topic in ("seats", "waiting"):
        tablet.touch(Tick("topics", topic))
    tablet.touch(Go("topics"))
    tablet.pick("waited", "30-60")
    assert isinstance(tablet.face, WordsFace)
    tablet.wait(1)
    for letter in "тісно 0671234567":
        tablet.touch(Type(letter), after=0.2)
    tablet.touch(Go("tell-us"))
    assert isinstance(tablet.face, ThanksFace)
    assert voted(tablet)[1:] == [
        ("А001", {"topics": ("waiting", "seats")}, True),
        ("А001", {"waited": "30-60"}, True),
        ("А001", {}, False),
    ]
    assert tablet.sent[-1].comments == {"tell-us": "Тісно •••"}
    assert len({send.run for send in tablet.sent}) == 1
    assert len({send.id for send in tablet.sent}) == 4
    tablet.wait(THANKS.idle)
    assert isinstance(tablet.face, RestFace)


def test_a_trembling_finger_votes_once() -> None:
    tablet = Tablet()
    tablet.serve("А001")
    tablet.touch(Pick("grade", 4))
    tablet.touch(Pick("grade", 1), after=0.1)
    tablet.touch(Pick("ease", "hard"), after=0.1)
    assert voted(tablet) == [("А001", {"grade": 4}, True)]


def test_a_finger_that_was_on_its_way_to_a_slide_gives_no_answer() -> None:
    tablet = Tablet()
    tablet.serve("А001")
    tablet.touch(Pick("grade", 1), after=0.2)
    assert tablet.sent == []


def test_who_has_voted_is_not_asked_again_however_the_screen_is_touched() -> None:
    tablet = Tablet()
    tablet.serve("А001")
    tablet.pick("grade", 4)
    tablet.wait(FOREVER)
    assert isinstance(tablet.face, RestFace)
    tablet.touch(None)
    assert isinstance(tablet.face, ThanksFace)
    tablet.wait(FOREVER)
    tablet.tell(Invited(tablet.at, "2026-11-23 А001", "А001"))
    assert isinstance(tablet.face, RestFace)
    assert len(tablet.sent) == 1


def test_who_does_not_want_to_is_left_alone_until_asked_by_the_operator_or_touching() -> None:
    tablet = Tablet()
    tablet.serve("А001")
    tablet.touch(NotNow())
    tablet.serve("А001")
    assert isinstance(tablet.face, RestFace)
    tablet.tell(Invited(tablet.at, "2026-11-23 А001", "А001"))
    assert isinstance(tablet.face, GradeFace)
    tablet.touch(NotNow())
    tablet.touch(None)
    assert isinstance(tablet.face, GradeFace)
    assert tablet.sent == []


def test_whoever_goes_away_in_the_middle_is_asked_once_more_and_what_was_ticked_is_kept() -> None:
    tablet = Tablet()
    tablet.serve("А001")
    tablet.pick("grade", 2)
    tablet.touch(Tick("topics", "cramped"))
    tablet.wait(FOLLOWING.idle + 1)
    assert tablet.frame.still_there is not None
    tablet.touch(StillHere())
    assert tablet.frame.still_there is None
    tablet.wait(FOLLOWING.idle + FOLLOWING.asking + 1)
    assert isinstance(tablet.face, RestFace)
    assert voted(tablet) == [("А001", {"grade": 2}, True), ("А001", {"topics": ("cramped",)}, True)]


def test_half_a_sentence_of_somebody_who_went_away_is_not_sent() -> None:
    tablet = Tablet()
    tablet.serve("А001")
    tablet.pick("grade", 1)
    tablet.touch(Tick("topics", "other"))
    tablet.touch(Go("topics"))
    tablet.touch(Type("я"))
    tablet.wait(FOREVER)
    assert all(not send.comments for send in tablet.sent)


def test_the_next_visitor_takes_the_screen_at_once_and_begins_afresh() -> None:
    tablet = Tablet()
    tablet.serve("А001")
    tablet.touch(Speak("en"))
    tablet.pick("grade", 1)
    tablet.touch(Tick("topics", "seats"))
    tablet.serve("А002")
    assert isinstance(tablet.face, GradeFace)
    assert tablet.face.title == "Як вас обслуговують сьогодні?"
    tablet.pick("grade", 4)
    assert [(ticket, answers) for ticket, answers, _ in voted(tablet)] == [
        ("А001", {"grade": 1}),
        ("А001", {"topics": ("seats",)}),
        ("А002", {"grade": 4}),
    ]
    assert tablet.sent[0].run != tablet.sent[-1].run


def test_when_the_visit_ends_whoever_is_answering_may_finish() -> None:
    tablet = Tablet()
    tablet.serve("А001")
    tablet.pick("grade", 4)
    tablet.serve(None)
    tablet.wait(5)
    tablet.pick("ease", "easy")
    assert isinstance(tablet.face, ThanksFace)
    assert {ticket for ticket, _, _ in voted(tablet)} == {"А001"}


def test_when_the_visit_ends_and_nobody_touches_it_rests() -> None:
    tablet = Tablet()
    tablet.serve("А001")
    tablet.serve(None)
    assert isinstance(tablet.face, RestFace)
    tablet.serve("А002")
    tablet.pick("grade", 1)
    tablet.serve(None)
    tablet.wait(GRACE + 1)
    assert isinstance(tablet.face, RestFace)


def test_who_goes_back_and_answers_otherwise_takes_back_what_no_longer_follows() -> None:
    tablet = Tablet()
    tablet.serve("А001")
    tablet.pick("grade", 1)
    tablet.touch(Tick("topics", "waiting"))
    tablet.touch(Go("topics"))
    tablet.touch(Back())
    tablet.touch(Back())
    tablet.pick("grade", 4)
    assert tablet.sent[-1].answers == {"grade": 4, "topics": ()}
    assert isinstance(tablet.face, ChoicesFace)
    assert tablet.face.title.startswith("Наскільки легко")


def test_a_new_survey_does_not_mix_with_answers_to_the_old_one() -> None:
    tablet = Tablet()
    tablet.serve("А001")
    tablet.pick("grade", 4)
    tablet.tell(SurveySeen(tablet.at, other_survey("2")))
    assert isinstance(tablet.face, ThanksFace)
    tablet.serve("А002")
    tablet.pick("grade", 4)
    assert [send.version for send in tablet.sent] == ["1", "2"]


def test_a_survey_that_comes_late_is_asked_of_who_is_there() -> None:
    tablet = Tablet(survey=None)
    tablet.serve("А001")
    assert isinstance(tablet.face, RestFace)
    tablet.tell(SurveySeen(tablet.at, other_survey("1")))
    assert isinstance(tablet.face, GradeFace)


def test_with_large_letters_choices_come_in_pages_and_all_of_them_can_be_ticked() -> None:
    tablet = Tablet()
    tablet.serve("А001")
    tablet.touch(ToggleLarge())
    tablet.pick("grade", 1)
    tablet.touch(Tick("topics", "waiting"))
    assert len(tablet.face.choices) == 4
    tablet.touch(More())
    tablet.touch(Tick("topics", "other"))
    tablet.touch(Go("topics"))
    assert tablet.sent[-1].answers == {"topics": ("waiting", "other")}


# --- slides ---

PICTURE, OTHER = Slide("a.png", "picture", 12.0), Slide("b.png", "picture", 10.0)
VIDEO = Slide("c.mp4", "video", 300.0)


def resting(*slides: Slide) -> Tablet:
    tablet = Tablet()
    tablet.serve(None)
    tablet.tell(SlidesSeen(tablet.at, slides))
    return tablet


def test_slides_follow_each_other_and_a_visit_takes_their_place_at_once() -> None:
    tablet = resting(PICTURE, OTHER, VIDEO)
    assert tablet.face == SlideFace(PICTURE, 0)
    tablet.wait(12)
    assert tablet.face.picture == OTHER
    tablet.wait(10)
    tablet.tell(SlideOver(tablet.at, VIDEO))
    assert tablet.face.picture == PICTURE
    tablet.serve("А001")
    assert isinstance(tablet.face, GradeFace)


def test_a_lone_picture_stands_without_waking_anybody_and_a_lone_video_begins_again() -> None:
    tablet = resting(PICTURE)
    assert tablet.surveying.next_wake(tablet.state, tablet.at) is None
    tablet = resting(VIDEO)
    first = tablet.face
    tablet.tell(SlideOver(tablet.at, VIDEO))
    assert tablet.face.picture == VIDEO
    assert tablet.face != first


def test_a_slide_that_cannot_be_shown_is_left_out_and_nothing_spins() -> None:
    tablet = resting(VIDEO, PICTURE)
    tablet.tell(SlideOver(tablet.at, VIDEO, broken=True))
    assert tablet.face.picture == PICTURE
    tablet.wait(1000)
    assert tablet.face.picture == PICTURE
    tablet.tell(SlideOver(tablet.at, PICTURE, broken=True))
    assert isinstance(tablet.face, RestFace)
    assert tablet.surveying.next_wake(tablet.state, tablet.at) is None


def test_in_an_alarm_the_notice_stands_and_at_night_nothing_is_played() -> None:
    tablet = resting(PICTURE)
    tablet.tell(WindowSeen(tablet.at, None, None, open=False, notice={"uk": "В укриття", "en": "Shelter"}))
    assert (tablet.face.text, tablet.face.grave) == ("В укриття", True)
    tablet.tell(WindowSeen(tablet.at, None, None, open=False))
    assert isinstance(tablet.face, RestFace)
    assert not tablet.face.grave


@pytest.mark.parametrize(
    ("begin", "end", "now", "shown"),
    [("09:00", "17:00", "08:59", False), ("09:00", "17:00", "09:00", True), ("22:00", "06:00", "23:00", True),
     ("22:00", "06:00", "12:00", False)],
)  # fmt: skip
def test_a_slide_has_its_hours(begin: str, end: str, now: str, shown: bool) -> None:  # noqa: FBT001
    slide = Slide("a.png", "picture", 5, 0, time.fromisoformat(begin), time.fromisoformat(end))
    assert slide.shown_at(time.fromisoformat(now)) is shown


# --- whatever happens ---

READINGS = (Speak("en"), Speak("uk"), ToggleLarge(), ToggleContrast(), None, Leave(), Back(), StillHere(), Go("grade"))
happenings = st.lists(
    st.tuples(
        st.sampled_from(
            ["touch", "touch", "touch", "odd", "serve", "gone", "wait", "invite", "slides", "over", "survey", "strike"]
        ),
        st.integers(0, 10_000),
    ),
    max_size=40,
)


def live(tablet: Tablet, what: str, chance: int) -> None:
    there = tablet.presses
    doings: dict[str, Callable[[], None]] = {
        "touch": lambda: tablet.touch(there[chance % len(there)] if there else None),
        "strike": lambda: tablet.touch(there[chance % len(there)] if there else None, after=0.05),
        "odd": lambda: tablet.touch(READINGS[chance % len(READINGS)]),
        "serve": lambda: tablet.serve(f"А00{chance % 3 + 1}"),
        "gone": lambda: tablet.serve(None, open=bool(chance % 2)),
        "wait": lambda: tablet.wait(chance % 40),
        "invite": lambda: tablet.tell(
            Invited(tablet.at, tablet.state.visit or "x А009", tablet.state.ticket or "А009")
        ),
        "slides": lambda: tablet.tell(SlidesSeen(tablet.at, (PICTURE, VIDEO)[: chance % 3])),
        "over": lambda: tablet.tell(SlideOver(tablet.at, tablet.state.showing or VIDEO, broken=bool(chance % 2))),
        "survey": lambda: tablet.tell(SurveySeen(tablet.at, other_survey(str(chance % 2)))),
    }
    doings[what]()


@settings(max_examples=200)
@given(happenings)
def test_one_run_a_visit_each_answer_under_its_own_visits_name_and_nothing_sent_without_a_touch_or_an_end(
    story: list[tuple[str, int]],
) -> None:
    tablet = Tablet()
    runs: dict[str, str] = {}
    for what, chance in story:
        before, there = len(tablet.sent), tablet.state.place
        live(tablet, what, chance)
        for send in tablet.sent[before:]:
            assert isinstance(send, SendAnswers)
            assert isinstance(there, Asking)
            assert send.ticket == there.ticket, "an answer under another visit's name"
            assert runs.setdefault(send.ticket, send.run) == send.run, "two runs of one visit"
            assert send.answers or send.comments or not send.partial
    assert len({send.id for send in tablet.sent}) == len(tablet.sent)


@settings(max_examples=200)
@given(happenings)
def test_whatever_is_on_the_screen_it_comes_to_rest_in_ukrainian_and_says_what_it_is(
    story: list[tuple[str, int]],
) -> None:
    tablet = Tablet()
    for what, chance in story:
        live(tablet, what, chance)
        face = tablet.face
        if not isinstance(face, SlideFace):
            assert face.title
            assert all(button.label or button.spoken for button in buttons(face))
        if isinstance(tablet.state.place, Asking):
            assert presses_lead_on(tablet), "a question without a way on"
    tablet.wait(FOREVER * 3)
    assert isinstance(tablet.state.place, Idle)
    assert tablet.state.reads_as_usual


def presses_lead_on(tablet: Tablet) -> bool:
    return any(isinstance(press, Pick | Tick | Go | Type | StillHere) for press in tablet.presses)


def test_before_anything_is_known_a_touch_breaks_nothing() -> None:
    tablet = Tablet(survey=None)
    tablet.tell(Touched(tablet.at, None, "id"))
    assert isinstance(tablet.face, RestFace)
