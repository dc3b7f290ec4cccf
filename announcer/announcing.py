"""The announcer on the bus: which events reach the mouth, what it says of itself, what it does when asked."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from announcer import phrasing
from announcer.hall_clock import HallClock
from announcer.line_up import Call, Limits, LineUp
from announcer.news import Reporter
from announcer.phrasing import Phrase
from announcer.rendering import Rendering
from announcer.sound.players import NoSoundDevice, Player
from announcer.speaker import Speaker
from announcer.voices.choose import UNDERSTOOD
from broker.bus.appliance import Appliance, Outcome
from broker.bus.seam import Bus, Message
from broker.contracts import codec, events
from broker.contracts.errors import ContractError
from broker.contracts.fields import Moment
from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import Phrases
from broker.contracts.status import About, Do
from broker.contracts.topics import Topics

log = logging.getLogger(__name__)

PHRASES = Path(__file__).with_name("phrases")
ROLE = "announcer"
_TEST = ("А042", 5)  # spoken by the self-test
_TEST_PATIENCE = 60.0  # seconds; calls that are under way are spoken first

# After these the visitor is at the window, or is not expected there any more.
_OVER = (
    events.ServiceStarted,
    events.ServiceFinished,
    events.LegFinished,
    events.TicketNoShow,
    events.TicketReturned,
    events.TicketTransferred,
    events.TicketHeld,
    events.TicketCancelled,
)


class _Heartbeat(msgspec.Struct):
    """Of the snapshot the announcer reads the clock, and nothing to speak from."""

    at: Moment


@dataclass(frozen=True, slots=True)
class Making:
    """What an announcer is made of. `wanted`: CHERHA_VOICE."""

    rendering: Rendering
    player: Player
    wanted: str = "best"
    limits: Limits = field(default_factory=Limits)
    version: str = ""


class Announcer:
    """One announcer. Make it before `bus.start()`; then `start`, and `stop` before `bus.stop()`."""

    def __init__(
        self,
        bus: Bus,
        hall: HallFile,
        making: Making,
        *,
        id: str = f"{ROLE}-1",  # noqa: A002 - its name in the contract
        steady: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.phrases = Phrases.load(PHRASES)
        self._rendering = making.rendering
        self._wanted = making.wanted
        self._steady = steady
        self._clock = HallClock(own=wall() - steady())
        self._languages = tuple(one for one in hall.hall.languages if one in self.phrases.languages)
        self._reporter = Reporter(hall, self.phrases, self._languages)
        voice = self._rendering.best.title
        about = About(role=ROLE, version=making.version, voice=voice)
        self.appliance = Appliance(bus, id=id, role=ROLE, version=making.version, about=about, zone=hall.timezone)
        self.appliance.can("identify", self._identify)
        self.appliance.can("self-test", self._self_test)
        self.speaker = Speaker(
            self.phrases,
            self._rendering,
            making.player,
            line_up=LineUp(making.limits),
            spoken=self._look_at_voice,
            clock=steady,
        )
        topics = Topics(bus.hall)
        bus.subscribe(topics.event, self._on_event)
        bus.subscribe(topics.state, self._on_heartbeat)

    def start(self) -> None:
        self._look_at_voice()
        self.speaker.start()

    def stop(self) -> None:
        self.speaker.stop()
        self.appliance.stop()

    def sound_changed(self, why: str | None, folder: str = "") -> None:
        """Nothing can be heard, and why; None: it can again."""
        if why is None:
            self.appliance.clear(NoSoundDevice.code)
        else:
            log.warning("no sound: %s; announcements go to %s", why, folder)
            self._problem(NoSoundDevice.code, folder=folder)
        self._say_state()

    def _on_event(self, message: Message) -> None:
        try:
            event = codec.event(message.body)
        except ContractError as error:
            log.warning("an event that cannot be read: %s", error)
            return
        if isinstance(event, events.TicketCalled | events.TicketRecalled):
            self.speaker.hear(
                Call(
                    seq=event.seq,
                    ticket=event.ticket,
                    number=event.number,
                    window=event.window,
                    languages=event.languages,
                    born=self._clock.steady(event.at.timestamp()),
                    again=isinstance(event, events.TicketRecalled),
                )
            )
        elif isinstance(event, _OVER):
            self.speaker.withdraw(event.ticket)
        elif isinstance(event, events.DayClosed) or (isinstance(event, events.HallSuspended) and event.lines is None):
            self.speaker.be_quiet()  # an air raid is no time to send people to windows
        if news := self._reporter.news(event, self._clock.steady):
            self.speaker.tell(news)
        self._reporter = self._reporter.after(event)

    def _on_heartbeat(self, message: Message) -> None:
        if message.retained or not message.body:
            return  # it was said some other time
        try:
            at = codec.read(_Heartbeat, message.body).at
        except ContractError as error:
            log.warning("a snapshot that cannot be read: %s", error)
            return
        self._clock = self._clock.heard(at.timestamp(), self._steady())

    def _identify(self, _do: Do) -> Outcome:
        said = [phrasing.identify(self.phrases, language, self.appliance.id) for language in self._languages]
        return self._outcome(self.speaker.notice("identify", said))

    def _self_test(self, _do: Do) -> Outcome:
        said: list[Phrase] = [phrasing.self_test(self.phrases, language, *_TEST) for language in self._languages]
        return self._outcome(self.speaker.notice("self-test", said))

    def _outcome(self, said: Future[None]) -> Outcome:
        said.result(_TEST_PATIENCE)
        if problems := self.appliance.problems:
            return "failed", ", ".join(problem.code for problem in problems), ""
        return "done", self._rendering.best.title, ""

    def _look_at_voice(self, _: Rendering | None = None) -> None:
        """Which voice spoke last, and whether the hall deserves better."""
        used = self._rendering.used
        if self._rendering.failed:
            log.warning("voice: %s", self._rendering.failed)
        good = set(UNDERSTOOD) if self._wanted == "best" else {self._wanted}
        away, degraded = used == "chime" and "chime" not in good, used not in good
        self._set("voice-away", on=away, voice=used)
        self._set("voice-degraded", on=degraded and not away, voice=used)
        self._say_state()

    def _set(self, code: str, *, on: bool, **slots: str) -> None:
        if on:
            self._problem(code, **slots)
        else:
            self.appliance.clear(code)

    def _problem(self, code: str, **slots: str) -> None:
        self.appliance.problem(
            code,
            self.phrases.text(f"problem.{code}.message", **slots),
            self.phrases.text(f"problem.{code}.remedy", **slots),
        )

    def _say_state(self) -> None:
        wanted = "degraded" if self.appliance.problems else "ready"
        if self.appliance.state != wanted:
            self.appliance.degraded() if wanted == "degraded" else self.appliance.ready()
