"""A year of a huge hall (400,000 tickets): how long each report takes, and what a command of the queue-master pays meanwhile."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Event, Thread

import msgspec

from bench import hall as bench_hall
from bench.archive import Working
from bench.days import Days
from bench.figures import Figure, spread
from bench.wishes import Wishes
from bench.wrong import Wrong
from broker.contracts import codec
from broker.contracts import events as e
from broker.contracts.hall_check import parse
from broker.contracts.hall_file import HallFile
from broker.queuemaster.store import Store
from broker.visits.fold import DayFold
from broker.visits.rows import Leg
from broker.visits.tables import columns
from office.reports.analytics import questions
from office.reports.asking import Ask, Export, Look
from office.reports.checks import ALL
from office.reports.cube import Cube
from office.reports.exporting import KINDS, exported
from office.reports.period import period_of
from office.reports.question import Question
from office.reports.ratings import ASKED
from office.reports.report import time_of
from office.reports.samples import SampleHall
from office.reports.saved import SavedReports
from office.reports.worker import answered

FIRST, TODAY = date(2026, 1, 1), date(2026, 12, 31)
WINDOWS, A_DAY, DAYS = 60, 1280, 365
ROUNDS = 3
_AIM = "2 s"


def run(wishes: Wishes) -> Iterator[Figure]:
    days = 20 if wishes.quick else DAYS
    hall_file = bench_hall.toml(WINDOWS)
    hall = parse(hall_file)
    with tempfile.TemporaryDirectory(prefix="cherha-bench-") as name:
        folder = Path(name)
        (folder / "hall.toml").write_text(hall_file)
        yield from _folding(300 if wishes.quick else 3750)
        SampleHall(hall, A_DAY).write(folder / "visits", FIRST, days)
        cube = Cube(folder / "visits", hall)
        begun = time.perf_counter()
        cube.look()
        loaded = time.perf_counter() - begun
        tickets = cube.rows("SELECT count(*) FROM legs WHERE place = 0", [])[0][0]
        size = sum(path.stat().st_size for path in (folder / "visits").iterdir()) / 1e6
        yield Figure(
            what=f"the tables of {tickets:,} tickets are taken into memory",
            values={"": loaded},
            unit="s",
            note=f"{size:.0f} MB on disk; once, and a day when it is over",
        )
        yield from _standard(cube, hall)
        yield from _pages(cube, hall)
        yield from _files(cube, hall)
        yield from _sqlite(cube, folder)
        yield from _beside(folder, wishes)


def _folding(visitors: int) -> Iterator[Figure]:
    """Rows of a day of events, as the maker of the tables reads them from the journal."""
    written = Days()
    written.whole_day(visitors)
    fold = DayFold("2026-01-05", written.hall.plan.timezone)
    begun = time.perf_counter()
    for body in written.written:
        event = codec.event(body)
        if isinstance(event, e.Event):
            fold.hear(event)
    taken = time.perf_counter() - begun
    yield Figure(
        what=f"rows of a day of {len(written.written):,} events",
        values={"": taken},
        unit="s",
        note=f"{len(written.written) / taken:,.0f} events a second, in the process that makes the tables",
    )


def _best(cube: Cube, *those: Question) -> float:
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for question in those:
            cube.ask(question)
        taken.append(time.perf_counter() - begun)
    return min(taken)


def _standard(cube: Cube, _: HallFile) -> Iterator[Figure]:
    """Each shipped report over the whole year: more than any of them asks for itself."""
    year = time_of("this-year", TODAY)
    taken = {name: _best(cube, report.question(year)) for name, report in SavedReports(None).all()[0].items()}
    slowest = max(taken, key=lambda name: taken[name])
    yield Figure(
        what=f"each of {len(taken)} standard reports over the whole year",
        values={"median": sorted(taken.values())[len(taken) // 2], "slowest": taken[slowest]},
        unit="s",
        target=_AIM,
        note=f"slowest: {slowest}; " + ", ".join(f"{name} {seconds:.2f}" for name, seconds in sorted(taken.items())),
    )


def _pages(cube: Cube, hall: HallFile) -> Iterator[Figure]:
    for kind in ("week", "month", "year"):
        those = questions(period_of(kind, date(2026, 11, 18)), {})
        yield Figure(
            what=f"all {len(those)} tables of the page of analytics, a {kind}",
            values={"": _best(cube, *those.values())},
            unit="s",
            target=_AIM,
        )
    rating = Question(measures=ASKED[0], groups=ASKED[1], since="2026-01-01", until="2026-12-31")
    yield Figure(what="ratings of the year", values={"": _best(cube, rating)}, unit="s", target=_AIM)
    begun = time.perf_counter()
    for check in ALL:
        answered(cube, hall, Look(check=check.id, since="2026-01-01", until="2026-12-31", shortest=45_000))
    taken = (time.perf_counter() - begun) / len(ALL)
    yield Figure(what="one check of the year, with its rows", values={"": taken}, unit="s", target=_AIM)


def _files(cube: Cube, hall: HallFile) -> Iterator[Figure]:
    report = SavedReports(None).all()[0]["day-by-day"]
    table = cube.ask(report.question(time_of("this-year", TODAY)))
    taken = {}
    for kind in KINDS:
        begun = time.perf_counter()
        exported(table, hall, Export(question=table.question, title="day-by-day", kind=kind, language="uk"))
        taken[kind] = time.perf_counter() - begun
    yield Figure(what=f"a report of {len(table.rows)} rows as a file", values=taken, unit="s")


def _sqlite(cube: Cube, folder: Path) -> Iterator[Figure]:
    """The same rows in SQLite, asked for one of the questions: medians and nine of ten by service."""
    rows = cube.rows("SELECT service, wait, service_time FROM legs", [])
    with sqlite3.connect(folder / "legs.db") as legs:
        legs.execute("CREATE TABLE leg (service TEXT, wait INTEGER, service_time INTEGER)")
        legs.executemany("INSERT INTO leg VALUES (?, ?, ?)", rows)
        legs.execute("CREATE INDEX by_wait ON leg (service, wait)")
        legs.execute("CREATE INDEX by_time ON leg (service, service_time)")
        legs.execute("ANALYZE")
    ranked = (
        "SELECT service, max(CASE WHEN place = (n + 1) / 2 THEN v END), max(CASE WHEN place = n * 9 / 10 THEN v END) FROM"
        " (SELECT service, {0} AS v, row_number() OVER (PARTITION BY service ORDER BY {0}) AS place,"
        " count(*) OVER (PARTITION BY service) AS n FROM leg WHERE {0} IS NOT NULL) GROUP BY service"
    )
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for column in ("wait", "service_time"):
            legs.execute(ranked.format(column)).fetchall()
        taken.append(time.perf_counter() - begun)
    legs.close()
    duck = _best(
        cube,
        Question(
            measures=("wait-median", "wait-p90", "service-median", "service-p90"),
            groups=("service",),
            since="2026-01-01",
            until="2026-12-31",
        ),
    )
    yield Figure(
        what="medians and nine of ten of waits and services, by service",
        values={"DuckDB": duck, "SQLite": min(taken)},
        unit="s",
        note=f"SQLite with an index for each; {len(columns(Leg))} columns can be asked for",
    )


def _beside(folder: Path, wishes: Wishes) -> Iterator[Figure]:
    """Commands while the process of reports reckons the year's page without a pause."""
    plan = parse(bench_hall.toml(20))
    journal = Store(folder / "queue-master").open()
    working = Working(plan, journal, folder / "queue-master", 0)
    count = 100 if wishes.quick else 600
    quiet = working.take(count)
    with _reckoning(folder) as answers:
        busy = working.take(count)
    journal.close()
    if not answers:
        raise Wrong("no report was reckoned meanwhile")
    yield Figure(what="take-ticket while nobody asks for reports", values=spread(quiet), unit="ms")
    yield Figure(
        what="take-ticket while a year's page is reckoned without a pause",
        values=spread(busy),
        unit="ms",
        target="as without",
        note=f"{len(answers)} pages meanwhile, in a process of its own at a low priority, on {os.cpu_count()} cores",
    )


@contextmanager
def _reckoning(folder: Path) -> Iterator[list[float]]:
    asked = Ask(questions=tuple(questions(period_of("year", TODAY), {}).values()))
    line = msgspec.json.encode(asked) + b"\n"
    worker = subprocess.Popen(
        [sys.executable, "-m", "office.reports.worker", str(folder / "hall.toml"), str(folder / "visits")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    over, answers = Event(), list[float]()

    def ask() -> bool:
        assert worker.stdin is not None
        assert worker.stdout is not None
        worker.stdin.write(line)
        worker.stdin.flush()
        begun = time.perf_counter()
        answer = worker.stdout.readline()
        answers.append(time.perf_counter() - begun)
        return b'"error":""' in answer or b'"error"' not in answer

    if not ask():  # it has its tables in memory now
        raise Wrong("the page could not be reckoned")
    answers.clear()
    thread = Thread(target=lambda: [ask() for _ in iter(over.is_set, True)], name="asking")
    thread.start()
    try:
        yield answers
    finally:
        over.set()
        thread.join()
        worker.stdin.close()
        worker.wait()
