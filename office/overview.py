"""What the hall page shows: every window, line, call and appliance, in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from broker.contracts.snapshot import LineState
from office.appliances import Machine
from office.help_calls import HelpRow, help_rows
from office.on_screens import on_screen
from office.standing import Standing, Trust
from office.words import Words


@dataclass(frozen=True, slots=True)
class WindowRow:
    id: int
    state: str
    label: str
    ticket: str
    since: datetime | None
    lines: str
    open_console: str


@dataclass(frozen=True, slots=True)
class LineRow:
    letter: str
    name: str
    waiting: int
    held: int
    open: bool
    expected: str


@dataclass(frozen=True, slots=True)
class CallRow:
    number: str
    window: str
    at: str
    times: str
    priority: bool


@dataclass(frozen=True, slots=True)
class MachineRow:
    """`problems`: what is wrong and what to do with one's hands, in pairs. `place`: where it hangs or stands; `shows`:
    what is on its screen, in words; `doubtful`: that is not what it should be.
    """

    id: str
    role: str
    state: str
    label: str
    version: str
    hardware: str
    problems: tuple[tuple[str, str], ...]
    place: str = ""
    shows: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """`screens`: ids of the appliances with a screen, each with what the appliance is called."""

    name: str
    zones: tuple[tuple[str, tuple[WindowRow, ...]], ...]
    lines: tuple[LineRow, ...]
    calls: tuple[CallRow, ...]
    machines: tuple[MachineRow, ...]
    screens: tuple[tuple[str, str], ...]
    totals: str
    help: tuple[HelpRow, ...]
    trust: Trust
    warning: str
    notice: str


def overview(standing: Standing, say: Words) -> Overview:
    """The whole hall, at this moment."""
    hall, snapshot = standing.hall, standing.snapshot
    windows = [standing.window(w.id) for w in hall.window]
    lines = snapshot.lines if snapshot else ()
    calls = snapshot.calls if snapshot else ()
    return Overview(
        name=say.of(hall.hall.name),
        zones=tuple(
            (say.of(zone.name), rows)
            for zone in hall.zone
            if (rows := tuple(_window(standing, w.id, say) for w in windows if hall.windows[w.id].zone == zone.id))
        ),
        lines=tuple(_line(standing, state, say) for state in lines),
        calls=tuple(
            CallRow(
                number=call.number,
                window=say("hall.call_window", window=call.window),
                at=say.clock(call.at),
                times=say("hall.times", times=call.times) if call.times > 1 else "",
                priority=call.priority,
            )
            for call in calls[:8]
        ),
        machines=tuple(_machine(machine, standing, say) for machine in standing.machines.all),
        screens=tuple((m.id, say.named("role", m.role)) for m in standing.machines.all if m.has_screen),
        totals=say(
            "hall.totals",
            waiting=sum(line.waiting for line in lines),
            working=sum(w.state not in ("closed", "paused") for w in windows),
            all=len(windows),
        ),
        help=help_rows(standing, say),
        trust=standing.trust,
        warning=standing.warning(say),
        notice=standing.hall_notice(say),
    )


def _window(standing: Standing, window: int, say: Words) -> WindowRow:
    view = standing.window(window)
    letters = [line.letter for served in standing.lines_of(window) if (line := standing.hall.lines.get(served))]
    return WindowRow(
        id=window,
        state=view.state,
        label=say(f"state.window.{view.state}"),
        ticket=view.ticket or "",
        since=view.since if view.state != "closed" else None,
        lines=" ".join(letters),
        open_console=say("hall.open_console", window=window),
    )


def _line(standing: Standing, state: LineState, say: Words) -> LineRow:
    line, estimate = standing.hall.lines.get(state.id), state.estimate
    expected = say("hall.unknown_time")
    if estimate:
        expected = say("hall.expected", earliest=say.clock(estimate.earliest), latest=say.clock(estimate.latest))
    name = say.of(line.name) if line else state.id
    return LineRow(state.letter, name, state.waiting, state.held, state.open, expected if state.open else "")


def _machine(machine: Machine, standing: Standing, say: Words) -> MachineRow:
    problems = sorted(machine.problems.values(), key=lambda p: p.since)
    screen = on_screen(machine, standing, say)
    return MachineRow(
        id=machine.id,
        role=say.named("role", machine.role),
        state=machine.state,
        label=say.named("state.appliance", machine.state),
        version=machine.status.version if machine.status else "",
        hardware=machine.about.hardware if machine.about else "",
        problems=tuple((say.of(p.message), say("hall.problem", remedy=say.of(p.remedy))) for p in problems),
        place=machine.about.place if machine.about and machine.about.place else "",
        shows=screen.words,
        doubtful=screen.doubtful,
    )
