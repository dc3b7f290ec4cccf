"""What one window's console shows: the standing of the hall seen from one chair, in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from broker.contracts.hall_file import Service
from broker.contracts.hall_offer import OUTCOMES
from broker.contracts.snapshot import WindowState, WindowView
from office.days import Day
from office.desk import Card
from office.more_actions import MoreButton, more_buttons
from office.queue_ahead import Waiting, waiting_for
from office.standing import Standing, Trust
from office.why import Why, why
from office.words import Words


@dataclass(frozen=True, slots=True)
class Action:
    """A button: the command that it sends, its key, and in which states of the window it makes sense."""

    type: str
    key: str
    states: frozenset[WindowState]


# The order of a visit. A button never changes its place or its meaning: a double press must not become two deeds.
ACTIONS = (
    Action("call-next", "1", frozenset({"free"})),
    Action("recall", "2", frozenset({"calling"})),
    Action("start-service", "3", frozenset({"calling"})),
    Action("finish", "4", frozenset({"calling", "serving"})),
    Action("no-show", "5", frozenset({"calling"})),
    Action("hold", "6", frozenset({"calling", "serving"})),
    Action("transfer", "7", frozenset({"calling", "serving"})),
    Action("open-window", "8", frozenset({"closed"})),
    Action("pause-window", "9", frozenset({"free", "calling", "serving"})),
    Action("close-window", "0", frozenset({"free", "paused"})),
)


def possible(state: WindowState, *, paused: bool) -> frozenset[str]:
    """The commands that make sense. A pause asked for while a visitor is there begins after them, and can be undone."""
    allowed = {action.type for action in ACTIONS if state in action.states}
    if paused or state == "paused":
        allowed = allowed - {"pause-window"} | {"open-window"}
    return frozenset(allowed)


# What an operator most likely does next in each state.
LIKELY: dict[WindowState, str] = {
    "closed": "open-window",
    "paused": "open-window",
    "free": "call-next",
    "calling": "start-service",
    "serving": "finish",
}


@dataclass(frozen=True, slots=True)
class Button:
    type: str
    label: str
    key: str
    enabled: bool
    likely: bool


@dataclass(frozen=True, slots=True)
class TicketFace:
    """The ticket at the window, as an operator needs it. `mark`: the priority prefix, "" without priority."""

    number: str
    mark: str
    phase: str
    phase_since: datetime | None
    service: str
    line: str
    language: str
    foreign: bool
    needs: tuple[str, ...]
    priority: str
    check: str
    prepare: str
    origin: str
    issued: str
    waited: str
    calls: str
    next_leg: str
    purpose: str
    note: str
    asked: bool
    known: bool


@dataclass(frozen=True, slots=True)
class LineRow:
    letter: str
    name: str
    waiting: int
    held: int
    open: bool
    longest_since: datetime | None


@dataclass(frozen=True, slots=True)
class HeldRow:
    """`elsewhere`: the window that held it when it was another one."""

    ticket: str
    number: str
    service: str
    since: datetime
    elsewhere: str
    enabled: bool


@dataclass(frozen=True, slots=True)
class DayRow:
    """One's own day, in words."""

    served: int
    mean: str
    no_shows: int
    sent_on: int


@dataclass(frozen=True, slots=True)
class Console:
    window: int
    zone: str
    state: WindowState
    state_label: str
    since: datetime | None
    ticket: TicketFace | None
    why: Why | None
    buttons: tuple[Button, ...]
    more: tuple[MoreButton, ...]
    ahead: tuple[Waiting, ...]
    day: DayRow
    outcomes: tuple[tuple[str, str], ...]
    priority: str | None
    legs: bool
    lines: tuple[LineRow, ...]
    waiting: int
    pause_ahead: bool
    no_show_at: datetime | None
    call_at: datetime | None
    held: tuple[HeldRow, ...]
    served: int
    trust: Trust
    warning: str
    notice: str
    title: str

    @property
    def spoken(self) -> str:
        """What a screen reader says when the ticket or the state has changed."""
        if self.ticket is None:
            return self.state_label
        return f"{self.ticket.mark} {self.ticket.number}. {self.ticket.phase}. {self.ticket.service}".strip()


def console(standing: Standing, window: int, say: Words, staff: str | None = None) -> Console:
    """The console of `window`, which is in the hall file (KeyError otherwise). `staff`: whose day is shown."""
    hall, view = standing.hall, standing.window(window)
    card = standing.desk.current(window)
    if card is not None and card.number != view.ticket:
        card = None  # the snapshot is the truth; the details of another ticket would be a lie
    zone = hall.zones.get(view.zone)
    lines = _lines(standing, window, say)
    title = say("page.window", window=window)
    return Console(
        window=window,
        zone=say.of(zone.name) if zone else view.zone,
        state=view.state,
        state_label=say(f"state.window.{view.state}"),
        since=view.since,
        ticket=_face(standing, view, card, say),
        why=why(card, hall, say) if card else None,
        buttons=_buttons(standing, view, say),
        more=more_buttons(standing, view, say),
        ahead=waiting_for(standing, window, say),
        day=_day(standing, staff, say),
        outcomes=_outcomes(standing, say),
        priority=card.priority if card else None,
        legs=bool(card and card.legs),
        lines=lines,
        waiting=sum(row.waiting for row in lines),
        no_show_at=_no_show_at(standing, view, card),
        call_at=_call_at(standing, view, sum(row.waiting for row in lines)),
        pause_ahead=view.ticket is not None and window in standing.desk.paused,
        held=_held(standing, view, say),
        served=standing.desk.served.get(window, 0),
        trust=standing.trust,
        warning=standing.warning(say),
        notice=standing.hall_notice(say),
        title=f"{view.ticket} · {title}" if view.ticket else title,
    )


