"""What the tablet says, word for word, as values: a pure picture of a state that Kivy only has to draw."""

from __future__ import annotations

from msgspec import Struct

from broker.contracts.phrases import pick
from broker.contracts.playlists import Slide
from broker.contracts.surveys.survey import Question
from broker.contracts.surveys.walk import before
from kiosk.survey.inputs import Go, NotNow, Pick, Tick
from kiosk.survey.visit import Asking, State, Thanks
from kiosk.touch.faces import ButtonFace
from kiosk.touch.frame import Frame
from kiosk.touch.keyboard_face import KeyboardFace, keyboard_face
from kiosk.touch.presses import Leave, More
from kiosk.touch.words import Saying, Words


class Grade(Struct, frozen=True):
    """One face: its word, and how happy it looks, from 0 to 1."""

    button: ButtonFace
    mood: float


class GradeFace(Struct, frozen=True):
    """A question that one touch on a face answers. `ways`: back, or not now."""

    title: str
    note: str
    grades: tuple[Grade, ...]
    ways: tuple[ButtonFace, ...]


class ChoicesFace(Struct, frozen=True):
    """A question with choices: one touch each, or boxes to be ticked. `ways`: back, not now, on."""

    title: str
    note: str
    choices: tuple[ButtonFace, ...]
    ways: tuple[ButtonFace, ...]


class WordsFace(Struct, frozen=True):
    """A question that is answered in one's own words."""

    title: str
    note: str
    typed: str
    hint: str
    ways: tuple[ButtonFace, ...]
    keyboard: KeyboardFace


class ThanksFace(Struct, frozen=True):
    title: str
    text: str
    done: ButtonFace


class RestFace(Struct, frozen=True):
    """Nobody is asked and no slide is shown. `grave`: everybody should look."""

    window: str
    title: str
    text: str
    grave: bool = False


class SlideFace(Struct, frozen=True):
    """A picture or a video over the whole screen. `turn`: the same slide again is another."""

    picture: Slide  # nothing to be heard
    turn: int


Face = GradeFace | ChoicesFace | WordsFace | ThanksFace | RestFace | SlideFace


def frame(state: State, words: Words, window: int) -> Frame[Face]:
    """The whole screen for a state of the tablet at `window`."""
    saying = Saying(words, state.language)
    return saying.frame(state, _face(state, saying, window))


def _face(state: State, saying: Saying, window: int) -> Face:
    match state.place:
        case Asking() as asking if state.survey is not None:
            return _question(state.survey.question(asking.question), state, asking, saying)
        case Thanks(again=again):
            key = "again" if again else "thanks"
            done = saying.button("thanks.done", Leave(), kind="quiet")
            return ThanksFace(saying.own(f"{key}.title"), saying.own(f"{key}.text"), done)
    name = saying.own("rest.window", window=window)
    if state.notice:
        return RestFace(name, saying.own("rest.notice"), pick(state.notice, state.language), grave=True)
    if state.showing is not None:
        return SlideFace(state.showing, state.turns.turn)
    return RestFace(name, saying.own("rest.title"), saying.own("rest.text"))


def _question(question: Question, state: State, asking: Asking, saying: Saying) -> Face:
    title, note = pick(question.title, state.language), pick(question.note, state.language)
    ways = _ways(question, state, asking, saying)
    match question.kind:
        case "rating" if question.faces:
            return GradeFace(title, note, _grades(question, state.language), ways)
        case "comment":
            keyboard = keyboard_face(asking.typed, saying.words.shared, state.language)
            return WordsFace(title, note, asking.typed.text, saying.own("words.hint"), ways, keyboard)
    choices = _choices(question, asking, state.language)
    begins = asking.page * state.buttons
    return ChoicesFace(title, note, tuple(choices[begins : begins + state.buttons]), ways)


def _grades(question: Question, language: str) -> tuple[Grade, ...]:
    values = sorted(int(choice.value) for choice in question.choices)
    return tuple(
        Grade(
            ButtonFace(pick(choice.text, language), Pick(question.name, choice.value)),
            values.index(int(choice.value)) / (len(values) - 1),
        )
        for choice in question.choices
    )


def _choices(question: Question, asking: Asking, language: str) -> list[ButtonFace]:
    if question.kind != "checkbox":
        return [ButtonFace(pick(c.text, language), Pick(question.name, c.value)) for c in question.choices]
    full = len(asking.ticks) >= question.most
    return [
        ButtonFace(
            pick(choice.text, language),
            None if full and str(choice.value) not in asking.ticks else Tick(question.name, str(choice.value)),
            kind="ticked" if str(choice.value) in asking.ticks else "box",
        )
        for choice in question.choices
    ]


def _ways(question: Question, state: State, asking: Asking, saying: Saying) -> tuple[ButtonFace, ...]:
    """Back or not now, where that leads anywhere; and on, where something other than a choice leads on."""
    assert state.survey is not None
    first = before(state.survey, question.name, asking.given) is None and not asking.page
    back = saying.button("not-now", NotNow(), kind="quiet") if not asking.run else saying.back()
    ways = [] if first and asking.run else [back if first else saying.back()]
    on = _on(question, state, asking, saying)
    return (*ways, on) if on else tuple(ways)


def _on(question: Question, state: State, asking: Asking, saying: Saying) -> ButtonFace | None:
    if (asking.page + 1) * state.buttons < len(question.choices) and not (question.kind == "rating" and question.faces):
        return saying.button("more", More(), kind="primary", icon="arrow-right")
    several = question.kind in ("checkbox", "comment")
    answered = bool(asking.ticks if question.kind == "checkbox" else asking.typed.text.strip())
    if several and (answered or question.required):
        go = Go(question.name) if answered else None
        return saying.button("send" if question.kind == "comment" else "next", go, kind="primary", icon="arrow-right")
    if not question.required and (asking.run or several):
        return saying.button("skip", Go(question.name), kind="quiet", icon="arrow-right")
    return None
