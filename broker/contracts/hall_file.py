"""The hall file as values: what the hall offers, who is served where, by which policy.

Read with `hall_check.load`, which tells every mistake at once; these are the shapes that it gives.
Durations are timedeltas here and strings ("90 s", "2 min") in the file.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from broker.contracts.fields import Text
from broker.contracts.hall_limits import Limits
from broker.contracts.hall_offer import Fee, Matter, MenuGroup, Outcome, Purpose
from broker.contracts.hall_voice import AnnouncerPart, Loudness, Output

STRICT_GUARANTEE = timedelta(hours=1)  # nobody waits for ever under "strict", even if the file says nothing of it


class HallPart(Struct, frozen=True, kw_only=True):
    """[hall]. `working`: when the house is open; `reception`: when visitors are received, within it. `exceptions`: an
    iCalendar file beside this one, of the days that are different. `shelter`: where to go in an air raid.
    """

    id: str
    name: Text
    timezone: str = "Europe/Kyiv"
    languages: tuple[str, ...] = ("uk", "en")
    working: str = "24/7"
    reception: str = "24/7"
    exceptions: str = ""
    address: Text = {}
    hot_line: str = ""
    shelter: Text = {}


class Policy(Struct, frozen=True, kw_only=True):
    """[policy]. `preference`: how much longer another line's visitor must have waited than the preferred line's.

    `stop_issuing`: "by-forecast" gives no ticket that may still wait when reception ends, "at-closing" gives tickets
    until then. `issue_before`: how long before reception tickets are given, so that the first do not all come at once.
    `auto_call_after` None: the operator presses Next. `next_leg`: where a visit of several legs goes on by itself when
    the present window serves the next line too. `hold_at_most` None: a held ticket waits until the day's end.
    `resume_grace`: time to come back after an alarm, before anybody counts as not come and before windows call by
    themselves; `resume_step`: how much later each further window begins to. `guarantee`: whoever has
    waited this long goes before all who have not (None: nobody does under "accumulating", after an hour under
    "strict").

    Bookings: made for the days from today to `booking_horizon` from now, at most `bookings_per_person` at a time
    (None: any number), moved and cancelled until `change_before` the slot; checked in from `check_in_early` before
    the slot, as booked until `check_in_late` after it. `release_before` an hour begins, the places of its remote share
    that nobody booked go to walk-ins. After `wrong_codes` unknown codes a client waits `wrong_codes_pause`.

    A call for a person that nobody acknowledges is told again every `help_escalate_after`; an acknowledged one ends by
    itself after `help_ends_after`.

    `give_way`: how many of the line behind it a ticket lets go first, if its holder wishes (0: nobody may); at most
    `give_way_times` times.
    """

    priority: Literal["accumulating", "strict"] = "accumulating"
    no_show_after: timedelta = timedelta(minutes=2)
    recalls: int = 2
    auto_call_after: timedelta | None = None
    stop_issuing: Literal["by-forecast", "at-closing"] = "by-forecast"
    issue_before: timedelta = timedelta(0)
    preference: timedelta = timedelta(minutes=2)
    guarantee: timedelta | None = None
    lease_size: int = 40
    next_leg: Literal["own-line", "same-window"] = "own-line"
    hold_at_most: timedelta | None = None
    resume_grace: timedelta = timedelta(0)
    resume_step: timedelta = timedelta(0)
    booking_horizon: timedelta = timedelta(days=21)
    bookings_per_person: int | None = 4
    change_before: timedelta = timedelta(0)
    check_in_early: timedelta = timedelta(minutes=30)
    check_in_late: timedelta = timedelta(minutes=10)
    release_before: timedelta = timedelta(minutes=30)
    wrong_codes: int = 10
    wrong_codes_pause: timedelta = timedelta(minutes=5)
    menu_order: Literal["by-demand", "as-written"] = "by-demand"
    help_escalate_after: timedelta = timedelta(seconds=45)
    help_ends_after: timedelta = timedelta(minutes=10)
    give_way: int = 0
    give_way_times: int = 2


class Retention(Struct, frozen=True, kw_only=True):
    """[retention]: how long the queue-master keeps what could name a person. See docs/retention.md.

    `keep_days`: how many days a day stays in the journal before it is archived (0: for ever, and nothing is taken out).
    `archive_years`: how long its archive is kept (0: for ever). `archive_words`: the archive keeps what people wrote and
    who served. `replies_days`: how long the reply to a command can be had again. `secrets_days`: how many days after a
    day its secret is destroyed, without which codes and limits mean nothing. `documents_days`: how long it is known that a
    document is ready, and then until the month is over.
    """

    keep_days: int = 30
    archive_years: float = 3
    archive_words: bool = False
    replies_days: int = 2
    secrets_days: int = 0
    documents_days: int = 90


class Documents(Struct, frozen=True, kw_only=True):
    """[documents]: visitors may ask whether theirs is ready. `service`: by which they pick it up ("": they may not ask).

    After `wrong_cases` numbers that are not on the list, an appliance waits `wrong_cases_pause`.
    """

    service: str = ""
    wrong_cases: int = 40
    wrong_cases_pause: timedelta = timedelta(minutes=5)


class Phone(Struct, frozen=True, kw_only=True):
    """[phone]: what visitors watch on their telephones. `address`: where the city's web server hands the office's open
    pages on, as "https://cherga.example.gov.ua" ("": the code on a slip says the ticket's id alone). `survey`: where
    opinions are asked after the visit.
    """

    address: str = ""
    survey: str = ""


class PriorityClass(Struct, frozen=True, kw_only=True):
    """[[priority]]. `rate`: how much faster than 1.0 its wait counts. `within`: this class's own, shorter guarantee.
    `per_person`: how often a day a person has it for one service.
    """

    id: str
    name: Text
    prefix: str = "П"
    rate: float = 2.5
    within: timedelta | None = None
    evidence: Text = {}
    per_person: int | None = None


class Zone(Struct, frozen=True, kw_only=True):
    """[[zone]]. `spoken`: what the voice says after a window there («другий поверх»); absent: nothing."""

    id: str
    name: Text
    spoken: Text = {}


class Line(Struct, frozen=True, kw_only=True):
    """[[line]]. `minutes`: prior mean of a service; `spread`: its coefficient of variation. `hours`: when it receives,
    if that is less than the hall does. `wait_limit`, `service_limit`: its own, beside the [limits] of all.
    """

    id: str
    letter: str
    name: Text
    minutes: float = 10.0
    spread: float = 0.5
    hours: str = ""
    wait_limit: timedelta | None = None
    service_limit: timedelta | None = None


class Service(Struct, frozen=True, kw_only=True):
    """[[service]]. `minutes` and `spread` fall back to the line's. `prepare`: what to have at hand (short).

    `remote_share`: at most this share of the places of an hour, and so of a day, may be booked ("1/3", or 0.25).
    `per_hour`: how many places an hour of reception has; absent: as many as its slots. `per_day`, `per_person`:
    tickets of a day; `ask_person`: none without telling for whom.

    `matter` and `purpose`: it is one of the things that a visitor may want of a [[matter]], and stands where that stands.
    What the dispenser tells before the ticket, where there is any of it: `not_needed`, papers that nobody has to bring;
    `bring`, those that are needed (shortened to `prepare` on the slip); `fee`; `term`, how long it takes afterwards.
    """

    id: str
    line: str
    name: Text
    state_id: str = ""
    menu: tuple[str, ...] = ()
    modes: tuple[Literal["walk-in", "booking"], ...] = ("walk-in",)
    remote_share: float | str | None = None
    per_hour: int | None = None
    per_day: int | None = None
    per_person: int | None = None
    ask_person: bool = False
    minutes: float | None = None
    spread: float | None = None
    prepare: Text = {}
    matter: str = ""
    purpose: str = ""
    not_needed: tuple[Text, ...] = ()
    bring: tuple[Text, ...] = ()
    fee: Fee | None = None
    term: Text = {}


class Package(Struct, frozen=True, kw_only=True):
    """[[package]]: several services under one ticket, as a life event asks for them. `legs`: in which order."""

    id: str
    name: Text
    legs: tuple[str, ...]
    menu: tuple[str, ...] = ()
    prepare: Text = {}


class Surge(Struct, frozen=True, kw_only=True):
    """[[surge]]: what to do when many come: these windows take these lines too, after their own."""

    id: str
    name: Text
    windows: tuple[int, ...]
    lines: tuple[str, ...]


class Turns(Struct, frozen=True, kw_only=True):
    """[[turns]]: lines that take turns at windows that serve several of them, `ratio` calls of each to a round."""

    lines: tuple[str, ...]
    ratio: tuple[int, ...]


class Slots(Struct, frozen=True, kw_only=True):
    """[[slots]]: one begins every `minutes` of a reception span, each for `capacity` visitors. `hours` narrow that.

    Of two tables of a service that cover the same time, the earlier in the file holds.
    """

    service: str
    minutes: int
    capacity: int
    hours: str | None = None


class Window(Struct, frozen=True, kw_only=True):
    """[[window]]. `lines`: what it serves, preferred first; ("*",): all alike. `hours`: when it is to be staffed, if
    not all through reception; `breaks`: when not, within them. `spoken`: what the voice calls it («каса»), in the
    nominative; absent, also in one language: by its number.
    """

    id: int
    zone: str
    lines: tuple[str, ...] = ("*",)
    accessible: bool = False
    hours: str = ""
    breaks: str = ""
    spoken: Text = {}


class HallFile(Struct, frozen=True, kw_only=True, dict=True):
    """A whole hall file, checked: every id that one part names exists in another."""

    hall: HallPart
    policy: Policy = Policy()
    retention: Retention = Retention()
    documents: Documents = Documents()
    limits: Limits = Limits()
    phone: Phone = Phone()
    priority: tuple[PriorityClass, ...] = ()
    zone: tuple[Zone, ...] = ()
    line: tuple[Line, ...] = ()
    menu: tuple[MenuGroup, ...] = ()
    purpose: tuple[Purpose, ...] = ()
    matter: tuple[Matter, ...] = ()
    service: tuple[Service, ...] = ()
    slots: tuple[Slots, ...] = ()
    window: tuple[Window, ...] = ()
    outcome: tuple[Outcome, ...] = ()
    package: tuple[Package, ...] = ()
    surge: tuple[Surge, ...] = ()
    turns: tuple[Turns, ...] = ()
    announcer: AnnouncerPart = AnnouncerPart()
    output: tuple[Output, ...] = ()
    loudness: tuple[Loudness, ...] = ()

    @cached_property
    def timezone(self) -> ZoneInfo:
        return ZoneInfo(self.hall.timezone)

    @cached_property
    def priorities(self) -> dict[str, PriorityClass]:
        return {p.id: p for p in self.priority}

    @cached_property
    def zones(self) -> dict[str, Zone]:
        return {z.id: z for z in self.zone}

    @cached_property
    def lines(self) -> dict[str, Line]:
        return {line.id: line for line in self.line}

    @cached_property
    def services(self) -> dict[str, Service]:
        return {s.id: s for s in self.service}

    @cached_property
    def packages(self) -> dict[str, Package]:
        return {p.id: p for p in self.package}

    @cached_property
    def matters(self) -> dict[str, Matter]:
        return {m.id: m for m in self.matter}

    @cached_property
    def surges(self) -> dict[str, Surge]:
        return {s.id: s for s in self.surge}

    @cached_property
    def windows(self) -> dict[int, Window]:
        return {w.id: w for w in self.window}

    def rate(self, priority: str | None) -> float:
        """How fast a class's wait counts; 1.0 for everybody else, and for a class that this file does not know."""
        found = self.priorities.get(priority) if priority else None
        return found.rate if found else 1.0

    def guarantee(self, priority: str | None) -> timedelta | None:
        """After what wait a ticket goes before all who have not waited so long; no class waits longer than others."""
        return self._guarantees.get(priority, self._guarantees[None])

    @cached_property
    def _guarantees(self) -> dict[str | None, timedelta | None]:
        strict = STRICT_GUARANTEE if self.policy.priority == "strict" else None
        everybody = self.policy.guarantee or strict
        promised: dict[str | None, timedelta | None] = {None: everybody}
        for each in self.priority:
            known = [wait for wait in (each.within, everybody) if wait is not None]
            promised[each.id] = min(known, default=None)
        return promised

    @cached_property
    def turns_of(self) -> dict[str, Turns]:
        """The group that a line takes turns in."""
        return {line: group for group in self.turns for line in group.lines}

    def served_by(self, window: Window) -> tuple[str, ...]:
        """The lines of a window, "*" spelt out."""
        return self._all_lines if "*" in window.lines else window.lines

    @cached_property
    def _all_lines(self) -> tuple[str, ...]:
        return tuple(line.id for line in self.line)

    def zone_of(self, line: str) -> str | None:
        """Where a line's visitor should go and sit: the zone of the first window that prefers it, if any."""
        return self._zones_of_lines.get(line)

    @cached_property
    def _zones_of_lines(self) -> dict[str, str]:
        zones: dict[str, tuple[int, str]] = {}
        for window in self.window:
            for place, line in enumerate(self.served_by(window)):
                rank = 0 if "*" in window.lines else place
                if line not in zones or rank < zones[line][0]:
                    zones[line] = (rank, window.zone)
        return {line: zone for line, (_, zone) in zones.items()}
