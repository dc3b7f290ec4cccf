"""Plays a past day twice, as it was and with a change: who came, how long each took and who worked are the journal's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from statistics import median

from msgspec import structs

from broker.contracts.hall_file import HallFile, Window
from broker.queuemaster.calendar import Calendar
from broker.queuemaster.state import Hall
from broker.replay import staff
from broker.replay.outcome import Told as Visit
from broker.replay.plan import Options, Shift, Visitor
from broker.replay.virtual_day import replay_day
from broker.visits.rows import Leg, Stretch
from broker.what_if.asked import Change, Course, Told

STEP = 5  # minutes between two moments of a course
_SHORTEST = 0.05  # minutes: a service of no time at all cannot be played
_DAY = timedelta(days=1)
_MINUTES = 24 * 60


def play(hall: HallFile, day: str, legs: Sequence[Leg], stretches: Sequence[Stretch], *, change: Change) -> Told:
    """`legs` and `stretches` of that day. ValueError when the change cannot be made."""
    zone = hall.timezone
    visitors, left_out = visitors_of(legs, hall, zone)
    shifts = shifts_of(stretches, hall, zone)
    if not visitors or not shifts:
        raise ValueError("nothing-to-play")
    plain = _open_ended(hall)
    changed, more = changed_hall(plain, change)
    other = shifts_changed(shifts, change, more)
    moments = _moments(legs, zone)
    limits = {line.id: (line.wait_limit or hall.limits.wait).total_seconds() for line in hall.line}
    lines = {service.id: service.line for service in hall.service}
    when = date.fromisoformat(day)
    options = Options(estimates=False, walk=timedelta(seconds=_walk(legs)))

    def course(plan: HallFile, those: Sequence[Shift]) -> Course:
        told = replay_day(Hall(plan, calendar=Calendar.of(plan)), when, visitors, those, options).tickets
        spans = [(_from(v), v.called, v.outcome) for v in told]
        over = sum(w > limits[lines[v.service]] for v, w in _waits(told) if v.service in lines)
        return _course(spans, [w for _, w in _waits(told)], over, moments, zone)

    return Told(
        day=day,
        moments=moments,
        real=_real(legs, limits, moments, zone),
        as_it_was=course(plain, shifts),
        changed=course(changed, other),
        visitors=len(visitors),
        left_out=left_out,
    )


def visitors_of(legs: Iterable[Leg], hall: HallFile, zone: tzinfo) -> tuple[tuple[Visitor, ...], int]:
    """Who came, as the dispenser saw it. All legs of a visit are one service, as long as they took together. Who gave
    up before a call is left out: how long they would have stayed is not known.
    """
    of: dict[str, list[Leg]] = defaultdict(list)
    for leg in legs:
        of[leg.ticket].append(leg)
    found, left_out = [], 0
    for visit in of.values():
        first = visit[0]
        service = hall.services.get(first.service)
        if service is None or first.place != 0 or first.outcome == "cancelled":
            left_out += 1
            continue
        took = sum((leg.finished - leg.started - leg.held) / 60_000 for leg in visit if leg.started and leg.finished)
        arrival = _clock(first.arrived, zone)
        if not arrival < _DAY:
            left_out += 1
            continue
        found.append(
            Visitor(
                arrival=arrival,
                service=first.service,
                minutes=max(_SHORTEST, took or service.minutes or hall.lines[service.line].minutes),
                priority=first.priority if first.priority in hall.priorities else None,
                no_show=visit[-1].outcome == "no-show",
                needs=tuple(first.needs.split()),
            )
        )
    return tuple(sorted(found, key=lambda visitor: visitor.arrival)), left_out


def shifts_of(stretches: Iterable[Stretch], hall: HallFile, zone: tzinfo) -> tuple[Shift, ...]:
    """When each window was open."""
    spans = [
        Shift(window=one.window, start=_clock(one.begin, zone), end=min(_DAY, _clock(one.begin, zone) + _lasts(one)))
        for one in stretches
        if one.kind == "open" and one.window in hall.windows
    ]
    return staff.joined(span for span in spans if span.start < span.end)


def changed_hall(hall: HallFile, change: Change) -> tuple[HallFile, int | None]:
    """The hall file with the change, and the number of a window that is new."""
    new = None
    if change.like is not None:
        like = hall.windows.get(change.like)
        if like is None:
            raise ValueError("no-such-window")
        new = max(hall.windows) + 1
        hall = structs.replace(hall, window=(*hall.window, structs.replace(like, id=new)))
    if change.closed is not None and change.closed not in hall.windows:
        raise ValueError("no-such-window")
    if change.all_lines:
        everything: tuple[Window, ...] = tuple(structs.replace(window, lines=("*",)) for window in hall.window)
        hall = structs.replace(hall, window=everything)
    if change.priority is not None:
        hall = structs.replace(hall, policy=structs.replace(hall.policy, priority=change.priority))
    return hall, new


def shifts_changed(shifts: Sequence[Shift], change: Change, new: int | None) -> tuple[Shift, ...]:
    kept = [shift for shift in shifts if shift.window != change.closed]
    if new is not None:
        start, end = _time(change.since), _time(change.until)
        if not start < end:
            raise ValueError("no-time")
        kept.append(Shift(window=new, start=start, end=end))
    return staff.joined(kept)


def _open_ended(hall: HallFile) -> HallFile:
    """Nobody is turned away who came on that day, and windows call at once when they are free."""
    policy = structs.replace(hall.policy, stop_issuing="at-closing", auto_call_after=None)
    every = structs.replace(hall.hall, working="24/7", reception="24/7", exceptions="")
    return structs.replace(
        hall,
        policy=policy,
        hall=every,
        slots=(),
        line=tuple(structs.replace(line, hours="") for line in hall.line),
        service=tuple(_plain(service) for service in hall.service),
    )


def _plain(service: object) -> object:
    return structs.replace(
        service, modes=("walk-in",), remote_share=None, per_hour=None, per_day=None, ask_person=False
    )  # type: ignore[type-var]


def _walk(legs: Iterable[Leg]) -> float:
    walks = [
        (leg.started - leg.called) / 1000 for leg in legs if leg.started and leg.called and leg.started > leg.called
    ]
    return min(90.0, median(walks)) if walks else 30.0


def _clock(at: int, zone: tzinfo) -> timedelta:
    moment = datetime.fromtimestamp(at / 1000, zone)
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)


def _lasts(stretch: Stretch) -> timedelta:
    return timedelta(milliseconds=stretch.end - stretch.begin)


def _time(text: str) -> timedelta:
    try:
        hours, minutes = (int(part) for part in text.split(":"))
    except ValueError:
        raise ValueError("no-time") from None
    return timedelta(hours=hours, minutes=minutes)


def _moments(legs: Iterable[Leg], zone: tzinfo) -> tuple[int, ...]:
    at = [_clock(leg.arrived, zone) // timedelta(minutes=1) for leg in legs]
    at += [_clock(leg.finished, zone) // timedelta(minutes=1) for leg in legs if leg.finished]
    begin, end = min(at) // 30 * 30, min(_MINUTES, (max(at) // 30 + 1) * 30)
    return tuple(range(begin, end + 1, STEP))


def _from(visit: Visit) -> datetime:
    return visit.booked or visit.arrival


def _waits(told: Iterable[Visit]) -> list[tuple[Visit, float]]:
    return [(v, max(0.0, (v.called - _from(v)).total_seconds())) for v in told if v.called is not None]


Span = tuple[datetime, datetime | None, str]


def _course(spans: Sequence[Span], waits: Sequence[float], over: int, moments: Sequence[int], zone: tzinfo) -> Course:
    begins = sorted(_minute(begin, zone) for begin, _, _ in spans)
    ends = sorted(_minute(end, zone) if end else _MINUTES + 1.0 for _, end, _ in spans)
    ranked = sorted(waits)
    return Course(
        waiting=tuple(sum(b <= m for b in begins) - sum(e <= m for e in ends) for m in moments),
        served=sum(outcome == "served" for _, _, outcome in spans),
        unserved=sum(outcome in ("unserved", "refused") for _, _, outcome in spans),
        median=median(ranked) if ranked else None,
        p90=ranked[min(len(ranked) - 1, int(len(ranked) * 0.9))] if ranked else None,
        longest=ranked[-1] if ranked else None,
        over=over,
        called=len(ranked),
    )


def _minute(moment: datetime, zone: tzinfo) -> float:
    return _clock(round(moment.timestamp() * 1000), zone) / timedelta(minutes=1)


def _real(legs: Sequence[Leg], limits: dict[str, float], moments: Sequence[int], zone: tzinfo) -> Course:
    firsts = [leg for leg in legs if leg.place == 0 and leg.outcome != "cancelled"]
    spans: list[Span] = [
        (
            datetime.fromtimestamp(leg.joined / 1000, zone),
            datetime.fromtimestamp(leg.called / 1000, zone) if leg.called else None,
            leg.outcome,
        )
        for leg in firsts
    ]
    waits = [(leg, max(0, leg.called - leg.joined) / 1000) for leg in firsts if leg.called is not None]
    over = sum(wait > limits.get(leg.line, float("inf")) for leg, wait in waits)
    return _course(spans, [wait for _, wait in waits], over, moments, zone)
