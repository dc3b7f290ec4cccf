"""A state for every screen, for the gallery and for tests of looks. Pure, but for the shipped survey that it reads."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from broker.contracts.surveys.survey import Survey
from kiosk.survey.visit import Asking, Idle, State, Thanks
from kiosk.touch.typing_keys import free_text

Sample = Callable[[Survey], State]

_NOTICE = {
    "uk": "Повітряна тривога. Пройдіть до укриття. Ваше місце в черзі збережено.",
    "en": "Air raid alert. Go to the shelter. Your place in the queue is kept.",
}


def _asking(survey: Survey, question: str, **more: object) -> State:
    place = replace(Asking("2026-11-23 А042", "А042", question, run="run"), **more)
    return State(place=place, survey=survey, open=True, visit="2026-11-23 А042", ticket="А042")


_WRITTEN = "Поставте, будь ласка, ще стільців біля входу: літнім людям важко чекати стоячи."

STATES: dict[str, Sample] = {
    "rest": lambda survey: State(place=Idle(), survey=survey, open=True),
    "notice": lambda survey: State(place=Idle(), survey=survey, open=False, notice=_NOTICE),
    "grade": lambda survey: _asking(survey, "grade", run=""),
    "topics": lambda survey: _asking(survey, "topics", answers={"grade": 2}, ticks=("waiting", "seats")),
    "waited": lambda survey: _asking(survey, "waited", answers={"grade": 2, "topics": ("waiting",)}),
    "words": lambda survey: _asking(
        survey,
        "tell-us",
        answers={"grade": 2, "topics": ("seats",)},
        typed=replace(free_text(300), text=_WRITTEN, shift=False),
    ),
    "words-empty": lambda survey: _asking(
        survey, "tell-us", answers={"grade": 2, "topics": ("seats",)}, typed=free_text(300)
    ),
    "ease": lambda survey: _asking(survey, "ease", answers={"grade": 4}),
    "thanks": lambda survey: State(place=Thanks(), survey=survey, open=True),
    "again": lambda survey: State(place=Thanks(again=True), survey=survey, open=True),
    "still-there": lambda survey: replace(_asking(survey, "ease", answers={"grade": 4}), asked=True),
}
