"""A visitor and the tablet of a window: `step(state, input)` gives the next state and what is to be done. Pure.

Promises, for any order of touches, visits, content, faults and time (tests/kiosk/survey/test_flow.py):
- a visit has one run; its first answer is sent with the touch that gave it;
- a new visit takes the screen at once, whatever is on it, and no answer is given to another visit's name;
- whatever is on the screen, it comes to rest by itself; nothing waits for the network;
- a touch in the dark only puts the light on.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from broker.contracts.scrubbing import scrub
from broker.contracts.surveys.condition import Value
from broker.contracts.surveys.survey import Question
from broker.contracts.surveys.walk import after, before, counting
from display.media.turns import Turns
from kiosk.survey.inputs import (
    Effect,
    Go,
    Input,
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
from kiosk.survey.visit import GRACE, REMEMBERED, Asking, Idle, State, Thanks
from kiosk.touch.dark import dark_from, night, nobody_since, only_wakes, woken
from kiosk.touch.presses import Back, Drawn, Leave, More, Passed, StillHere, Touched
from kiosk.touch.reader import given_time, heed, next_reader, saw, waited
from kiosk.touch.typing_keys import Erase, EraseAll, Shift, Switch, Type, Typed, free_text

Out = tuple[State, tuple[Effect, ...]]
_NOTHING: tuple[Effect, ...] = ()


def started(at: float, voted: tuple[str, ...] = ()) -> State:
    """`voted`: visits that had voted before the tablet was started."""
    return State(place=Idle(), turns=Turns().begun(at), voted=voted)


def step(state: State, event: Input) -> Out:
    """What follows from one input. Time first: what was due before the input happened is done before it."""
    state, due = _time(state, event.at)
    if only_wakes(state, event):
        return woken(state, event.at), due
    out = _happen(state, event)
    done, late = _time(out[0], event.at)
    return done, due + out[1] + late


def _happen(state: State, event: Input) -> Out:
    out: Out = (state, _NOTHING)
    match event:
        case Passed():
            pass
        case Drawn():
            out = saw(state, event.at), _NOTHING
        case Touched():
            out = _touch(state, event)
        case WindowSeen():
            out = _window(state, event)
        case Invited():
            out = _invited(state, event)
        case SurveySeen(survey=survey):
            out = _other_survey(replace(state, survey=survey), event.at)
        case SlidesSeen(slides=slides):
            out = replace(state, turns=state.turns.given(slides, event.at)), _NOTHING
        case SlideOver():
            out = _slide_over(state, event), _NOTHING
    return out


def next_wake(state: State, at: float) -> float | None:
    """When `step` has something to do by itself. None: only when something happens."""
    moments: list[float | None] = []
    if patience := state.patience():
        moments.append(state.presence.next_change(patience, at))
    match state.place:
        case Asking(ends=ends):
            moments.append(ends)
        case Idle():
            moments.append(state.slide_ends)
    if not state.dark:
        moments.append(dark_from(state, state.nobody_since))
    return min((m for m in moments if m is not None), default=None)


# --- time ---


def _time(state: State, at: float) -> Out:
    state, effects = _due(state, at)
    state = replace(state, nobody_since=nobody_since(state.nobody_since, at, nobody=state.nobody))
    return night(state, state.nobody_since, at, at_rest=state.nobody), effects


def _due(state: State, at: float) -> Out:
    match state.place:
        case Idle():
            ends = state.slide_ends
            if ends is not None and at >= ends:
                state = replace(state, turns=state.turns.waited(at))
        case Asking(ends=ends) as asking if ends is not None and at >= ends:
            return _over(state, asking, at)
    still = waited(state, state.patience(), at)
    if still is not None:
        return still, _NOTHING
    return _over(state, state.place, at) if isinstance(state.place, Asking) else (_to_rest(state, at), _NOTHING)


def _over(state: State, asking: Asking, at: float) -> Out:
    """Nobody is there any more. What was ticked is kept; what was typed half is nobody's business."""
    return _to_rest(_settled(state, asking), at), _ticked_so_far(state, asking)


def _ticked_so_far(state: State, asking: Asking) -> tuple[Effect, ...]:
    if not asking.run or not asking.ticks or asking.answers.get(asking.question) == asking.ticks:
        return _NOTHING
    return (_send(state, asking, f"{asking.run}-end", {asking.question: asking.ticks}),)


def _settled(state: State, asking: Asking) -> State:
    """The visit has voted, if anything was answered."""
    return replace(state, voted=(*state.voted, asking.visit)[-REMEMBERED:]) if asking.run else state


def _to_rest(state: State, at: float) -> State:
    return replace(next_reader(state), place=Idle(), turns=state.turns.begun(at))


