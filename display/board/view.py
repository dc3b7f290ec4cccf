"""What a board shows: the last snapshot, the hall file, the time and the age of the data made into words. Pure.

Nothing is shown that the snapshot does not say. What it said too long ago is shown with its age.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice
from typing import Literal

from msgspec import Struct

from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import Phrases, pick
from broker.contracts.snapshot import CallView, LineState, Snapshot
from display.board.calls import Calls
from display.look.aging import STALE, UNTRUE, age_in_words, next_age, next_minute
from display.look.two_languages import NO_WORDS, Words

NO_BREAK = "\N{NO-BREAK SPACE}"
MOST_NOTICES = 2  # more would leave no room for the calls; the gravest come first
ROUND = 5  # minutes; see `_range`

BannerKind = Literal["", "closed", "suspended", "quiet"]


class CallRow(Struct, frozen=True):
    """`mark`: the sign of a priority, or "". `zone`: "" in a hall of one zone."""

    number: str
    window: str
    zone: str
    mark: str
    stands_out: bool

    @property
    def key(self) -> tuple[str, str]:
        return self.number, self.window


class LineRow(Struct, frozen=True):
    letter: str
    name: Words
    waiting: str
    when: str
    time_known: bool


class Banner(Struct, frozen=True):
    """What everybody must know before they look at the calls. `quiet`: there is nothing to look at yet."""

    kind: BannerKind = ""
    title: Words = NO_WORDS
    more: Words = NO_WORDS


class NoticeRow(Struct, frozen=True):
    """What everybody must know besides the calls. `grave`: something stands still."""

    words: Words
    grave: bool


class View(Struct, frozen=True):
    hall: str
    clock: str
    date: str
    ticket: Words
    window: Words
    waiting: Words
    when: Words
    calls: tuple[CallRow, ...]
    lines: tuple[LineRow, ...]
    banner: Banner
    notices: tuple[NoticeRow, ...]
    strip: str
    hot_line: str
    stale: bool


class Heard(Struct, frozen=True):
    """All that a board knows at one moment. `age`: seconds since the queue-master was last heard."""

    snapshot: Snapshot | None
    calls: Calls
    age: float
    monotonic: float
    now: datetime  # in the hall's time zone


class Teller:
    """Makes views for one hall in the order of its languages."""

    def __init__(self, hall: HallFile, phrases: Phrases, languages: tuple[str, ...] = ()) -> None:
        self._hall, self._phrases = hall, phrases
        known = [one for one in languages or hall.hall.languages if one in phrases.languages] or ["uk"]
        self._first = known[0]
        self._second = known[1] if len(known) > 1 else ""
        # Prefixes are a matter of the hall file; the snapshot only says that there is a priority.
        self._mark = "/".join(dict.fromkeys(p.prefix for p in hall.priority)) or "П"
        self._many_zones = len({window.zone for window in hall.window}) > 1

    def view(self, heard: Heard) -> View:
        snapshot = heard.snapshot
        stale = heard.age > STALE
        return View(
            hall=pick(self._hall.hall.name, self._first),
            clock=f"{heard.now:%H:%M}",
            date=self._date(heard.now, self._first),
            ticket=self._words("ticket"),
            window=self._words("window"),
            waiting=self._words("waiting"),
            when=self._words("when"),
            calls=tuple(self._call(call, heard) for call in heard.calls.shown),
            lines=tuple(self._line(line, heard, _stopped(snapshot)) for line in snapshot.lines)
            if snapshot and snapshot.hall != "closed"
            else (),
            banner=self._banner(snapshot, heard.now),
            notices=self._notices(snapshot) if snapshot and snapshot.hall == "open" else (),
            strip=self._stale(heard.age) if stale and snapshot else self._explanation(),
            hot_line=self._hot_line(),
            stale=stale and snapshot is not None,
        )

    def identify(self, appliance: str) -> Words:
        """Who this board is, for a technician who asks it from afar: the id, and what stands above it."""
        return Words(appliance, self._phrases.say(self._first, "identify"))

    def _words(self, key: str, **slots: object) -> Words:
        say = self._phrases.say
        return Words(say(self._first, key, **slots), say(self._second, key, **slots) if self._second else "")

    def _date(self, now: datetime, language: str) -> str:
        say = self._phrases.say
        weekday = say(language, f"date.weekday.{now.isoweekday()}")
        month = say(language, f"date.month.{now.month}")
        return say(language, "date.written", weekday=weekday, day=now.day, month=month)

    def _call(self, call: CallView, heard: Heard) -> CallRow:
        zone = self._hall.zones.get(call.zone)
        return CallRow(
            number=call.number,
            window=str(call.window),
            zone=pick(zone.name, self._first) if zone and self._many_zones else "",
            mark=self._mark if call.priority else "",
            stands_out=heard.calls.stands_out(call, heard.monotonic),
        )

    def _line(self, line: LineState, heard: Heard, stopped: frozenset[str]) -> LineRow:
        known = self._hall.lines.get(line.id)
        first = pick(known.name, self._first) if known else line.id
        second = known.name.get(self._second, "") if known else ""
        when, time_known = self._when(line, heard, stopped=line.id in stopped)
        return LineRow(line.letter, Words(first, second), str(line.waiting), when, time_known)

    def _when(self, line: LineState, heard: Heard, *, stopped: bool) -> tuple[str, bool]:
        say = self._phrases.say
        if stopped:
            return say(self._first, "line-stopped"), False
        if not line.open and not line.waiting:
            return self._why_closed(line, heard.now), False
        if line.estimate is None or not line.open or heard.age > UNTRUE:
            return say(self._first, "unknown-time"), False
        if not line.waiting and line.estimate.latest - heard.now < timedelta(minutes=ROUND):
            return say(self._first, "nobody-waits"), False
        return _range(max(line.estimate.earliest, heard.now), line.estimate.latest, heard.now), True

    def _why_closed(self, line: LineState, now: datetime) -> str:
        if line.opens is not None:
            opens = line.opens.astimezone(self._hall.timezone)
            if opens.date() == now.astimezone(self._hall.timezone).date():
                return self._phrases.say(self._first, "line-opens", time=f"{opens:%H:%M}")
        return self._phrases.say(self._first, "line-closed")

    def _banner(self, snapshot: Snapshot | None, now: datetime) -> Banner:
        if snapshot is None:
            return Banner("quiet", self._words("connecting"), self._words("connecting-more"))
        if snapshot.hall == "closed":
            return self._closed(snapshot.until, now)
        if snapshot.hall == "suspended":
            reason = f"suspended.{snapshot.why}"
            key = reason if f"{reason}.title" in self._phrases.keys("uk") else "suspended"
            return Banner("suspended", self._words(f"{key}.title"), self._words(f"{key}.more"))
        if not snapshot.calls:
            return Banner("quiet", self._words("no-calls"))
        return Banner()

    def _closed(self, until: datetime | None, now: datetime) -> Banner:
        """When there will be somebody again, if that is known."""
        if until is None:
            return Banner("closed", self._words("closed.title"), self._words("closed.more"))
        opens = until.astimezone(self._hall.timezone)
        if opens.date() == now.astimezone(self._hall.timezone).date():
            return Banner("closed", self._words("closed.not-now"), self._words("closed.today", time=f"{opens:%H:%M}"))
        return Banner("closed", self._words("closed.title"), self._dated("closed.next", opens))

    def _dated(self, key: str, moment: datetime) -> Words:
        """A phrase with a day and a time of it, in both languages."""
        return Words(*(self._in(language, key, moment) if language else "" for language in (self._first, self._second)))

    def _in(self, language: str, key: str, moment: datetime) -> str:
        return self._phrases.say(language, key, date=self._date(moment, language), time=f"{moment:%H:%M}")

    def _notices(self, snapshot: Snapshot) -> tuple[NoticeRow, ...]:
        told = (notice for notice in snapshot.notices if notice.text)
        return tuple(
            NoticeRow(Words(pick(notice.text, self._first), notice.text.get(self._second, "")), notice.stops)
            for notice in islice(told, MOST_NOTICES)
        )

    def _explanation(self) -> str:
        words = self._words("priority")
        both = f"{words.first}  ·  {words.second}" if words.second else words.first
        return f"{self._mark} — {both}" if self._hall.priority else ""

    def _stale(self, age: float) -> str:
        say = self._phrases.say
        aged = [
            say(language, "stale", age=age_in_words(age, self._phrases, language))
            for language in (self._first, self._second)
            if language
        ]
        return "  ·  ".join(aged)

    def _hot_line(self) -> str:
        number = self._hall.hall.hot_line.replace(" ", NO_BREAK)
        return self._phrases.say(self._first, "hot-line", number=number) if number else ""


def _stopped(snapshot: Snapshot) -> frozenset[str]:
    """The lines that stand still while the others go on."""
    return frozenset(line for notice in snapshot.notices if notice.stops for line in notice.lines)


def most_asked(lines: tuple[LineRow, ...], room: int) -> tuple[LineRow, ...]:
    """As many lines as there is room for, in their order: those in which somebody waits, then the others."""
    if len(lines) <= room:
        return lines
    kept = sorted(lines, key=lambda line: line.waiting == "0")[:room]
    return tuple(line for line in lines if line in kept)


def next_view(age: float, now: datetime, *, known: bool) -> float:
    """Seconds until the view changes though nothing is heard: the next minute, or the age of what is shown."""
    minute = next_minute(now)
    return min(minute, next_age(age)) if known else minute


def _range(earliest: datetime, latest: datetime, now: datetime) -> str:
    """ "10:40–10:55" in the zone of `now`, widened to whole five minutes: no less true, and calm to look at."""
    zone = now.tzinfo
    begin, end = earliest.astimezone(zone), latest.astimezone(zone)
    begin -= timedelta(minutes=begin.minute % ROUND, seconds=begin.second, microseconds=begin.microsecond)
    over = timedelta(minutes=end.minute % ROUND, seconds=end.second, microseconds=end.microsecond)
    if over:
        end += timedelta(minutes=ROUND) - over
    if end <= begin:
        end = begin + timedelta(minutes=ROUND)
    return f"{begin:%H:%M}–{end:%H:%M}"
