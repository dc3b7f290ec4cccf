"""What the voice tells once about the hall itself: it is suspended, it goes on, lines stand still, windows help.

Pure; seconds of any steady clock come in as `now`. The rules:
1. The same news is heard once; what is older than other news of its subject is not news.
2. Later news of a subject takes the place of what was not said yet: nobody hears of an alarm that is over.
3. When the whole hall stands still, nothing else matters.
4. News that has become old unsaid is not said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from announcer.phrasing import Phrase, plain
from broker.contracts import events
from broker.contracts.fields import kebab
from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import Phrases, pick

FRESH = 60.0  # seconds; a minute after it began, whoever hears of an alarm late still hears in time
HALL = "hall"
_NAMED = 3  # lines; a longer list is not remembered by anybody who hears it


@dataclass(frozen=True, slots=True)
class News:
    """`at`: when it happened by the hall's clock (POSIX seconds); `born`: the same on the clock of `now`."""

    subject: str
    title: str
    at: float
    born: float
    phrases: tuple[Phrase, ...]
    stops_all: bool = False


@dataclass(frozen=True, slots=True)
class Bulletin:
    """The news that waits for the voice."""

    waiting: tuple[News, ...] = ()
    _latest: MappingProxyType[str, float] = field(default_factory=lambda: MappingProxyType({}))

    def hear(self, news: News, now: float) -> Bulletin:
        """The bulletin after news arrived: unchanged by what is old or was heard before."""
        if news.at <= self._latest.get(news.subject, float("-inf")) or now - news.born > FRESH:
            return self
        waiting = () if news.stops_all else tuple(n for n in self.waiting if n.subject != news.subject)
        latest = MappingProxyType({**self._latest, news.subject: news.at})
        return replace(self, waiting=(*waiting, news), _latest=latest)

    def cleared(self) -> Bulletin:
        """The bulletin with nothing left to tell."""
        return replace(self, waiting=())

    def take(self, now: float) -> tuple[Bulletin, News | None]:
        """What to tell now, or None, and what remains."""
        ready = tuple(news for news in self.waiting if now - news.born <= FRESH)
        return replace(self, waiting=ready[1:]), (ready[0] if ready else None)


@dataclass(frozen=True, slots=True)
class Reporter:
    """Makes news of events, in the words of one hall. `suspended`: why the hall stands still, as far as was heard."""

    hall: HallFile
    phrases: Phrases
    languages: tuple[str, ...]
    suspended: str | None = None

    def after(self, event: object) -> Reporter:
        """The reporter who has heard `event`."""
        if isinstance(event, events.HallSuspended) and event.lines is None:
            return replace(self, suspended=event.why)
        if isinstance(event, events.HallResumed) and event.lines is None:
            return replace(self, suspended=None)
        return self

    def news(self, event: object, steady: Callable[[float], float]) -> News | None:
        """The news in an event, or None; `steady` tells when on the clock of `now` a moment of the hall's was."""
        match event:
            case events.HallSuspended(why=why, lines=None):
                subject, said = HALL, self.said("suspended", why)
            case events.HallResumed(lines=None):
                subject, said = HALL, self.said("resumed", event.why or self.suspended or "")
            case events.HallSuspended(why=why, lines=tuple(lines)):
                subject, said = _of(lines), self.said("parked", why, lines)
            case events.HallResumed(lines=tuple(lines)):
                subject, said = _of(lines), self.said("unparked", "", lines)
            case events.SurgeStarted(lent=lent):
                lines = tuple(dict.fromkeys(line for each in lent for line in each.lines))
                subject, said = f"surge {event.surge}", self.said("surge", "", lines)
            case _:
                return None
        at = event.at.timestamp()
        stops_all = subject == HALL and isinstance(event, events.HallSuspended)
        return News(subject, kebab(type(event).__name__), at, steady(at), said, stops_all)

    def said(self, what: str, why: str, lines: tuple[str, ...] = ()) -> tuple[Phrase, ...]:
        """The words of one kind of news in every language of the hall."""
        first = self.phrases.languages[0]
        written = f"news.{what}.{why}" in self.phrases.keys(first)
        key = f"news.{what}.{why if written else 'other'}"
        return tuple(
            Phrase(language, plain(self.phrases.say(language, key, lines=self._names(lines, language))))
            for language in self.languages
        )

    def _names(self, lines: tuple[str, ...], language: str) -> str:
        known = [pick(line.name, language) for each in lines if (line := self.hall.lines.get(each))]
        if not known or len(known) > _NAMED:
            return self.phrases.say(language, "news.some-lines")
        return ", ".join(known)


def _of(lines: tuple[str, ...]) -> str:
    return f"lines {' '.join(sorted(lines))}"
