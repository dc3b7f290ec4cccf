"""What a board shows: the last snapshot, the hall file, the time and the age of the data made into words. Pure.

Nothing is shown that the snapshot does not say. What it said too long ago is shown with its age.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

from msgspec import Struct

from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import Phrases, pick
from broker.contracts.snapshot import CallView, LineState, Snapshot
from display.board.banners import Banner, banner
from display.board.calls import Calls
from display.board.layouts.shape import BoardPart, Layout, Way
from display.board.marks import legend, sign
from display.board.ticker import stale, told_at, turns
from display.board.words import NO_BREAK, Tongue, tongue_at
from display.board.zones import ArrowRow, Zones
from display.look.aging import STALE, UNTRUE
from display.look.two_languages import NO_WORDS, Words

MOST_NOTICES = 2  # more would leave no room for the calls; the gravest come first
ROUND = 5  # minutes; see `_range`


class CallRow(Struct, frozen=True):
    """`mark`: why it seems out of order, or "". `zone`: "" on a board of one zone. `fresh`: it blinks; `way`: there."""

    number: str
    window: str
    zone: str
    mark: str
    stands_out: bool
    fresh: bool = False
    way: Way = "right"

    @property
    def key(self) -> tuple[str, str]:
        return self.number, self.window


class LineRow(Struct, frozen=True):
    letter: str
    name: Words
    waiting: str
    when: str
    time_known: bool


class NoticeRow(Struct, frozen=True):
    """What everybody must know besides the calls. `grave`: something stands still."""

    words: Words
    grave: bool


class View(Struct, frozen=True):
    """`calls` and `lines`: all that there are; the screen picks those that have room."""

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
    arrows: tuple[ArrowRow, ...] = ()
    code: str = ""
    code_words: Words = NO_WORDS

    @property
    def fresh(self) -> int:
        """How many calls are new."""
        return sum(call.fresh for call in self.calls)


class Heard(Struct, frozen=True):
    """All that a board knows at one moment. `age`: seconds since the queue-master was last heard."""

    snapshot: Snapshot | None
    calls: Calls
    age: float
    monotonic: float
    now: datetime  # in the hall's time zone


PLAIN = Layout(board=BoardPart())


class Teller:
    """Makes views for one hall, in the languages of the hall file or in others, as a layout wants them."""

    def __init__(
        self, hall: HallFile, phrases: Phrases, languages: tuple[str, ...] = (), layout: Layout = PLAIN
    ) -> None:
        self._hall, self._phrases, self._layout = hall, phrases, layout
        self._languages = tuple(languages or hall.hall.languages)
        self._turn = layout.board.turn if layout.board.languages == "alternating" else 0.0
        self.zones = Zones.of(hall, layout)

    def tongue(self, monotonic: float) -> Tongue:
        return tongue_at(self._phrases, self._languages, self._turn, monotonic)

    def view(self, heard: Heard) -> View:
        snapshot, tongue, zones = heard.snapshot, self.tongue(heard.monotonic), self.zones
        standing_out = tuple(call for call in heard.calls.shown if heard.calls.stands_out(call, heard.monotonic))
        said, own = self._said(heard, tongue)
        is_stale = heard.age > STALE and snapshot is not None
        return View(
            hall=pick(self._hall.hall.name, tongue.first),
            clock=f"{heard.now:%H:%M}",
            date=tongue.date(heard.now),
            ticket=tongue.words("ticket"),
            window=tongue.words("window"),
            waiting=tongue.words("waiting"),
            when=tongue.words("when"),
            calls=tuple(self._call(call, heard, tongue) for call in own),
            lines=self._lines(snapshot, heard, tongue) if snapshot and not said.whole else (),
            banner=said,
            notices=self._notices(snapshot, tongue) if snapshot and not said.whole else (),
            strip=stale(heard.age, tongue) if is_stale else self._strip(said, own, tongue, heard.monotonic)[0],
            hot_line=self._hot_line(tongue),
            stale=is_stale,
            arrows=() if said.whole else zones.elsewhere(standing_out, tongue.first),
            code=self._layout.qr.address or (f"{self._hall.phone.address}/public" if self._hall.phone.address else ""),
            code_words=tongue.pick(self._layout.qr.text) if self._layout.qr.text else tongue.words("code"),
        )

    def next_turn(self, heard: Heard) -> float:
        """Seconds until the words change by themselves: another language, another message. 0: never."""
        tongue = self.tongue(heard.monotonic)
        _, message = self._strip(*self._said(heard, tongue), tongue, heard.monotonic)
        language = self._turn - heard.monotonic % self._turn if self._turn and len(self._languages) > 1 else 0.0
        return min((each for each in (message, language) if each), default=0.0)

    def identify(self, appliance: str) -> Words:
        """Who this board is, for a technician who asks it from afar: the id, and what stands above it."""
        return Words(appliance, self.tongue(0.0).say("identify"))

    def _said(self, heard: Heard, tongue: Tongue) -> tuple[Banner, tuple[CallView, ...]]:
        """What stands over the calls, and the calls that it leaves."""
        shown = heard.calls.shown
        calling = tuple(call for call in shown if heard.calls.stands_out(call, heard.monotonic))
        said = banner(self._hall, heard.snapshot, heard.now, tongue, zones=self.zones, calling=calling)
        return said, () if said.whole else tuple(call for call in shown if self.zones.shows(call))

    def _strip(self, said: Banner, calls: tuple[CallView, ...], tongue: Tongue, monotonic: float) -> tuple[str, float]:
        """Where there are no calls, their signs are not explained; in an alarm nothing takes anybody's eyes from it."""
        if said.kind == "suspended":
            return "", 0.0
        explained = "" if said.whole else legend(self._hall, calls, tongue)
        return told_at(turns(explained, self._layout.message, tongue), monotonic)

    def _call(self, call: CallView, heard: Heard, tongue: Tongue) -> CallRow:
        zone = self._hall.zones.get(call.zone)
        return CallRow(
            number=call.number,
            window=str(call.window),
            zone=pick(zone.name, tongue.first) if zone and self.zones.several else "",
            mark=sign(self._hall, call, tongue),
            stands_out=heard.calls.stands_out(call, heard.monotonic),
            fresh=heard.calls.blinks(call, heard.monotonic),
            way=self.zones.way(call.zone),
        )

    def _lines(self, snapshot: Snapshot, heard: Heard, tongue: Tongue) -> tuple[LineRow, ...]:
        stopped = frozenset(line for notice in snapshot.notices if notice.stops for line in notice.lines)
        own = (line for line in snapshot.lines if self.zones.shows_line(line))
        return tuple(self._line(line, heard, tongue, stopped=line.id in stopped) for line in own)

    def _line(self, line: LineState, heard: Heard, tongue: Tongue, *, stopped: bool) -> LineRow:
        known = self._hall.lines.get(line.id)
        when, time_known = self._when(line, heard, tongue, stopped=stopped)
        name = tongue.pick(known.name) if known else Words(line.id)
        return LineRow(line.letter, name, str(line.waiting), when, time_known)

    def _when(self, line: LineState, heard: Heard, tongue: Tongue, *, stopped: bool) -> tuple[str, bool]:
        if stopped:
            return tongue.say("line-stopped"), False
        if not line.open and not line.waiting:
            return self._why_closed(line, heard.now, tongue), False
        if line.why == "closing":
            return tongue.say("line-closing"), False
        if line.estimate is None or not line.open or heard.age > UNTRUE:
            return tongue.say("unknown-time"), False
        if not line.waiting and line.estimate.latest - heard.now < timedelta(minutes=ROUND):
            return tongue.say("nobody-waits"), False
        return _range(max(line.estimate.earliest, heard.now), line.estimate.latest, heard.now), True

    def _why_closed(self, line: LineState, now: datetime, tongue: Tongue) -> str:
        if line.opens is not None:
            opens = line.opens.astimezone(self._hall.timezone)
            if opens.date() == now.astimezone(self._hall.timezone).date():
                return tongue.say("line-opens", time=f"{opens:%H:%M}")
        return tongue.say("line-closed")

    def _notices(self, snapshot: Snapshot, tongue: Tongue) -> tuple[NoticeRow, ...]:
        told = (notice for notice in snapshot.notices if notice.text)
        return tuple(NoticeRow(tongue.pick(notice.text), notice.stops) for notice in islice(told, MOST_NOTICES))

    def _hot_line(self, tongue: Tongue) -> str:
        number = self._hall.hall.hot_line.replace(" ", NO_BREAK)
        return tongue.say("hot-line", number=number) if number else ""


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
