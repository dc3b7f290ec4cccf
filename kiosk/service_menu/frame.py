"""What the screen says, word for word, as values: a pure picture of a state that Kivy only has to draw."""

from __future__ import annotations

from collections.abc import Iterable

from broker.contracts.phrases import Phrases, pick
from kiosk.service_menu.acceptance import checks_of
from kiosk.service_menu.calibration import targets
from kiosk.service_menu.codes import DIGITS
from kiosk.service_menu.faces import Face, ItemsFace, LineFace, PadFace, PatternFace, PointsFace, ReportFace, WordsFace
from kiosk.service_menu.inputs import Begin, Digit, Do, Erase, Judge, Keep, Open, Seen, Skip, Sure, Try, Turn
from kiosk.service_menu.items import more_of
from kiosk.service_menu.report import PHRASES, Line, line
from kiosk.service_menu.room import Room
from kiosk.service_menu.state import (
    PATTERNS,
    Asking,
    Items,
    Judging,
    Measured,
    Next,
    Pad,
    Pattern,
    Points,
    Shown,
    State,
    Trial,
    Working,
)
from kiosk.touch.faces import ButtonFace, ButtonKind, ReadingFace, StillThereFace
from kiosk.touch.frame import Frame
from kiosk.touch.presses import Back, Leave, Speak, StillHere, ToggleContrast, ToggleLarge
from kiosk.touch.words import SHARED, speech_buttons

_SHARED = Phrases.load(SHARED)


def frame(state: State, appliance: str, room: Room) -> Frame[Face]:
    """The frame of a state that `is_open`, on a screen with so much `room`.

    Where visitors read the hall's name it says what is going on, for those who come by.
    """
    return Frame(
        hall=PHRASES.say(state.language, "heading", appliance=appliance),
        reading=_reading(state),
        face=_face(state, room),
        still_there=_question(state) if state.asked else None,
    )


def _reading(state: State) -> ReadingFace:
    def button(key: str, press: object, *, chosen: bool) -> ButtonFace:
        return ButtonFace(_SHARED.say(state.language, key), press, kind="chosen" if chosen else "bar")

    return ReadingFace(
        tuple(button(f"language.{each}", Speak(each), chosen=each == state.language) for each in PHRASES.languages),
        button("usual-text" if state.large else "large-text", ToggleLarge(), chosen=state.large),
        button("contrast", ToggleContrast(), chosen=state.contrast),
        state.large,
        state.contrast,
        speech=speech_buttons(_SHARED, state.language, state) if state.aloud else (),
        hold=_SHARED.say(state.language, "hold") if state.fittings.headset else "",
        aloud=state.aloud,
        volume=state.volume,
    )


def _face(state: State, room: Room) -> Face:  # noqa: PLR0911 - a table
    def say(key: str, **slots: object) -> str:
        return PHRASES.say(state.language, key, **slots)

    match state.place:
        case Pad():
            return _pad(state, state.place)
        case Items():
            return _items(state, state.place, room)
        case Working(item=item):
            return WordsFace(say(f"item.{item}"), say("working"), (ButtonFace(say("back"), Back(), kind="quiet"),))
        case Shown():
            return _report(state, state.place, room.rows)
        case Measured():
            return _measured(state, state.place, room.rows)
        case Pattern() | Points():
            return _on_the_glass(state)
    return _question_face(state)


def _on_the_glass(state: State) -> PatternFace | PointsFace:
    """Over the whole screen."""

    def say(key: str, **slots: object) -> str:
        return PHRASES.say(state.language, key, **slots)

    match state.place:
        case Pattern(number=number):
            kind = PATTERNS[number]
            go, back = ButtonFace(say("pattern.go"), Seen()), ButtonFace(say("back"), Back(), icon="arrow-left")
            return PatternFace(kind, say(f"pattern.{kind}", number=number + 1, of=len(PATTERNS)), (go, back))
        case Points(seen=seen):
            places = targets(state.screen)
            number = len(seen)
            words = say("points", number=number + 1, of=len(places))
            back = ButtonFace(say("back"), Back(), icon="arrow-left")
            return PointsFace(places[number], places[:number], words, (back,))
    raise AssertionError(state.place)


def _question_face(state: State) -> WordsFace:
    """What is asked of the technician."""

    def say(key: str, **slots: object) -> str:
        return PHRASES.say(state.language, key, **slots)

    def button(key: str, press: object, kind: ButtonKind = "quiet") -> ButtonFace:
        return ButtonFace(say(key), press, kind=kind)

    match state.place:
        case Asking(deed=deed):
            return WordsFace(
                say("sure"),
                say(f"deed.{deed}-sure"),
                (button("no", Back()), button(f"deed.{deed}", Sure(), "primary")),
            )
        case Trial():
            return WordsFace(
                say("trial.title"),
                say("trial.text"),
                (button("trial.no", Back()), button("trial.yes", Keep(), "primary")),
            )
        case Next(number):
            checks = checks_of(state.offers)
            item = checks[number].item
            return WordsFace(
                say("check", number=number + 1, of=len(checks), item=say(f"item.{item}")),
                say(f"inspect.{item}"),
                (button("back", Back()), button("skip", Skip()), button("begin", Begin(), "primary")),
            )
        case Judging(number):
            item = checks_of(state.offers)[number].item
            yes, no = button("well", Judge(well=True), "primary"), button("unwell", Judge(well=False), "primary")
            return WordsFace(say(f"item.{item}"), say(f"judge.{item}"), (button("skip", Skip()), no, yes))
    raise AssertionError(state.place)  # Shut has no frame


