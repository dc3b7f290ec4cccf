"""`cherha replay HALL.toml DAY.csv … --json OUT`: whole days through the real queue core, in virtual time."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec

from broker.contracts.errors import ConfigError
from broker.contracts.hall_file import HallFile
from broker.contracts.mistakes.os_words import reason
from broker.contracts.mistakes.wrong import Said, Told, wrong
from broker.contracts.phrases import Phrases
from broker.queuemaster.calendar import Calendar
from broker.queuemaster.plan_and_calendar import load
from broker.queuemaster.state import Hall
from broker.replay import day_file, staff
from broker.replay.dates import dates
from broker.replay.outcome import DayResult, Replay
from broker.replay.plan import Options, Shift, Visitor
from broker.replay.telling import told
from broker.replay.virtual_day import replay_day

PHRASES = Path(__file__).parent / "phrases"
PLAYS = 30


def main(argv: list[str]) -> int:
    """Replay the days in order, one after another in the same hall. ConfigError with the mistakes of all files."""
    given = _parser().parse_args(argv)
    options = Options(
        walk=timedelta(seconds=given.walk), plays=given.plays, estimates=not given.no_estimates, seed=given.seed
    )
    read = _Files(given.hall, given.days, given.windows, options)
    hall = Hall(read.plan, calendar=read.calendar)
    phrases = Phrases.load(PHRASES)
    summary = sys.stderr if given.json == "-" else sys.stdout
    days: list[DayResult] = []
    for name, day, visitors in read.days:
        shifts = staff.by_calendar(read.calendar, read.plan.windows, day) if read.shifts is None else read.shifts
        days.append(replay_day(hall, day, visitors, shifts, options, file=name))
        summary.write(told(days[-1], phrases, given.language) + "\n")
    if given.json:
        _write(given.json, msgspec.json.encode(Replay(days=tuple(days))))
    return 0


class _Files:
    """All that was given, read; every mistake of every file is told at once."""

    def __init__(self, hall: str, days: list[str], windows: str | None, options: Options) -> None:
        mistakes: list[Told | Said] = []
        plan, calendar = self._hall(hall, mistakes)
        found, more = dates(days, lambda day: calendar is None or bool(calendar.reception(day)))
        mistakes += more
        visitors: list[tuple[Visitor, ...]] = []
        for name in days:
            body = _body(name, mistakes)
            come, more = day_file.read(name, body, plan) if body is not None else ((), [])
            visitors.append(come)
            mistakes += more
        self.shifts: tuple[Shift, ...] | None = None
        if windows and (body := _body(windows, mistakes)) is not None:
            self.shifts, more = staff.read(windows, body, plan)
            mistakes += more
        if plan and options.walk >= plan.policy.no_show_after:
            patience = plan.policy.no_show_after.total_seconds()
            walk = f"--walk {options.walk.total_seconds():g}: "
            mistakes.append(Told(walk, wrong("day.walk", patience=f"{patience:g}")))
        if mistakes or plan is None or calendar is None:
            raise ConfigError(mistakes)
        self.plan, self.calendar = plan, calendar
        self.days = list(zip(days, found, visitors, strict=True))

    @staticmethod
    def _hall(name: str, mistakes: list[Told | Said]) -> tuple[HallFile | None, Calendar | None]:
        try:
            return load(Path(name))
        except ConfigError as error:
            mistakes += error.told
        except OSError as error:
            mistakes.append(_cannot_read(name, error))
        return None, None


def _body(name: str, mistakes: list[Told | Said]) -> bytes | None:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        mistakes.append(_cannot_read(name, error))
        return None


def _cannot_read(name: str, error: OSError) -> Told:
    return Told(f"{name}: ", wrong("file.unreadable", why=reason(error)))


def _write(name: str, body: bytes) -> None:
    if name == "-":
        sys.stdout.buffer.write(body + b"\n")
        return
    try:
        Path(name).write_bytes(body + b"\n")
    except OSError as error:
        raise ConfigError([Told(f"{name}: ", wrong("file.unwritable", why=reason(error)))]) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cherha replay", description="Replays whole days through the real queue core, in virtual time."
    )
    parser.add_argument("hall", metavar="HALL.toml")
    parser.add_argument(
        "days",
        nargs="+",
        metavar="DAY.csv",
        help=f"{','.join((*day_file.REQUIRED, *day_file.OPTIONAL))}; the date is the one in the file's name, "
        "else the next working day",
    )
    parser.add_argument(
        "--json", metavar="OUT", help="write what became of each visitor to this file; -: to the terminal"
    )
    parser.add_argument(
        "--windows", metavar="STAFF.csv", help="window,from,to: who works when; else all, through reception"
    )
    parser.add_argument(
        "--walk", type=_number(float, 0), default=30.0, metavar="SECONDS", help="from a call to the start"
    )
    parser.add_argument("--no-estimates", action="store_true", help="no estimates, much faster")
    parser.add_argument(
        "--plays", type=_number(int, 0), default=PLAYS, metavar="N", help="runs for an estimate; 0: a formula"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="what chance begins with")
    parser.add_argument("--language", default="uk", choices=("uk", "en"), help="of the summary")
    return parser


def _number(kind: Callable[[str], float], least: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        value = kind(text)
        if not least <= value < float("inf"):
            raise argparse.ArgumentTypeError(f"{text} must be {least} or more")
        return value

    return read
