"""What waits are told, in three halls: the played estimate beside the estimators of the books, on unseen days."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.figures import Figure, spread
from bench.waiting import findings, one_line, profiles, trial
from bench.waiting.cases import PLAYED
from bench.waiting.findings import Checked, Day, Findings, Rate
from bench.waiting.profiles import PROFILES, L, M, Profile, S
from bench.waiting.scores import Score
from bench.waiting.trial import Trial
from bench.wishes import Wishes

DOCS = Path(__file__).resolve().parents[1] / "docs"
RATES = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0)
HEAVY = 1.2  # coefficient of variation of every service, as once measured at a bank's desk
_LONG = (4, 500_000)  # runs of so many customers
_DAYS = {S.id: (10, 25), M.id: (6, 12), L.id: (3, 5)}  # training days, test days of each load


def run(wishes: Wishes) -> Iterator[Figure]:
    checks = tuple(_checked(wishes))
    yield from map(_check_figure, checks)
    days: list[Day] = []
    shares: dict[str, tuple[float, ...]] = {}
    seconds: dict[str, tuple[float, ...]] = {}
    for tried in _trials(wishes):
        outcome = trial.run(tried)
        hall = _hall(tried)
        for load, cases in outcome.by_load.items():
            days.append(findings.of_day(hall, load, cases))
            yield from _day_figures(days[-1])
        shares[hall], seconds[hall] = findings.calibration(outcome.shares, tried.plays), outcome.seconds
        yield _time_figure(hall, outcome)
    classical = one_line.costs(200, np.random.default_rng(wishes.seed))
    for name, taken in classical.items():
        yield Figure(what=f"one answer of {name}, in a line of 1,000", values=spread(taken), unit="ms")
    rates = tuple(_rates(wishes))
    yield from map(_rate_figure, rates)
    if wishes.draw:
        from bench.waiting import page  # noqa: PLC0415 - the library that draws takes a second to load

        found = Findings(
            checked=checks,
            days=tuple(days),
            calibration=shares,
            seconds=seconds,
            classical=classical,
            rates=rates,
        )
        for name in page.write(found, DOCS):
            yield Figure(what=f"drawn: {name}", values={}, unit="")


def _checked(wishes: Wishes) -> Iterator[Checked]:
    runs, customers = (1, 50_000) if wishes.quick else _LONG
    for place, model in enumerate(one_line.MODELS):
        found = [
            one_line.errors(model, customers, np.random.default_rng([wishes.seed, number, place]))
            for number in range(runs)
        ]
        yield from findings.checked(model.name, found, one_line.REFERENCE[model.name])


def _trials(wishes: Wishes) -> Iterator[Trial]:
    for profile in PROFILES:
        training, tests = (1, 2) if wishes.quick else _DAYS[profile.id]
        if wishes.quick and profile is L:
            continue
        loads = (1.0, profile.busy)
        yield Trial(profile, loads, training, tests, wishes.seed, asked_again=10)
    if not wishes.quick:
        yield Trial(M, (1.0,), *_DAYS[M.id], wishes.seed, variation=HEAVY, asked_again=10)


def _hall(tried: Trial) -> str:
    return f"{tried.profile.short}, CV {tried.variation:g}" if tried.variation else tried.profile.short


def _rates(wishes: Wishes) -> Iterator[Rate]:
    """The same days again and again, and only the rate of the priority classes changes; nobody asks for estimates."""
    busy: tuple[tuple[Profile, int], ...] = ((M, 1),) if wishes.quick else ((M, 10), (L, 4))
    for profile, tests in busy:
        for rate in RATES[:2] if wishes.quick else RATES:
            lived = trial.run(Trial(profile, (profile.busy,), 0, tests, wishes.seed, plays=0, rate=rate))
            yield findings.mean_waits(f"{profile.short} × {profile.busy:g}", rate, lived.by_load[profile.busy])


def _check_figure(check: Checked) -> Figure:
    known = check.reference
    return Figure(
        what=f"{check.model}: {check.name}",
        values={"RMSE/mean": check.found.rrmse, "MAE/mean": check.found.rmae},
        unit="",
        target=f"{known.rrmse:.2f} ({known.rmae:.2f}) ± 0.02" if known else "",
    )


def _day_figures(day: Day) -> Iterator[Figure]:
    yield Figure(
        what=f"{day.name}: {day.days} days",
        values={"tickets": day.count, "ordinary that waited": day.waited, "their mean wait": day.wait},
        unit="min",
    )
    for each in day.guessed:
        yield Figure(
            what=f"  {each.name}",
            values={
                "RMSE": each.rmse.value,
                "MAE": each.mae.value,
                "bias": each.bias.value,
                "told too little": each.too_little.value,
                "of plain": each.ratio.value,
                "±": each.ratio.error,
                "everybody, of plain": each.everybody_ratio.value,
            },
            unit="",
            target=f"of plain ≤ {aim}" if each.name == PLAYED and (aim := profiles.aim(day.hall, day.load)) else "",
        )
    for some in (*day.ranged, *day.by_line):
        yield Figure(
            what=f"  the 80 % range: {some.who}",
            values={
                "n": some.count,
                "held": some.held.value,
                "±": some.held.error,
                "late": some.late.value,
                "early": some.early.value,
                "width": some.width.value,
            },
            unit="min",
            target="held 0.78–0.85, late ≤ 0.12" if "waited" in some.who else "",
        )


def _time_figure(hall: str, outcome: trial.Outcome) -> Figure:
    return Figure(
        what=f"{hall}: one estimate, as the hall is when a ticket is issued",
        values=spread(outcome.seconds or (0.0,)),
        unit="ms",
        note=f"of {outcome.tickets} visitors {outcome.refused} were refused, {outcome.unserved} not served, "
        f"{outcome.untold} told nothing",
    )


def _rate_figure(rate: Rate) -> Figure:
    def both(name: str, score: Score) -> dict[str, float]:
        return {name: score.value, f"± {name}": score.error}

    return Figure(
        what=f"{rate.hall}: rate of priority {rate.rate:g}",
        values={**both("ordinary", rate.ordinary), **both("priority", rate.priority)},
        unit="min",
    )
