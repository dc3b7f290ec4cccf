"""Writes `docs/waits.md` and its pictures from what the bench found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bench.figures import percentile
from bench.waiting import pictures, profiles
from bench.waiting.cases import PLAYED
from bench.waiting.findings import Checked, Day, Findings, Ranged
from bench.waiting.scores import Score

ROWS_OF_MODEL = ("QL", "QLm", "LES", "HOL", "RCS", "average of 5")


def write(found: Findings, docs: Path) -> list[str]:
    """Draw the pictures, write the page; their names."""
    drawn = pictures.draw(found, docs / "pictures")
    page = docs / "waits.md"
    page.write_text("\n".join(text(found)) + "\n", encoding="utf-8")
    return [str(each.relative_to(docs.parent)) for each in (page, *drawn)]


def text(found: Findings) -> Iterator[str]:
    yield _OPENING
    yield from _aims(found.days)
    yield _ESTIMATORS
    yield from _estimators(found.days)
    yield _RANGES
    yield from _ranges(found.days)
    yield _HOURS
    yield from _hours(found.days)
    yield _RATES
    yield from _rates(found)
    yield _TIME
    yield from _times(found)
    yield _CHECKED
    yield from _checks(found.checked)


def _aims(days: Sequence[Day]) -> Iterator[str]:
    """What was aimed at beside what came out, where the aims are kept and where not alike."""
    yield _row(
        "hall × load", "RMSE of plain", "aim", "range held, ordinary that waited", "aim", "later than `latest`", "aim"
    )
    yield _rule(7)
    for day in days:
        played = next(each for each in day.guessed if each.name == PLAYED)
        some = next((each for each in day.ranged if each.who == "ordinary, waited"), None)
        if some is not None:
            aim = profiles.aim(day.hall, day.load)
            yield _row(
                day.name,
                _sure(played.ratio),
                f"≤ {aim:.2f}" if aim else "",
                _percent(some.held),
                "78 to 85 %",
                _percent(some.late),
                "≤ 12 %",
            )
    yield ""


def _estimators(days: Sequence[Day]) -> Iterator[str]:
    yield _row(
        "hall × load",
        "tickets that waited, of",
        "mean wait",
        "estimator",
        "RMSE",
        "MAE",
        "bias",
        "told too little",
        "of plain",
    )
    yield _rule(9)
    for day in days:
        for place, each in enumerate(day.guessed):
            first = (
                (day.name, f"{day.waited} of {day.count}, {day.days} days", f"{day.wait:.1f}")
                if place == 0
                else ("", "", "")
            )
            bold = "**" if place == 0 else ""
            yield _row(
                *first,
                f"{bold}{each.name}{bold}",
                f"{each.rmse.value:.1f}",
                f"{each.mae.value:.1f}",
                f"{each.bias.value:+.1f}",
                _share(each.too_little.value),
                f"{bold}{_sure(each.ratio)}{bold}",
            )
    yield ""


def _ranges(days: Sequence[Day]) -> Iterator[str]:
    yield _row(
        "hall × load", "who", "tickets", "held", "later than `latest`", "earlier than `earliest`", "mean width, min"
    )
    yield _rule(7)
    for day in days:
        for place, some in enumerate(day.ranged):
            yield _row(day.name if place == 0 else "", some.who, f"{some.count}", *_held(some))
    yield ""


def _held(some: Ranged) -> Iterable[str]:
    return (_percent(some.held), _share(some.late.value), _share(some.early.value), f"{some.width.value:.1f}")


def _hours(days: Sequence[Day]) -> Iterator[str]:
    busy = [day for day in days if day.load > 1]
    yield _row("hour", *(day.name for day in busy))
    yield _rule(1 + len(busy))
    for hour in sorted({each.hour for day in busy for each in day.by_hour}):
        there = [next((each for each in day.by_hour if each.hour == hour), None) for day in busy]
        yield _row(f"{hour}:00", *(f"{_share(each.held)} of {each.count}" if each else "" for each in there))
    yield ""


def _rates(found: Findings) -> Iterator[str]:
    yield _row("hall × load", "rate", "ordinary, min", "priority, min")
    yield _rule(4)
    for each in found.rates:
        yield _row(each.hall, f"{each.rate:g}", _sure(each.ordinary), _sure(each.priority))
    yield ""


def _times(found: Findings) -> Iterator[str]:
    yield _row("hall", "estimates", "p50, ms", "p99, ms")
    yield _rule(4)
    for hall, seconds in found.seconds.items():
        if seconds:
            p50, p99 = (percentile(seconds, percent) * 1000 for percent in (50, 99))
            yield _row(hall, f"{len(seconds)}", f"{p50:.1f}", f"{p99:.1f}")
    for name, seconds in found.classical.items():
        p50, p99 = (percentile(seconds, percent) * 1000 for percent in (50, 99))
        yield _row(f"{name}, one line of 1,000", f"{len(seconds)}", f"{p50:.3f}", f"{p99:.3f}")
    yield ""


def _checks(checked: Sequence[Checked]) -> Iterator[str]:
    yield _row("model", *ROWS_OF_MODEL)
    yield _rule(1 + len(ROWS_OF_MODEL))
    for model in dict.fromkeys(each.model for each in checked):
        there = {each.name: each for each in checked if each.model == model}
        yield _row(model, *(_check(there[name]) for name in ROWS_OF_MODEL))


def _check(each: Checked) -> str:
    found = f"{each.found.rrmse:.2f} ({each.found.rmae:.2f})"
    return f"{found}; {each.reference.rrmse:.2f} ({each.reference.rmae:.2f})" if each.reference else found


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _rule(columns: int) -> str:
    return "|---" * columns + "|"


def _share(value: float) -> str:
    return f"{value * 100:.0f} %"


def _percent(score: Score) -> str:
    return f"{score.value * 100:.1f} ± {score.error * 100:.1f} %"


def _sure(score: Score) -> str:
    return f"{score.value:.2f} ± {score.error:.2f}"


_OPENING = """\
# How true the told waits are

