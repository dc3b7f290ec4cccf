"""The announcer on the bus: its mouths, what it says of itself, what it does when asked."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from announcer import phrasing
from announcer.alarm import Alarm
from announcer.confirming import Confirming
from announcer.hall_clock import HallClock
from announcer.line_up import Limits, LineUp
from announcer.naming import Names
from announcer.news import Reporter
from announcer.outlet import Outlet
from announcer.phrasing import Phrase
from announcer.rendering import Rendering
from announcer.routing import Routing
from announcer.sound.players import NoSoundDevice, Player
from announcer.speaker import Rules, Speaker
from announcer.voice_report import SILENT, VoiceReport, named_calls
from announcer.voices.choose import UNDERSTOOD
from announcer.workshop import Workshop
from broker.bus.appliance import Appliance, Outcome
from broker.bus.seam import Bus, Message
from broker.contracts import codec
from broker.contracts.errors import ContractError, HardwareError
from broker.contracts.fields import Moment
from broker.contracts.hall_file import HallFile
from broker.contracts.moments import local
from broker.contracts.phrases import FIRST, Phrases
from broker.contracts.status import About, Do
from broker.contracts.topics import Topics

log = logging.getLogger(__name__)

PHRASES = Path(__file__).with_name("phrases")
ROLE = AREA = "announcer"  # and the area of the hall's own phrases
_TEST = ("А042", 5)  # spoken by the self-test
_LONGEST = 120.0  # seconds of one part of an announcement: the staff's own words, made and spoken
_TEST_PATIENCE = 60.0  # seconds; calls that are under way are spoken first


class _Heartbeat(msgspec.Struct):
    """Of the snapshot the announcer reads the clock and whether an alarm is in force; no call, ever."""

    at: Moment
    hall: str = ""
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Making:
    """What an announcer is made of. `wanted`: CHERHA_VOICE. `outlets`: its mouths; none: `player` alone, for everybody.

    `limits`: instead of those that the hall file says. `spare`: where files go while there is no sound. `outbox`: the
    file in which wait what is to be told of announcements; none: they wait in memory.
    """

    rendering: Rendering
    player: Player
    wanted: str = "best"
    limits: Limits | None = None
    version: str = ""
    outlets: Sequence[Outlet] = ()
    spare: Path = Path()
    outbox: Path | None = None


def limits_of(hall: HallFile) -> Limits:
    """The limits of a line-up as the hall file has them."""
    part = hall.announcer
    return Limits(
        patience=part.stale.total_seconds(), rounds=part.rounds, busy=part.busy, merge=part.merge, wording=part.wording
    )


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
        self._good = frozenset(UNDERSTOOD if making.wanted == "best" else (making.wanted,))
        self._voice = VoiceReport()
        self._spare = making.spare
        self._steady = steady
        self._clock = HallClock(own=wall() - steady())
        self._hall = hall
        self._languages = tuple(one for one in hall.hall.languages if one in self.phrases.languages)
        self._reporter = Reporter(hall, self.phrases, self._languages)
        voice = self._rendering.best.title
        about = About(role=ROLE, version=making.version, voice=voice)
        self.appliance = Appliance(bus, id=id, role=ROLE, version=making.version, about=about, zone=hall.timezone)
        self.appliance.can("identify", self._identify)
        self.appliance.can("self-test", self._self_test)
        self._confirming = Confirming(bus, id, self._moment, hall.announcer.duck, making.outbox)
        self.workshop = Workshop(making.rendering, self._look_at_voice)
        rules = Rules(
            self.phrases,
            LineUp(making.limits or limits_of(hall)),
            Alarm(every=hall.announcer.emergency_every.total_seconds()),
            lambda why: self._reporter.said("suspended", why),
            self._confirming.tell,
            Names.of(hall),
        )
        outlets = making.outlets or (Outlet(making.player),)
        self.speakers = tuple(Speaker(outlet, self.workshop, rules, clock=steady) for outlet in outlets)
        self._routing = Routing(hall, self.speakers, self._when, steady)
        topics = Topics(bus.hall)
        bus.subscribe(topics.event, self._on_event)
        bus.subscribe(topics.state, self._on_heartbeat)

    @property
    def speaker(self) -> Speaker:
        """The first mouth, which in most halls is the only one."""
        return self.speakers[0]

    def start(self) -> None:
        self._look_for_words()
        self._look_at_voice()
        # The first language alone: another one's voice is read from the card while this one speaks.
        self.workshop.warm_up([Phrase(FIRST, phrasing.cardinal(self.phrases, FIRST, 1))])
        for speaker in self.speakers:
            speaker.start()

    def said_anew(self) -> None:
        """The hall's phrases are others from now on. From any thread."""
        self._voice = replace(self._voice, lacking=None)
        self._look_for_words()
        self._tell_of_voice()

    def stop(self) -> None:
        for speaker in self.speakers:
            speaker.stop()
        self.workshop.close()
        self._confirming.close()
        self.appliance.stop()

    @property
    def turns(self) -> bool:
        """Whether every mouth goes on: it waits, or it is at an announcement that is not longer than any could be."""
        return all(speaker.stands < _LONGEST for speaker in self.speakers)

    @property
    def time(self) -> datetime:
        """The hall's time now."""
        return self._moment(self._steady())

    def sound_changed(self, output: str, why: str | None) -> None:
        """Nothing can be heard at an output ("": the only one), and why; None: it can again."""
        code = f"output-away-{output}" if output else NoSoundDevice.code
        if why is None:
            self.appliance.clear(code)
        else:
            log.warning("no sound %s: %s", output, why)
            key = "output-away" if output else code
            slots = {"folder": str(self._spare), "output": output}
            message, remedy = (self.phrases.text(f"problem.{key}.{part}", **slots) for part in ("message", "remedy"))
            self.appliance.problem(code, message, remedy)
        self._say_state()

    def _on_event(self, message: Message) -> None:
        try:
            event = codec.event(message.body)
        except ContractError as error:
            log.warning("an event that cannot be read: %s", error)
            return
        self._routing.hear(event, self._reporter)
        self._reporter = self._reporter.after(event)

    def _on_heartbeat(self, message: Message) -> None:
        if message.retained or not message.body:
            return  # it was said some other time
        try:
            beat = codec.read(_Heartbeat, message.body)
        except ContractError as error:
            log.warning("a snapshot that cannot be read: %s", error)
            return
        self._clock = self._clock.heard(beat.at.timestamp(), self._steady())
        if beat.hall:
            self._routing.alarm(beat.why if beat.hall == "suspended" else None, beat.at.timestamp())

    def _when(self, at: float) -> float:
        """When on the steady clock something happened that the hall dates `at`."""
        return self._clock.steady(at)

    def _moment(self, steady: float) -> datetime:
        """The hall's time at a moment of the steady clock."""
        return local(datetime.fromtimestamp(steady - self._clock.steady(0.0), UTC), self._hall.timezone)

    def _identify(self, _do: Do) -> Outcome:
        said = [phrasing.identify(self.phrases, language, self.appliance.id) for language in self._languages]
        return self._outcome([speaker.notice("identify", said) for speaker in self.speakers])

    def _self_test(self, _do: Do) -> Outcome:
        said: list[Phrase] = [phrasing.self_test(self.phrases, language, *_TEST) for language in self._languages]
        return self._outcome([speaker.notice("self-test", said) for speaker in self.speakers])

    def speak_a_trial(self) -> str:
        """The trial phrase, by every mouth; the name of the voice. HardwareError when it cannot be heard."""
        outcome, told, _ = self._outcome(
            [
                speaker.notice(
                    "self-test", [phrasing.self_test(self.phrases, language, *_TEST) for language in self._languages]
                )
                for speaker in self.speakers
            ]
        )
        if outcome != "done":
            raise HardwareError(told)
        return told

    def _outcome(self, said: Sequence[Future[None]]) -> Outcome:
        for each in said:
            each.result(_TEST_PATIENCE)
        if problems := self.appliance.problems:
            return "failed", ", ".join(problem.code for problem in problems), ""
        return "done", self._rendering.best.title, ""

    def _look_at_voice(self) -> None:
        """Which voice spoke last, and whether the hall deserves better."""
        rendering = self._rendering
        if rendering.failed:
            log.warning("voice: %s", rendering.failed)
        self._voice = self._voice.after(rendering.used, rendering.wordless, self._good)
        self._tell_of_voice()

    def _look_for_words(self) -> None:
        """Whether all that this hall calls its windows and zones can be said, before anybody is called there."""
        for phrase in named_calls(self.phrases, self._hall, self._languages):
            best, used = self._rendering.best.name, self._rendering.who_says(phrase)
            if used != best:
                self._voice = self._voice.after(used, best, self._good)

    def _tell_of_voice(self) -> None:
        told = self._voice
        lacks, spare = told.lacking or ("", "")
        self._set("voice-away", on=told.away, voice=SILENT)
        self._set("voice-degraded", on=bool(told.degraded), voice=told.degraded)
        self._set("voice-lacks-words", on=told.lacking is not None, voice=lacks, spare=spare)
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
