"""Every state a board can be in, made from a hall file: for the gallery of screens and for tests. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from broker.contracts.hall_file import HallFile
from broker.contracts.numbers import written
from broker.contracts.phrases import pick
from broker.contracts.snapshot import CallView, LineState, Notice, Range, Snapshot, WindowView
from display.board.calls import Calls, note
from display.board.view import Heard

NOON = 1000.0  # the monotonic clock of all samples


def snapshot(hall: HallFile, now: datetime, calls: int = 8, waiting: bool = True) -> Snapshot:  # noqa: FBT001, FBT002
    """An open hall in which `calls` calls were made, the last two just now."""
    made = []
    for i in range(calls):
        line = hall.line[(i * 3) % len(hall.line)]
        window = hall.window[(i * 7 + 4) % len(hall.window)]
        ago = timedelta(seconds=(1, 4, 25, 70, 118, 160, 214, 300)[i])
        number = written(line.letter, 42 + (i * 11) % 60)
        made.append(
            CallView(
                number=number,
                window=window.id,
                zone=window.zone,
                at=now - ago,
                times=1,
                priority=i in {1, 4},
                booked=i in {2, 6},
                line=line.id,
            )
        )
    lines = []
    for i, line in enumerate(hall.line):
        people = (7, 3, 12, 0, 1, 5, 0, 2)[i % 8] if waiting else 0
        likely = now + timedelta(minutes=people * line.minutes / 2)
        lines.append(
            LineState(
                id=line.id,
                letter=line.letter,
                open=True,
                waiting=people,
                held=0,
                estimate=Range(earliest=now + (likely - now) * 0.7, likely=likely, latest=now + (likely - now) * 1.3),
            )
        )
    calling = {call.window: call for call in made[:2]}
    windows = tuple(
        WindowView(
            id=window.id,
            zone=window.zone,
            state="calling" if window.id in calling else "serving",
            ticket=calling[window.id].number if window.id in calling else None,
            since=None,
        )
        for window in hall.window
    )
    return Snapshot(
        seq=4711,
        at=now,
        hall="open",
        until=None,
        why=None,
        lines=tuple(lines),
        windows=windows,
        calls=tuple(made),
        epoch="sample",
    )


def heard(of: Snapshot | None, now: datetime, age: float = 0.5) -> Heard:
    """`of`, as a board that had it `age` seconds ago knows it."""
    calls = note(Calls(), of, NOON - age) if of else Calls()
    return Heard(of, calls, age, NOON, now)


def _changed(of: Snapshot, **changes: object) -> Snapshot:
    return msgspec.structs.replace(of, **changes)


_UNTIL_MORNING = timedelta(hours=21, minutes=18)


def _shut(of: Snapshot) -> Snapshot:
    lines = tuple(msgspec.structs.replace(line, open=False, waiting=0, estimate=None) for line in of.lines)
    return _changed(of, hall="closed", until=of.at + _UNTIL_MORNING, calls=(), lines=lines)


def _stopped(of: Snapshot) -> Snapshot:
    lines = tuple(msgspec.structs.replace(line, open=False) for line in of.lines)
    return _changed(of, hall="suspended", why="air-raid", lines=lines)


def _dark(of: Snapshot) -> Snapshot:
    return _changed(_stopped(of), why="power")


def _parked(of: Snapshot, hall: HallFile) -> Snapshot:
    """The registers of the first two lines are down; the others go on, with help for the next, if the hall has one."""
    down, others = hall.line[:2], hall.line[2:]
    uk, en = (", ".join(f"{line.letter} — {pick(line.name, each)}" for line in down) for each in ("uk", "en"))
    lines = tuple(
        msgspec.structs.replace(line, open=False, estimate=None, why="registers-down")
        if line.id in {each.id for each in down}
        else line
        for line in of.lines
    )
    registers = Notice(
        code="registers-down",
        text={
            "uk": f"Не працюють державні реєстри. Поки що не викликаємо: {uk}. Ваше місце в черзі збережено.",
            "en": f"The state registers are down. Not calling for now: {en}. Your place in the queue is kept.",
        },
        lines=tuple(line.id for line in down),
        stops=True,
    )
    surges = tuple(
        Notice(
            code="surge",
            text={
                "uk": f"{helped.letter} — {pick(helped.name, 'uk')}: приймають також вікна 3, 5.",
                "en": f"{helped.letter} — {pick(helped.name, 'en')}: windows 3, 5 are helping too.",
            },
            lines=(helped.id,),
        )
        for helped in others[:1]
    )
    return _changed(of, lines=lines, mode="registers-down", notices=(registers, *surges))


def _resuming(of: Snapshot, now: datetime) -> Snapshot:
    until = now + timedelta(minutes=5)
    notice = Notice(
        code="resuming",
        text={
            "uk": f"Прийом відновлюється. Поверніться до зали до {until:%H:%M}: ваше місце в черзі збережено.",
            "en": f"Service is resuming. Please be back in the hall by {until:%H:%M}: your place in the queue is kept.",
        },
        until=until,
    )
    return _changed(of, mode="resuming", notices=(notice,))


def _closing(of: Snapshot, now: datetime) -> Snapshot:
    notice = Notice(
        code="closing",
        text={
            "uk": "Прийом на сьогодні завершується. Талонів більше не видаємо, усіх, хто має талон, приймемо.",
            "en": "Reception is ending. No more tickets today; everyone who has one will be received.",
        },
    )
    lines = tuple(msgspec.structs.replace(line, open=False, why="closing") for line in of.lines)
    return _changed(_aged(of, 40), at=now, mode="closing", notices=(notice,), lines=lines)


def _aged(of: Snapshot, seconds: float) -> Snapshot:
    """Nobody was called for a while, and who was called has come."""
    calls = tuple(msgspec.structs.replace(call, at=call.at - timedelta(seconds=seconds)) for call in of.calls)
    windows = tuple(msgspec.structs.replace(window, state="serving") for window in of.windows)
    return _changed(of, calls=calls, windows=windows)


def _all_new(of: Snapshot) -> Snapshot:
    """Eight windows call in the same ten seconds."""
    calls = tuple(msgspec.structs.replace(call, at=of.at - timedelta(seconds=i)) for i, call in enumerate(of.calls))
    return _changed(of, calls=calls)


def _elsewhere(of: Snapshot, hall: HallFile) -> Snapshot:
    """Nobody was called to the first zone."""
    return _changed(of, calls=tuple(call for call in of.calls if call.zone != hall.zone[0].id))


STATES: dict[str, Callable[[HallFile, datetime], Heard]] = {
    "busy": lambda hall, now: heard(snapshot(hall, now), now),
    "one-call": lambda hall, now: heard(snapshot(hall, now, calls=1), now),
    "calm": lambda hall, now: heard(_aged(snapshot(hall, now), 90), now),
    "many-new": lambda hall, now: heard(_all_new(snapshot(hall, now)), now),
    "closing": lambda hall, now: heard(_closing(snapshot(hall, now), now), now),
    "elsewhere": lambda hall, now: heard(_elsewhere(_all_new(snapshot(hall, now)), hall), now),
    "empty": lambda hall, now: heard(snapshot(hall, now, calls=0, waiting=False), now),
    "air-raid": lambda hall, now: heard(_stopped(snapshot(hall, now)), now),
    "suspended": lambda hall, now: heard(_dark(snapshot(hall, now)), now),
    "registers-down": lambda hall, now: heard(_parked(snapshot(hall, now), hall), now),
    "resuming": lambda hall, now: heard(_resuming(snapshot(hall, now, calls=4), now), now),
    "closed": lambda hall, now: heard(_shut(snapshot(hall, now)), now),
    "stale": lambda hall, now: heard(snapshot(hall, now), now, age=7.2),
    "away": lambda hall, now: heard(snapshot(hall, now), now, age=200.0),
    "connecting": lambda _hall, now: replace(heard(None, now), age=2.0),
}
