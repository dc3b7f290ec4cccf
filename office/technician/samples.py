"""What a technician's page has to show in pictures."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from broker.acceptance import finding
from broker.acceptance.finding import Power, Storage
from broker.bus.this_start import this_start
from broker.contracts.acceptance import Sheet
from broker.contracts.enrolling import Asking, AtBox, LetIn, Newcomer, OwnClock, Updating

_NAMES = ("announcer-1", "board-1", "board-2", "dispenser-1", "info-1", "office-1", "queue-master-1")


def asking(at: datetime) -> Asking:
    """Two boxes at the door, at both of which a role was touched; one of them is on a card that may be a copy. Nobody keeps
    the clock of the desk's machine.
    """
    return Asking(
        newcomers=(
            Newcomer(
                id="sample-1",
                hardware="10000000a1b2c3d4",
                since=at - timedelta(minutes=2),
                role="info",
                address="192.168.10.34",
                identify=True,
            ),
            Newcomer(
                id="sample-2",
                hardware="10000000e5f60718",
                since=at - timedelta(minutes=1),
                role="board",
                address="192.168.10.35",
                known="board-2",
            ),
        ),
        members=tuple(
            LetIn(
                name=name,
                role=name.rpartition("-")[0],
                hardware=f"10000000c0ffee{place:02x}",
                at_box=_at_boxes(at).get(name),
            )
            for place, name in enumerate(_NAMES)
        ),
        update=Updating(
            version="1.2.0",
            state="going",
            first="board-2",
            had=("announcer-1", "board-2"),
            lacking=_NAMES[3:-1],
            kinds=("cherha-arm64",),
            without={"queue-master-1": "cherha-amd64"},
        ),
        clock=OwnClock(kept="nobody", boot=this_start(), settable=True),
    )


def _at_boxes(at: datetime) -> dict[str, AtBox]:
    """A dispenser that has not taken narrow paper yet, and boards as they were let in."""
    return {
        "dispenser-1": AtBox(
            has={"place": "біля входу", "printer": "net:192.168.10.50", "paper": "58", "screen_bottom": "820"},
            waits=("paper", "printer"),
            since=at - timedelta(minutes=1),
            takes=True,
        ),
        "board-1": AtBox(has={"place": "над вікном 4", "diagonal": "55"}, takes=True),
        "info-1": AtBox(has={"printer": "none"}, takes=True),
    }


def sheet(at: datetime) -> Sheet:
    """A board that stands well, but for its supply; somebody has to say what is seen."""
    return Sheet(
        at=at - timedelta(minutes=12),
        appliance="board-1",
        role="board",
        technician="taras",
        version="0.1.0",
        accepted=False,
        checks=(
            finding.verdict("screen", "asked", "screen-done", told="1920x1080, 16.4 ms"),
            finding.network(("eth0 1000 Mbit/s",), 0),
            finding.clock(0.1),
            finding.power(Power(sensed=True, low=True)),
            finding.storage(Storage(errors=0, kept=True, free=0.62)),
            finding.problems(()),
        ),
        hardware="Raspberry Pi 4 Model B Rev 1.5",
        place="над вікном 4",
    )


def untouched(at: datetime) -> Sheet:
    """A dispenser that is well, but nobody has touched its nine points yet."""
    return Sheet(
        at=at - timedelta(minutes=4),
        appliance="dispenser-1",
        role="dispenser",
        technician="taras",
        version="0.1.0",
        accepted=False,
        checks=(
            finding.verdict("printer", "pass", "printer-done", told=""),
            finding.verdict("paper", "pass", "paper-done", told=""),
            finding.verdict("touch", "skipped", "at-the-appliance"),
            finding.verdict("screen", "pass", "screen-done", told="1080x1920"),
            finding.network(("eth0 1000 Mbit/s",), 0),
            finding.clock(0.1),
            finding.power(Power(sensed=True)),
            finding.storage(Storage(errors=0, kept=True, free=0.62)),
            finding.problems(()),
        ),
        hardware="Raspberry Pi 4 Model B Rev 1.5",
        place="біля входу",
    )


def log_records(at: datetime) -> tuple[logging.LogRecord, ...]:
    """What an appliance has logged on a morning on which its network cable was loose."""
    said: tuple[tuple[float, int, str, int, str, tuple[object, ...], str], ...] = (
        (95, logging.INFO, "broker.bus.link", 348, "%s: connected to %s:%d", ("board-1", "192.168.10.2", 8883), ""),
        (41, logging.WARNING, "broker.bus.link", 353, "%s: connection lost: %s", ("board-1", "?"), ""),
        (40, logging.WARNING, "broker.bus.appliance", 106, "the problem begins", (), "screen-unplugged"),
        (39, logging.INFO, "broker.bus.link", 348, "%s: connected to %s:%d", ("board-1", "192.168.10.2", 8883), ""),
        (38, logging.INFO, "broker.bus.appliance", 115, "the problem is over", (), "screen-unplugged"),
        (3, logging.ERROR, "display.media.playlist", 94, "%s: %s", ("slide-3.mp4", ValueError("?")), ""),
    )
    records = []
    for minutes, level, logger, place, template, values, problem in said:
        record = logging.LogRecord(logger, level, "", place, template, values, None)
        record.created = (at - timedelta(minutes=minutes)).timestamp()
        record.__dict__["problem"] = problem
        records.append(record)
    return tuple(records)
