"""Between the flow and the world: answers become commands in the outbox; the hall, its events and content become inputs.

Everything that comes from another thread is carried over to the screen's thread by `later`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import tzinfo

from broker.bus.appliance import Appliance
from broker.bus.asking import Asker
from broker.bus.clock import now
from broker.bus.content_store import ContentStore
from broker.bus.outbox import Outbox, OutboxFull
from broker.bus.seam import Bus, Message
from broker.bus.settings import Settings
from broker.bus.watch import HallWatch
from broker.contracts import codec
from broker.contracts.commands import AnswerSurvey, Command
from broker.contracts.errors import ConfigError, ContractError
from broker.contracts.events import SurveyAsked
from broker.contracts.hall_file import HallFile
from broker.contracts.playlists import Slide
from broker.contracts.replies import Reply
from broker.contracts.snapshot import Snapshot
from broker.contracts.status import About
from broker.contracts.surveys import checking
from broker.contracts.topics import Topics
from display.look.trace import Note
from display.media.playlist import Playlist, WakeIn
from kiosk.survey.inputs import Effect, Input, Invited, SendAnswers, SlideOver, SlidesSeen, SurveySeen, WindowSeen

log = logging.getLogger(__name__)


class Backstage:
    """Everything the tablet has beside its screen. Made before `bus.start()`; then `start`."""

    def __init__(
        self,
        bus: Bus,
        settings: Settings,
        hall: HallFile,
        *,
        about: About,
        tell: Callable[[Input], None],
        later: Callable[[Callable[[], None]], None],
        note: Note = lambda _what, _about: None,
        wake_in: WakeIn = lambda _seconds: None,
    ) -> None:
        self._bus, self._window, self._zone = bus, settings.window, hall.timezone
        self._tell, self._later, self._note = tell, later, note
        self.appliance = Appliance(
            bus, id=bus.client, role=about.role, version=about.version, about=about, zone=hall.timezone
        )
        self._outbox = Outbox(settings.state_dir / "outbox.db", Asker(bus), self._settled)
        self._watch = HallWatch(bus, self._hall_changed)
        folder = settings.state_dir / "content"
        self._survey = ContentStore(
            bus,
            settings.survey,
            folder,
            check=checking.check,
            staff=self.appliance,
            on_change=lambda: later(self._read_survey),
            release=about.version,
        )
        self._playlist = Playlist(
            bus,
            settings.playlist,
            folder,
            staff=self.appliance,
            release=about.version,
            later=later,
            changed=lambda slides: tell(SlidesSeen(time.monotonic(), slides)),
            wall_clock=lambda: now(hall.timezone),
            wake_in=wake_in,
        )
        bus.subscribe(Topics(bus.hall).event, self._hear)

    def start(self) -> None:
        self._read_survey()
        self._playlist.read()
        self._bus.start()
        self.appliance.ready()

    def stop(self) -> None:
        self._survey.stop()
        self._playlist.stop()
        self.appliance.stop()
        self._outbox.close()
        self._bus.stop()

    def act(self, effect: Effect) -> None:
        """Do what the flow asks for. In the screen's thread; returns at once."""
        self._note("answered", effect.run)
        self._survey.proven()  # somebody has been asked with it, and has answered
        try:
            self._outbox.put(_command(effect, self._window, self._zone))
        except OutboxFull:
            log.exception("an answer could not be kept: the hall has been away for a day")

    def slide_stands(self) -> None:
        """A picture of the playlist is on the screen. In the screen's thread."""
        self._playlist.proven()

    def slide_ended(self, slide: Slide, why: str) -> None:
        """A slide has come to its end, or (`why`) could not be shown. In the screen's thread."""
        self._playlist.ended(slide, why)
        self._tell(SlideOver(time.monotonic(), slide, broken=bool(why)))

    def look_at_the_clock(self) -> None:
        """Another hour may have other slides. In the screen's thread."""
        self._playlist.look_at_the_clock()

    def _read_survey(self) -> None:
        survey = None
        if self._survey.path is not None:
            try:
                survey = checking.load(self._survey.path, "survey", self._survey.version)
            except ConfigError as wrong:  # it was good once: the disk, or a younger version of ours
                log.warning("%s", wrong)
                self._survey.blame("mistakes", wrong)
        if survey is None and self._survey.path is None:
            survey = checking.load(checking.DEFAULT, "survey", self.appliance.version)
        if survey is not None:
            self._tell(SurveySeen(time.monotonic(), survey))

    def _hall_changed(self) -> None:
        """The watch's `on_change`: in the bus's thread."""
        snapshot = self._watch.snapshot
        if snapshot is not None:
            seen = window_seen(snapshot, self._window, time.monotonic())
            self._later(lambda: self._tell(seen))

    def _hear(self, message: Message) -> None:
        """An event: in the bus's thread. One kind of them concerns us; the snapshot tells the rest."""
        if b'"survey-asked"' not in message.body or message.retained:
            return
        try:
            event = codec.event(message.body)
        except ContractError:
            return
        if isinstance(event, SurveyAsked) and event.window == self._window:
            invited = Invited(
                time.monotonic(), f"{event.at.astimezone(self._zone):%Y-%m-%d} {event.number}", event.number
            )
            self._later(lambda: self._tell(invited))

    def _settled(self, command: Command, reply: Reply) -> None:
        if reply.status != "done":
            log.info("%s of %s: %s", reply.status, command.id, reply.reason or reply.field)


def window_seen(snapshot: Snapshot, window: int, at: float) -> WindowSeen:
    """What the hall tells of the tablet's window."""
    view = next((each for each in snapshot.windows if each.id == window), None)
    ticket = view.ticket if view is not None and view.state == "serving" else None
    suspended = snapshot.hall == "suspended" and bool(snapshot.notices)
    return WindowSeen(
        at,
        visit=f"{snapshot.at:%Y-%m-%d} {ticket}" if ticket else None,
        ticket=ticket,
        open=snapshot.hall == "open",
        notice=snapshot.notices[0].text if suspended else None,
    )


def _command(effect: SendAnswers, window: int, zone: tzinfo) -> AnswerSurvey:
    return AnswerSurvey(
        id=effect.id,
        at=now(zone),
        window=window,
        ticket=effect.ticket or None,
        survey=effect.survey,
        version=effect.version or "0",
        run=effect.run,
        language=effect.language,
        answers=dict(effect.answers),
        comments=dict(effect.comments),
        partial=effect.partial,
    )
