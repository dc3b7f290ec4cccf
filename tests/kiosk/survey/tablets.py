"""A tablet without a screen: its flow, its frames, and everything that it sent."""

from __future__ import annotations

import json
from typing import Any

from msgspec.structs import replace

from broker.contracts.phrases import Phrases
from broker.contracts.surveys import checking
from broker.contracts.surveys.survey import Survey, survey_of
from kiosk.survey import flow
from kiosk.survey.attendant import Surveying
from kiosk.survey.frame import Face
from kiosk.survey.inputs import Input, Pick, SendAnswers, SurveySeen, WindowSeen
from kiosk.survey.run import HERE
from kiosk.survey.visit import State
from kiosk.touch.faces import presses
from kiosk.touch.frame import Frame
from kiosk.touch.presses import Drawn, Passed, Touched
from kiosk.touch.words import SHARED, Words
from tests.broker.halls import PLAN

DEFAULT = checking.load(checking.DEFAULT, "survey", "1")
WINDOW = 1
WORDS = Words(PLAN, Phrases.load(HERE / "phrases"), Phrases.load(SHARED))


def other_survey(version: str) -> Survey:
    raw = json.loads((checking.DEFAULT / checking.FILE).read_text("utf-8"))
    return survey_of(raw, "survey", version)


class Tablet:
    """`tell` lets a moment go by, then something happens. The survey is the one that is shipped."""

    def __init__(self, survey: Survey | None = DEFAULT) -> None:
        self.surveying = Surveying(WORDS, WINDOW)
        self.at, self.count = 1000.0, 0
        self.state: State = flow.started(self.at)
        self.sent: list[SendAnswers] = []
        if survey:
            self.tell(SurveySeen(self.at, survey))

    def tell(self, event: Input) -> None:
        before = self.frame
        self.state, effects = self.surveying.step(self.state, event)
        self.sent += effects
        if self.frame.face != before.face:
            self.state, effects = self.surveying.step(self.state, Drawn(self.at))
            self.sent += effects

    def serve(self, ticket: str | None, **more: Any) -> None:
        """The window serves this ticket from now on."""
        visit = f"2026-11-23 {ticket}" if ticket else None
        self.tell(WindowSeen(self.at, visit, ticket, **more))

    def touch(self, press: Any, after: float = 1.0) -> None:
        self.at += after
        self.count += 1
        self.tell(Touched(self.at, press, f"id-{self.count}"))

    def pick(self, question: str, value: int | str) -> None:
        self.touch(Pick(question, value))

    def wait(self, seconds: float) -> None:
        """Let time pass, waking when the tablet wants to be woken."""
        end = self.at + seconds
        while (wake := self.surveying.next_wake(self.state, self.at)) is not None and wake <= end:
            self.at = max(self.at, wake)
            self.tell(Passed(self.at))
            self.at += 0.001
        self.at = max(self.at, end)
        self.tell(Passed(self.at))

    @property
    def frame(self) -> Frame[Face]:
        return self.surveying.frame(self.state)

    @property
    def face(self) -> Any:
        return self.frame.face

    @property
    def presses(self) -> list[Any]:
        frame = self.frame
        return presses(frame.still_there) if frame.still_there else presses(frame.face)

    def reading(self, **way: bool) -> None:
        self.state = replace(self.state, **way)
