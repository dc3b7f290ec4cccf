"""What every touch screen says, in one language: the reading bar, the question before going home, the way back. Pure."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import FIRST, Phrases, pick
from kiosk.touch.faces import ButtonFace, ReadingFace, StillThereFace
from kiosk.touch.frame import F, Frame
from kiosk.touch.help_call import CallForHelp, HelpStage, HideHelp, WithdrawHelp
from kiosk.touch.presses import (
    Back,
    Leave,
    Louder,
    More,
    Softer,
    Speak,
    StillHere,
    StopAloud,
    ToggleContrast,
    ToggleLarge,
    ToggleLow,
)
from kiosk.touch.reader import Reader

SHARED = Path(__file__).parent / "phrases"


class Words(Struct, frozen=True):
    """All that words are made of: the hall's own, the appliance's, and those that all touch screens share."""

    hall: HallFile
    own: Phrases
    shared: Phrases


class Saying(Struct, frozen=True):
    """Everything in one language."""

    words: Words
    language: str

    def frame(self, reader: Reader, face: F) -> Frame[F]:
        """The whole screen around a face."""
        return Frame(
            hall=pick(self.words.hall.hall.name, self.language),
            reading=self.reading(reader),
            face=face,
            still_there=self.still_there(reader) if reader.asked else None,
            help=self.help(reader.help.stage) if reader.help.shown and reader.help.stage else None,
            dark=reader.dark,
        )

    def own(self, key: str, **slots: object) -> str:
        return self.words.own.say(self.language, key, **slots)

    def shared(self, key: str, **slots: object) -> str:
        return self.words.shared.say(self.language, key, **slots)

    def button(self, key: str, press: Any, **more: Any) -> ButtonFace:
        return ButtonFace(self.own(key), press, **more)

    def back(self) -> ButtonFace:
        return ButtonFace(self.shared("back"), Back(), icon="arrow-left", kind="quiet")

    def more(self) -> ButtonFace:
        return ButtonFace(self.shared("more"), More(), icon="arrow-right", kind="quiet")

    def reading(self, reader: Reader) -> ReadingFace:
        languages = tuple(
            ButtonFace(
                self.words.shared.say(language, f"language.{language}"),
                Speak(language),
                kind="chosen" if language == self.language else "bar",
            )
            for language in self.words.hall.hall.languages
            if f"language.{language}" in self.words.shared.keys(FIRST)
        )
        large = ButtonFace(
            self.shared("usual-text" if reader.large else "large-text"),
            ToggleLarge(),
            kind="chosen" if reader.large else "bar",
        )
        contrast = ButtonFace(self.shared("contrast"), ToggleContrast(), kind="chosen" if reader.contrast else "bar")
        low = None
        if reader.fittings.lowers:
            words = self.shared("usual-height" if reader.low else "low")
            low = ButtonFace(words, ToggleLow(), kind="chosen" if reader.low else "bar")
        return ReadingFace(
            languages,
            large,
            contrast,
            reader.large,
            reader.contrast,
            low,
            reader.low,
            speech=speech_buttons(self.words.shared, self.language, reader) if reader.aloud else (),
            hold=self.shared("hold") if reader.fittings.headset else "",
            aloud=reader.aloud,
            volume=reader.volume,
            help_button=self.help_button(reader) if reader.fittings.calls else None,
        )

    def help_button(self, reader: Reader) -> ButtonFace:
        stage = reader.help.stage
        key = {"calling": "called", "called": "called", "coming": "coming"}.get(stage or "", "call")
        return ButtonFace(self.shared(f"help.{key}-button"), CallForHelp(), kind="bar" if key == "call" else "chosen")

    def help(self, stage: HelpStage) -> StillThereFace:
        """How it stands with the person who was called; whoever waits in vain reads whom to ring up."""
        line = self.words.hall.hall.hot_line
        hot_line = self.shared("help.hot-line", number=line.replace(" ", "\u00a0")) if line else ""
        text = self.shared(f"help.{stage}.text", hot_line=hot_line).strip()
        hide = ButtonFace(self.shared("help.hide"), HideHelp(), kind="primary")
        if stage == "unheard":
            again = ButtonFace(self.shared("help.again"), CallForHelp(), kind="primary")
            return StillThereFace(
                self.shared("help.unheard.title"),
                text,
                again,
                replace(hide, label=self.shared("help.close"), kind="quiet"),
            )
        withdraw = ButtonFace(self.shared("help.withdraw"), WithdrawHelp(), kind="quiet")
        return StillThereFace(self.shared(f"help.{stage}.title"), text, hide, withdraw)

    def still_there(self, reader: Reader) -> StillThereFace:
        return StillThereFace(
            self.shared("still-there.title"),
            self.shared("still-there.text", seconds=round(reader.presence.warning)),
            ButtonFace(self.shared("still-there.stay"), StillHere(), kind="primary"),
            ButtonFace(self.shared("still-there.leave"), Leave(), kind="quiet"),
        )

    def moment(self, moment: datetime) -> str:
        """«понеділок, 23.11, 08:00»."""
        local = moment.astimezone(self.words.hall.timezone)
        weekday = self.shared("weekdays").split()[local.weekday()]
        date = self.shared("month-day", day=f"{local.day:02}", month=f"{local.month:02}")
        return f"{weekday}, {date}, {local:%H:%M}"


def speech_buttons(shared: Phrases, language: str, reader: Reader) -> tuple[ButtonFace, ...]:
    """What stands in the bar for whoever listens."""

    def button(key: str, press: Any, spoken: str = "") -> ButtonFace:
        return ButtonFace(shared.say(language, key), press, kind="bar", spoken=spoken)

    now = shared.say(language, "volume", now=reader.volume, of=reader.fittings.volumes)
    louder, softer = reader.volume < reader.fittings.volumes, reader.volume > 1
    return (
        button("louder", Louder() if louder else None, now),
        button("softer", Softer() if softer else None),
        button("silence", StopAloud()),
    )