def _no_show_at(standing: Standing, view: WindowView, card: Card | None) -> datetime | None:
    """When the queue-master will take the visitor whom the window waits for as one who does not come."""
    last_call = card.state_since if card else None
    return last_call + standing.hall.policy.no_show_after if last_call and view.state == "calling" else None


def _call_at(standing: Standing, view: WindowView, waiting: int) -> datetime | None:
    """When the queue-master will call by itself, where the hall's policy is so and somebody waits."""
    pause, suspended = standing.hall.policy.auto_call_after, standing.snapshot and standing.snapshot.hall != "open"
    by_hand = view.id in standing.desk.by_hand
    if pause is None or by_hand or view.state != "free" or view.since is None or not waiting or suspended:
        return None
    return view.since + pause


def _buttons(standing: Standing, view: WindowView, say: Words) -> tuple[Button, ...]:
    allowed = (
        possible(view.state, paused=view.ticket is not None and view.id in standing.desk.paused)
        if standing.can_act
        else frozenset()
    )
    return tuple(
        Button(a.type, say(f"action.{a.type}"), a.key, a.type in allowed, LIKELY[view.state] == a.type) for a in ACTIONS
    )


def _face(standing: Standing, view: WindowView, card: Card | None, say: Words) -> TicketFace | None:
    if view.ticket is None:
        return None
    hall = standing.hall
    service = hall.services.get(card.service) if card else None
    line = hall.lines.get(card.line) if card else None
    priority = hall.priorities.get(card.priority or "") if card else None
    following = hall.services.get(card.legs[0]) if card and card.legs else None
    check = ""
    if card and card.evidence:
        check = say("current.evidence_given", evidence=card.evidence)
    elif priority and priority.evidence:
        check = say("current.evidence", evidence=say.of(priority.evidence))
    return TicketFace(
        number=view.ticket,
        mark=priority.prefix if priority else "",
        phase=say("current.called" if view.state == "calling" else "current.serving"),
        phase_since=view.since,
        service=say.of(service.name) if service else "",
        line=say.of(line.name) if line else "",
        language=say.named("speaks", card.language) if card else "",
        foreign=card is not None and card.language != hall.hall.languages[0],
        needs=tuple(say.named("need", need) for need in card.needs) if card else (),
        priority=say.of(priority.name) if priority else (card.priority or "" if card else ""),
        check=check,
        prepare=say.of(service.prepare) if service and service.prepare else "",
        origin=say("current.from_window", window=card.from_window) if card and card.from_window else "",
        issued=say("current.issued", time=say.clock(card.issued_at)) if card else "",
        waited=say.lasting((card.called_at - card.since).total_seconds()) if card and card.called_at else "",
        calls=say("current.called_times", times=card.times) if card and card.times > 1 else "",
        next_leg=say.of(following.name) if following else "",
        purpose=_purpose(standing, service, say),
        note=card.note if card else "",
        asked=card is not None and card.asked,
        known=card is not None,
    )


def _purpose(standing: Standing, service: Service | None, say: Words) -> str:
    """What the visitor wants of the matter: advice, submitting, picking up; "" where the hall does not ask."""
    if service is None or not service.purpose:
        return ""
    named = next((each for each in standing.hall.purpose if each.id == service.purpose), None)
    return say.of(named.name) if named else say.named("purpose", service.purpose)


def _outcomes(standing: Standing, say: Words) -> tuple[tuple[str, str], ...]:
    """How a visit may end: the hall's own list, or the usual one."""
    if standing.hall.outcome:
        return tuple((each.id, say.of(each.name)) for each in standing.hall.outcome)
    return tuple((each, say(f"outcome.{each}")) for each in OUTCOMES)


def _day(standing: Standing, staff: str | None, say: Words) -> DayRow:
    day = standing.days.of.get(staff or "", Day())
    mean = say.lasting(day.mean.total_seconds()) if day.mean else "–"
    return DayRow(day.served, mean, day.no_shows, day.sent_on)


def _lines(standing: Standing, window: int, say: Words) -> tuple[LineRow, ...]:
    rows = []
    for identity in standing.lines_of(window):
        line, state = standing.hall.lines.get(identity), standing.line(identity)
        if line is None or state is None:
            continue
        first = next(iter(standing.desk.waiting(identity)), None) if state.waiting else None
        rows.append(
            LineRow(
                line.letter, say.of(line.name), state.waiting, state.held, state.open, first.since if first else None
            )
        )
    return tuple(rows)


def _held(standing: Standing, view: WindowView, say: Words) -> tuple[HeldRow, ...]:
    rows = []
    for card in sorted(standing.desk.held(), key=lambda c: c.window != view.id):
        service = standing.hall.services.get(card.service)
        rows.append(
            HeldRow(
                ticket=card.id,
                number=card.number,
                service=say.of(service.name) if service else "",
                since=card.state_since or card.since,
                elsewhere="" if card.window == view.id else say("held.elsewhere", window=card.window or "?"),
                enabled=standing.can_act and view.state in ("free", "paused"),
            )
        )
    return tuple(rows)