def _slide_over(state: State, event: SlideOver) -> State:
    if event.slide != state.showing:
        return state
    return replace(state, turns=state.turns.over(event.slide, event.at, broken=event.broken))


# --- the window ---


def _window(state: State, event: WindowSeen) -> Out:
    new = event.visit is not None and event.visit != state.visit
    state = replace(state, visit=event.visit, ticket=event.ticket, open=event.open, notice=event.notice)
    match state.place:
        case Asking(visit=visit, ends=None) as asking if visit != event.visit and not new:
            if not asking.run:
                return _over(state, asking, event.at)
            state = replace(state, place=replace(asking, ends=max(event.at, state.presence.seen) + GRACE))
        case Asking(visit=visit, ends=ends) as asking if visit == event.visit and ends is not None:
            state = replace(state, place=replace(asking, ends=None))  # put aside, and back again
    if not new:
        return state, _NOTHING
    effects = _NOTHING
    if isinstance(state.place, Asking):
        state, effects = _over(state, state.place, event.at)
    assert event.visit is not None
    if event.visit in state.voted or event.visit in state.dismissed:
        return state, effects
    return _ask(state, event.visit, event.ticket or "", event.at), effects


def _invited(state: State, event: Invited) -> Out:
    """The operator asks: also one who wished to be left alone, but nobody twice."""
    if isinstance(state.place, Asking) and state.place.visit == event.visit:
        return state, _NOTHING
    effects = _NOTHING
    if isinstance(state.place, Asking):
        state, effects = _over(state, state.place, event.at)
    if event.visit in state.voted:
        return state, effects
    state = replace(state, visit=event.visit, ticket=event.ticket)
    return _ask(state, event.visit, event.ticket, event.at), effects


def _other_survey(state: State, at: float) -> Out:
    """Whoever has begun goes on to the thanks: their answers belong to the other version."""
    if not isinstance(state.place, Asking):
        if state.visit and state.visit not in (*state.voted, *state.dismissed):
            return _ask(state, state.visit, state.ticket or "", at), _NOTHING
        return state, _NOTHING
    asking = state.place
    if asking.run:
        return given_time(replace(_settled(state, asking), place=Thanks()), at), _NOTHING
    return _ask(state, asking.visit, asking.ticket, at), _NOTHING


def _ask(state: State, visit: str, ticket: str, at: float, *, fresh: bool = True) -> State:
    """The first question. `fresh`: to whom nothing about the way of reading is known yet."""
    if state.survey is None:
        return state
    first = state.survey.questions[0]
    asking = _at_question(Asking(visit, ticket, first.name), first)
    return given_time(replace(next_reader(state) if fresh else state, place=asking), at)


def _at_question(asking: Asking, question: Question) -> Asking:
    """The question as it was left, if the visitor comes back to it."""
    ticked = asking.answers.get(question.name, ())
    typed = Typed()
    if question.kind == "comment":
        typed = free_text(question.most)
        if words := asking.words.get(question.name, ""):
            typed = replace(typed, text=words, shift=False)
    ticks = ticked if isinstance(ticked, tuple) else ()
    return replace(asking, question=question.name, ticks=ticks, typed=typed, page=0)


# --- touches ---


def _touch(state: State, event: Touched) -> Out:
    state, press = heed(state, event)
    if isinstance(state.place, Asking) and state.place.ends is not None:
        state = replace(state, place=replace(state.place, ends=event.at + GRACE))
    if isinstance(state.place, Idle):
        return _woken(state, event), _NOTHING
    if press is None:
        return state, _NOTHING
    return _press(state, press, event)


def _woken(state: State, event: Touched) -> State:
    """Somebody touches a screen at rest: whoever is served and has not voted is asked."""
    if state.visit is None:
        return state
    if state.visit in state.voted:
        return given_time(replace(state, place=Thanks(again=True)), event.at)
    return _ask(state, state.visit, state.ticket or "", event.at, fresh=False)


def _press(state: State, press: Any, event: Touched) -> Out:
    match press, state.place:
        case StillHere(), _:
            return state, _NOTHING
        case ((Leave() | NotNow()), Asking() as asking):
            return _left(state, asking, event.at)
        case Leave(), Thanks():
            return _to_rest(state, event.at), _NOTHING
        case _, Asking() as asking:
            return _answer(state, asking, press, event)
    return state, _NOTHING


def _left(state: State, asking: Asking, at: float) -> Out:
    """The visitor has enough: thanks for what there is, or peace until the operator asks or the screen is touched."""
    if asking.run:
        return given_time(replace(_settled(state, asking), place=Thanks()), at), _ticked_so_far(state, asking)
    return _to_rest(replace(state, dismissed=(*state.dismissed, asking.visit)[-REMEMBERED:]), at), _NOTHING


