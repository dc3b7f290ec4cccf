"""What the tablet's flow is told and what it asks for. Values only; what all touch screens share is in `touch.presses`."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from broker.contracts.fields import Text
from broker.contracts.playlists import Slide
from broker.contracts.surveys.condition import Value
from broker.contracts.surveys.survey import Survey
from kiosk.touch.presses import Back, Drawn, Leave, More, Passed, Reading, StillHere, Touched
from kiosk.touch.typing_keys import KeyPress


class Pick(Struct, frozen=True):
    """This answer, and on to the next question."""

    question: str
    value: int | str


class Tick(Struct, frozen=True):
    """One of several answers, or not after all."""

    question: str
    value: str


class Go(Struct, frozen=True):
    """On from a question whose answer has several parts: what is ticked, what is typed; or nothing."""

    question: str


class NotNow(Struct, frozen=True):
    """Leave me alone."""


Press = Pick | Tick | Go | NotNow | Back | More | Leave | StillHere | Reading | KeyPress


# What happens. `at` is monotonic seconds.


class WindowSeen(Struct, frozen=True):
    """Who is served at the tablet's window: `visit`, a word for that visit that no other has, and its ticket's number.

    `open`: the hall works, so that slides make sense. `notice`: why everything stands still, in all languages.
    """

    at: float
    visit: str | None
    ticket: str | None
    open: bool = True
    notice: Text | None = None


class Invited(Struct, frozen=True):
    """The operator lets the tablet ask now."""

    at: float
    visit: str
    ticket: str


class SurveySeen(Struct, frozen=True):
    """The survey that is asked from now on."""

    at: float
    survey: Survey


class SlidesSeen(Struct, frozen=True):
    """The slides of this hour, in their order."""

    at: float
    slides: tuple[Slide, ...]


class SlideOver(Struct, frozen=True):
    """A slide has come to its end, or could not be shown (`broken`)."""

    at: float
    slide: Slide
    broken: bool = False


Input = Touched | Passed | Drawn | WindowSeen | Invited | SurveySeen | SlidesSeen | SlideOver


# What the shell is asked to do.


class SendAnswers(Struct, frozen=True):
    """Keep and send what was answered. Must not be lost; `id` is the command's, `run` the vote's."""

    id: str
    run: str
    ticket: str
    survey: str
    version: str
    language: str
    answers: Mapping[str, Value]
    comments: Mapping[str, str]
    partial: bool


Effect = SendAnswers