def _items(state: State, items: Items, room: Room) -> ItemsFace:
    def say(key: str) -> str:
        return PHRASES.say(state.language, key)

    pages = max(1, -(-len(state.offers) // room.tiles))
    page = items.page % pages
    shown = state.offers[page * room.tiles : (page + 1) * room.tiles]
    # Large letters have the button to themselves: the name of an item is what it takes to find it.
    buttons = tuple(
        ButtonFace(say(f"item.{each}"), Open(each), note="" if state.large else say(f"item.{each}-about"))
        for each in shown
    )
    more = (ButtonFace(say("more"), Turn((page + 1) % pages), kind="quiet"),) if pages > 1 else ()
    return ItemsFace(say("items"), buttons, room.columns, (*more, ButtonFace(say("leave"), Leave(), kind="quiet")))


def _pad(state: State, pad: Pad) -> PadFace:
    def say(key: str, **slots: object) -> str:
        return PHRASES.say(state.language, key, **slots)

    takes = pad.checking is None and not pad.until and state.has_codes
    # Whoever stands beside a headset hears of the code as little as whoever looks at the dots sees of it.
    spoken = say("pad.digit")
    digits = [ButtonFace(each, Digit(each) if takes else None, kind="quiet", spoken=spoken) for each in "1234567890"]
    keys = (
        *digits[:9],
        ButtonFace(say("erase"), Erase() if takes else None, kind="quiet"),
        digits[9],
        ButtonFace(say("leave"), Leave(), kind="bar"),
    )
    if not state.has_codes:
        warning = say("pad.no-codes")
    elif pad.checking is not None:
        warning = say("pad.checking")
    elif pad.wrong:
        warning = say("pad.wait" if pad.until else "pad.wrong")
    else:
        warning = ""
    typed = DIGITS if pad.checking is not None else len(pad.digits)
    return PadFace(
        say("pad.title"),
        say("pad.text"),
        warning,
        typed,
        DIGITS,
        keys,
        told=say("pad.typed", typed=typed, of=DIGITS),
        order=say("pad.order"),
    )


def _report(state: State, shown: Shown, rows: int) -> ReportFace:
    def say(key: str, **slots: object) -> str:
        return PHRASES.say(state.language, key, **slots)

    pages = _pages(shown.report.lines or (line("no-answer", "bad"),), rows)
    page = min(shown.page, len(pages) - 1)
    buttons = [ButtonFace(say("back"), Back(), kind="quiet", icon="arrow-left")]
    if len(pages) > 1:
        buttons.append(ButtonFace(say("page", page=page + 1, of=len(pages)), Turn((page + 1) % len(pages))))
    buttons += [ButtonFace(say(f"deed.{deed}"), Do(deed), kind="primary") for deed in more_of(shown.item, state.has)]
    return ReportFace(say(f"item.{shown.item}"), _lines(state, pages[page]), rows, tuple(buttons))


def _measured(state: State, measured: Measured, rows: int) -> ReportFace:
    def say(key: str) -> str:
        return PHRASES.say(state.language, key)

    back = ButtonFace(say("back"), Back(), kind="quiet", icon="arrow-left")
    mend = (ButtonFace(say("touch-try"), Try(), kind="primary"),) if measured.better else ()
    return ReportFace(say("item.touch"), _lines(state, measured.report.lines), rows, (back, *mend))


def _lines(state: State, lines: Iterable[Line]) -> tuple[LineFace, ...]:
    return tuple(
        LineFace(
            each.mark,
            pick(each.label, state.language),
            pick(each.value, state.language),
            pick(each.remedy, state.language),
            "" if each.mark == "plain" else PHRASES.say(state.language, f"mark.{each.mark}"),
        )
        for each in lines
    )


def _pages(lines: tuple[Line, ...], rows: int) -> list[list[Line]]:
    pages: list[list[Line]] = [[]]
    left = rows
    for each in lines:
        takes = rows_of(bool(each.remedy))
        if takes > left and pages[-1]:
            pages.append([])
            left = rows
        pages[-1].append(each)
        left -= takes
    return pages


def rows_of(remedy: bool) -> int:  # noqa: FBT001 - the one thing that matters
    """How many rows a line takes."""
    return 2 if remedy else 1


def _question(state: State) -> StillThereFace:
    def say(key: str) -> str:
        return PHRASES.say(state.language, f"still-there.{key}")

    return StillThereFace(
        say("title"),
        say("text"),
        ButtonFace(say("stay"), StillHere(), kind="primary"),
        ButtonFace(say("leave"), Leave(), kind="quiet"),
    )