def _answer(state: State, asking: Asking, press: Any, event: Touched) -> Out:
    assert state.survey is not None
    question = state.survey.question(asking.question)
    if isinstance(press, Pick | Tick | Go):
        return _chosen(state, asking, question, press, event) if press.question == question.name else (state, _NOTHING)
    match press:
        case Back() if asking.page:
            state = replace(state, place=replace(asking, page=asking.page - 1))
        case Back():
            state = _back(state, asking, event)
        case More() if (asking.page + 1) * state.buttons < len(question.choices):
            state = given_time(replace(state, place=replace(asking, page=asking.page + 1)), event.at)
        case Type() | Erase() | EraseAll() | Switch() | Shift() if question.kind == "comment":
            state = replace(state, place=replace(asking, typed=asking.typed.after(press)))
    return state, _NOTHING


def _chosen(state: State, asking: Asking, question: Question, press: Pick | Tick | Go, event: Touched) -> Out:
    match press, question.kind:
        case Pick(value=value), ("rating" | "radiogroup" | "boolean") if _offered(question, value):
            return _given(state, asking, question, _picked(question, value), event)
        case Tick(value=value), "checkbox" if _offered(question, value):
            return replace(state, place=replace(asking, ticks=_ticked(question, asking.ticks, value))), _NOTHING
        case Go(), "checkbox" if asking.ticks or not question.required:
            return _given(state, asking, question, asking.ticks, event)
        case Go(), "comment" if asking.typed.text.strip() or not question.required:
            return _said(state, asking, question, event)
        case Go(), ("rating" | "radiogroup" | "boolean") if not question.required and asking.run:
            return _on(state, asking, question, event)
    return state, _NOTHING


def _offered(question: Question, value: object) -> bool:
    return any(choice.value == value for choice in question.choices)


def _picked(question: Question, value: int | str) -> Value:
    return value == "true" if question.kind == "boolean" else value


def _ticked(question: Question, ticks: tuple[str, ...], value: str) -> tuple[str, ...]:
    """In the order of the choices; at most as many as may be."""
    if value in ticks:
        return tuple(each for each in ticks if each != value)
    if len(ticks) >= question.most:
        return ticks
    chosen = {*ticks, value}
    return tuple(str(choice.value) for choice in question.choices if str(choice.value) in chosen)


def _given(state: State, asking: Asking, question: Question, answer: Value, event: Touched) -> Out:
    if answer == () and question.name not in asking.answers:
        return _on(state, asking, question, event)
    return _on(state, asking, question, event, answers={question.name: answer})


def _said(state: State, asking: Asking, question: Question, event: Touched) -> Out:
    words = scrub(asking.typed.text, question.most)
    if not words and question.name not in asking.words:
        return _on(state, asking, question, event)
    return _on(state, asking, question, event, words={question.name: words})


def _on(
    state: State,
    asking: Asking,
    question: Question,
    event: Touched,
    *,
    answers: dict[str, Value] | None = None,
    words: dict[str, str] | None = None,
) -> Out:
    """What was answered leaves with the touch that answered it; then the next question, or the thanks."""
    assert state.survey is not None
    new, said = dict(answers or {}), dict(words or {})
    asking = replace(asking, answers=asking.answers | new, words=asking.words | said, ticks=())
    # Whoever went back and answered otherwise may have left the way on which other questions were.
    counts = counting(state.survey, asking.given)
    new |= {name: () for name in asking.answers if name not in counts}
    said |= {name: "" for name in asking.words if name not in counts}
    asking = replace(
        asking,
        answers={name: answer for name, answer in asking.answers.items() if name in counts},
        words={name: text for name, text in asking.words.items() if name in counts},
        run=asking.run or (event.spare if new or said else ""),
    )
    following = after(state.survey, question.name, asking.given)
    effects = _NOTHING
    if asking.run and (new or said or following is None):
        effects = (_send(state, asking, event.spare, new, said, partial=following is not None),)
    if following is not None:
        return given_time(replace(state, place=_at_question(asking, following)), event.at), effects
    left = _settled(state, asking)
    return (given_time(replace(left, place=Thanks()), event.at) if asking.run else _to_rest(left, event.at)), effects


def _send(
    state: State,
    asking: Asking,
    command: str,
    answers: dict[str, Value],
    words: dict[str, str] | None = None,
    *,
    partial: bool = True,
) -> SendAnswers:
    assert state.survey is not None
    return SendAnswers(
        id=command,
        run=asking.run,
        ticket=asking.ticket,
        survey=state.survey.id,
        version=state.survey.version,
        language=state.language,
        answers=answers,
        comments=words or {},
        partial=partial,
    )


def _back(state: State, asking: Asking, event: Touched) -> State:
    assert state.survey is not None
    earlier = before(state.survey, asking.question, asking.given)
    if earlier is None:
        return state
    return given_time(replace(state, place=_at_question(asking, earlier)), event.at)