Made by `./cherha bench waits --draw`; nothing here is written by hand. Three halls are made from seeds
(`bench/waiting/profiles.py`): S, a small community's with 4 windows, M, a city centre's with 20, and L, a huge regional
one's with 40, each with lines of its own, specialists and all-rounders, an opening burst, priority, bookings, no-shows,
operators of different pace, and breaks that the hall file does not know. Each hall lives some normal days and learns;
then come days that nobody has seen, normal and busy in turn (× is the load; CV 1.2: all services vary as much as was
once measured at a bank's desk). Every ticket's estimate is held against its call, and on exactly the same tickets stand
the estimators of the books (Ibrahim and Whitt, M&SOM 11(3), 2009), which are told the true mean service time of each
line and which windows work.

- **plain**: people ahead × mean service ÷ windows that can serve; **QL** counts one more; **QLm** divides by the rate
  of calls lately.
- **LES**: the wait of whoever was called last; **HOL**: of whoever waits longest; **RCS**: of the latest arrival that is
  done; **average of 5**: of the last five called; **the hour's mean**: of that hour on earlier days.

± is the standard error (jackknife over days). Ordinary tickets that waited; minutes.
"""
_ESTIMATORS = """\
## Each estimator

![Error of each estimator as a share of the plain formula's](pictures/waits-estimators.png)
"""
_RANGES = """\
## Does the printed range hold

A range is printed for 80 %; held between 78 and 85 % is the aim, for each kind of day and each class, and at most 12 %
called later than `latest`. Whoever is called at once is in the rows "all" alone.

![Calibration of the plays, and of the printed range](pictures/waits-calibration.png)
"""
_HOURS = """\
## Error by hour

![Error by hour of arrival on busy days](pictures/waits-by-hour.png)

Of the ordinary tickets that waited, the share whose printed range held, by the hour of their arrival:
"""
_RATES = """\
## What the rate of priority does

The same busy days lived again and again; only the rate changes at which the waits of the priority classes (8 % of the
visitors) count. An earlier, simpler simulation of such halls found, at 2.5, mean waits of 4.0 and 2.2 minutes in the
city centre and 29.2 and 9.6 in the regional one.

![Mean waits of ordinary and priority tickets by rate](pictures/waits-priority-rates.png)
"""
_TIME = """\
## What an estimate costs

One forecast of one ticket, in the hall as it was when the ticket was issued; time of the processor, so that it does not
matter who else is at it. `./cherha bench estimate` measures a full hall.
"""
_CHECKED = """\
## The estimators of the books, where their worth is known

One line, first come, first served: RMSE (mean absolute error) relative to the mean wait, among those who waited; found
here in a long run; and in the reference, a run of 400,000 customers. A run of that length is longer or shorter by up
to a tenth in its queues, and by half of that in its errors.
"""
