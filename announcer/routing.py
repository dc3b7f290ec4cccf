"""Which event concerns which mouth: calls by their zone, news and alarms everywhere, the staff's words where they want."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from announcer.line_up import OVER, SERVING, Call
from announcer.news import FRESH, HALL, Reporter
from announcer.phrasing import Phrase, plain
from announcer.speaker import Speaker
from broker.contracts import events
from broker.contracts.hall_file import HallFile

# After these the visitor is at the window, or is not expected there any more.
_ENDS: dict[type[events.Event], str] = {
    events.ServiceStarted: SERVING,
    events.ServiceFinished: SERVING,
    events.LegFinished: SERVING,
    events.TicketNoShow: OVER,
    events.TicketReturned: OVER,
    events.TicketTransferred: OVER,
    events.TicketHeld: OVER,
    events.TicketCancelled: OVER,
}


@dataclass(frozen=True, slots=True)
class Routing:
    """`steady` tells when on the speakers' clock a moment (POSIX seconds) of the hall's was."""

    hall: HallFile
    speakers: Sequence[Speaker]
    steady: Callable[[float], float]
    now: Callable[[], float]
    made: dict[str, None] = field(default_factory=dict)  # the staff's announcements that were heard

    def hear(self, event: object, reporter: Reporter) -> None:
        """Let every mouth that an event concerns do what follows from it."""
        match event:
            case events.TicketCalled() | events.TicketRecalled():
                self._call(event)
            case events.AnnouncementMade():
                self._manual(event, reporter.languages)
            case events.DayClosed():
                self._quiet(event)
            case events.HallSuspended(lines=None):
                self._quiet(event)
                self.alarm(event.why, event.at.timestamp())
            case events.HallResumed(lines=None):
                self.alarm(None, event.at.timestamp())
            case events.Event() if type(event) in _ENDS:
                for speaker in self.speakers:
                    speaker.withdraw(event.ticket, event.seq, _ENDS[type(event)])  # type: ignore[attr-defined]
        news = reporter.news(event, self.steady)
        if news and not (news.subject == HALL and getattr(event, "why", None) in self._emergencies and news.stops_all):
            for speaker in self.speakers:
                speaker.tell(news)

    def alarm(self, why: str | None, at: float) -> None:
        """The hall says, dated `at`, why it stands still (None: it does not)."""
        for speaker in self.speakers:
            speaker.alarm(why if why in self._emergencies else None, at)

    @property
    def _emergencies(self) -> tuple[str, ...]:
        return self.hall.announcer.emergencies

    def _call(self, event: events.TicketCalled | events.TicketRecalled) -> None:
        every = self.hall.announcer.languages == "hall"
        call = Call(
            seq=event.seq,
            ticket=event.ticket,
            number=event.number,
            window=event.window,
            languages=self.hall.hall.languages if every else event.languages,
            born=self.steady(event.at.timestamp()),
            again=isinstance(event, events.TicketRecalled),
            zone=event.zone,
        )
        for speaker in self.speakers:
            if speaker.outlet.serves(event.zone):
                speaker.hear(call)

    def _manual(self, event: events.AnnouncementMade, languages: tuple[str, ...]) -> None:
        if self.now() - self.steady(event.at.timestamp()) > FRESH or event.announcement in self.made:
            return
        self.made[event.announcement] = None
        said = [Phrase(one, plain(event.text[one])) for one in languages if one in event.text] * event.times
        for speaker in self.speakers:
            if speaker.outlet.serves(*event.zones):
                speaker.notice("manual", said, "manual", event.announcement)

    def _quiet(self, event: events.Event) -> None:
        for speaker in self.speakers:
            speaker.be_quiet(self.steady(event.at.timestamp()))
