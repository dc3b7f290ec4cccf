"""Who watches which ticket: each ticket's page is drawn once when it changes, however many telephones show it.

A phone hears its face when that has changed, else a beat; a page that hears neither says that it has lost the hall.
Where no stream comes through, it asks now and then: what it is told is the same face, made for all who watch the ticket.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from math import inf

import msgspec

from broker.contracts.events import Event
from office.live import Live
from office.phone.counting import Counting
from office.phone.face import PHRASES, Face, Surroundings, face
from office.phone.visits import Visits
from office.words import Words

BEAT = 5.0  # seconds; `static/phone.js` gives up after three of them
GATHER = 0.02  # seconds in which changes that come together are drawn together
LOOK = 1.0  # seconds after which we see by ourselves that the hall is silent
MOST_ALIKE = 6  # streams of one ticket
MOST = 4000  # streams
STILL_THERE = 45.0  # seconds after its last question for which a phone that asks counts as one that watches

Key = tuple[str, str]  # ticket, language


@dataclass(slots=True)
class _Channel:
    """`drawn`: the face as JSON; `asked`: when it was last asked for (monotonic seconds)."""

    say: Words
    face: Face
    drawn: bytes = b""
    listeners: set[asyncio.Event] = field(default_factory=set)
    asked: float = -inf

    def draw(self, fresh: Face) -> None:
        self.face, self.drawn = fresh, msgspec.json.encode(fresh)

    def is_watched(self, now: float) -> bool:
        return bool(self.listeners) or now - self.asked < STILL_THERE


class Watching:
    """The faces of all tickets that somebody looks at. Lives in the office's asyncio loop."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._channels: dict[Key, _Channel] = {}
        self._shared: object = None
        self._told: set[str] = set()
        self._streams = 0
        self.visits = Visits()
        self.counting = Counting(live, self._waiting, self._told.add)
        live.follow(self)

    def hear(self, event: Event) -> None:
        self.visits.hear(event)

    def forget(self) -> None:
        self.visits.forget()
        self.counting.forget()

    def words(self, language: str) -> Words:
        return Words(language, self._live.hall.timezone, PHRASES)

    def face(self, ticket: str, say: Words) -> Face:
        """What the page of `ticket` shows now."""
        return face(self.visits.by_id.get(ticket), self.counting.of(ticket), self._around(), say)

    def may_watch(self, ticket: str) -> bool:
        """Whether there is room for one more stream, of all and of this ticket."""
        alike = sum(len(channel.listeners) for (each, _), channel in self._channels.items() if each == ticket)
        return self._streams < MOST and alike < MOST_ALIKE

    @property
    def streams(self) -> int:
        return self._streams

    async def stream(self, ticket: str, language: str) -> AsyncIterator[bytes]:
        """The events of one phone, until it or the office goes away."""
        channel = self._channel(ticket, language)
        news, shown = asyncio.Event(), b""
        channel.listeners.add(news)
        self._streams += 1
        try:
            while not self._live.closing:
                news.clear()
                beat = b"event: beat\ndata: %s\n\n" % self.heard()
                if channel.drawn is not shown:
                    shown = channel.drawn
                    beat = b"event: face\ndata: %s\n\n" % shown + beat
                yield beat
                try:
                    async with asyncio.timeout(BEAT):
                        await news.wait()
                except TimeoutError:
                    pass
        finally:
            self._streams -= 1
            channel.listeners.discard(news)
            if not channel.is_watched(time.monotonic()) and self._channels.get((ticket, language)) is channel:
                del self._channels[ticket, language]

    def told(self, ticket: str, language: str, now: float) -> bytes:
        """What a phone is told that asks at `now` (monotonic seconds), as JSON: its face, and how old that is."""
        channel = self._channel(ticket, language)
        channel.asked = now
        return b'{"face":%s,%s' % (channel.drawn, self.heard()[1:])

    def heard(self) -> bytes:
        """When the hall was last heard, as JSON: `age` in seconds."""
        standing = self._live.standing()
        return b'{"age":%.1f,"now":"%s"}' % (
            max(0.0, standing.age) if standing.snapshot else 0.0,
            standing.now.isoformat(timespec="seconds").encode(),
        )

    def _channel(self, ticket: str, language: str) -> _Channel:
        channel = self._channels.get((ticket, language))
        if channel is None:
            say = self.words(language)
            channel = self._channels[ticket, language] = _Channel(say, self.face(ticket, say))
            channel.draw(channel.face)
            self.counting.want([ticket] if ticket in self.visits.by_id else [])
        return channel

    def _let_go(self, now: float) -> None:
        """Forget what nobody watches any more."""
        for key in [key for key, channel in self._channels.items() if not channel.is_watched(now)]:
            del self._channels[key]

    async def run(self) -> None:
        """Draw what has changed, as long as the office lives."""
        counting = asyncio.create_task(self.counting.run())
        while not self._live.closing:
            changed = self._live.changed
            self._refresh()
            try:
                async with asyncio.timeout(LOOK):
                    await changed.wait()
                await asyncio.sleep(GATHER)
            except TimeoutError:
                pass
        counting.cancel()
        for channel in self._channels.values():
            _ring(channel)

    def _around(self) -> Surroundings:
        standing = self._live.standing()
        return Surroundings(self._live.hall, standing.snapshot, standing.trust, standing.heard_at)

    def _waiting(self) -> list[str]:
        """Tickets that wait and that somebody looks at; those that are called soon first."""
        by_id = self.visits.by_id
        watched = dict.fromkeys(ticket for ticket, _ in self._channels)
        waiting = [each for each in watched if each in by_id and by_id[each].state == "waiting"]
        return sorted(waiting, key=lambda each: self.counting.of(each).ahead or 0)

    def _refresh(self) -> None:
        self._let_go(time.monotonic())
        changed, self.visits.changed = self.visits.changed, set()
        stirred, self.visits.stirred = self.visits.stirred, set()
        told = changed | self._told
        self._told.clear()
        around, by_id = self._around(), self.visits.by_id
        snapshot = around.snapshot
        shared = (around.trust, snapshot.notices if snapshot else ())
        everybody, self._shared = shared != self._shared, shared
        if stirred:
            self.counting.want(each for each in self._waiting() if by_id[each].line in stirred)
        for (ticket, _), channel in self._channels.items():
            if everybody or ticket in told:
                fresh = face(by_id.get(ticket), self.counting.of(ticket), around, channel.say)
                if fresh != channel.face:
                    channel.draw(fresh)
                    _ring(channel)


def _ring(channel: _Channel) -> None:
    for listener in channel.listeners:
        listener.set()
