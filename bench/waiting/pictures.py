"""Draws what the bench of waits found. Blue is what the product says, orange the plain formula, grey the others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np

from bench.waiting.cases import PLAIN, PLAYED
from bench.waiting.findings import CONFIDENCES, Day, Findings, Rate
from bench.waiting.profiles import PRIORITY_RATE

mpl.use("Agg")

from matplotlib import pyplot as plt
from matplotlib.lines import Line2D
from matplotlib.ticker import MultipleLocator

BLUE, ORANGE, GREY, LIGHT, INK = "#1f5fa8", "#d9730d", "#8a8f98", "#e8eaee", "#22262b"
GREEN, VIOLET = "#3f8f5f", "#8c6bb1"
_LINES = ((PLAIN, ORANGE, 1.6), ("LES", GREEN, 1.2), ("HOL", VIOLET, 1.2), (PLAYED, BLUE, 2.4))
_HALLS = (("o-", BLUE), ("s-", ORANGE), ("^-", GREEN), ("D-", VIOLET))
_CLASSES = {"ordinary": ("o", BLUE), "priority": ("^", ORANGE), "booked": ("s", GREEN)}
_AIM = (0.78, 0.85)
_SURE = 2  # standard errors on each side of a mark
_LOOK: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": INK,
    "ytick.color": INK,
    "grid.color": LIGHT,
    "legend.frameon": False,
    "figure.dpi": 110,
    "figure.constrained_layout.w_pad": 0.1,
    "figure.constrained_layout.h_pad": 0.1,
}


def draw(found: Findings, folder: Path) -> list[Path]:
    """All pictures, as PNG files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(_LOOK):
        drawn = {
            "waits-estimators": _estimators(found.days),
            "waits-calibration": _calibration(found),
            "waits-by-hour": _by_hour(found.days),
            "waits-priority-rates": _rates(found.rates),
        }
        paths = []
        for name, figure in drawn.items():
            paths.append(folder / f"{name}.png")
            figure.savefig(paths[-1], metadata={"Software": None})
            plt.close(figure)
    return paths


def _estimators(days: Sequence[Day]) -> Any:
    """A row for each hall and load; each mark an estimator's error as a share of the plain formula's."""
    figure, axes = plt.subplots(figsize=(9, 0.6 * len(days) + 1.7), layout="constrained")
    rows = np.arange(len(days))[::-1]
    for row, day in zip(rows, days, strict=True):
        others = [each for each in day.guessed if each.name not in (PLAYED, PLAIN, "QLm")]
        axes.plot([each.ratio.value for each in others], [row] * len(others), "|", color=GREY, ms=14, mew=1.6)
        best = min(others, key=lambda each: each.ratio.value)
        _say(axes, best.name, (best.ratio.value, row), -17, GREY)
        played = next(each for each in day.guessed if each.name == PLAYED)
        sure = _SURE * played.ratio.error
        axes.errorbar(played.ratio.value, row, xerr=sure, fmt="o", color=BLUE, ms=8, capsize=3)
        _say(axes, f"{played.ratio.value:.2f}", (played.ratio.value, row), 9, BLUE)
    axes.axvline(1, color=ORANGE, lw=1.6)
    axes.set_yticks(rows, [f"{day.name}\nmean wait {day.wait:.0f} min" for day in days], fontsize=9)
    axes.set_ylim(-0.7, len(days) - 0.4)
    axes.set_xlim(0, None)
    axes.grid(axis="x")
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("root mean square error ÷ that of the plain formula")
    axes.set_title("Error among ordinary tickets that waited")
    marks = (
        ("o", BLUE, "Cherha (± 2 standard errors)"),
        ("|", GREY, "QL, LES, HOL, RCS, average of 5, the hour's mean; the best is named"),
        ("_", ORANGE, "plain formula"),
    )
    handles = [Line2D([], [], marker=m, color=colour, ls="", ms=8, mew=1.6, label=text) for m, colour, text in marks]
    figure.legend(handles=handles, loc="outside lower center", ncols=3, fontsize=8)
    return figure


def _calibration(found: Findings) -> Any:
    figure, (curve, dots) = plt.subplots(1, 2, figsize=(10.5, 4.8), width_ratios=(1, 1.2), layout="constrained")
    curve.plot([0, 1], [0, 1], color=GREY, lw=1, ls="--")
    for (hall, shares), (style, colour) in zip(found.calibration.items(), _HALLS, strict=False):
        curve.plot(CONFIDENCES, shares, style, color=colour, ms=4.5, lw=1.4, label=hall)
    curve.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
    curve.set(xlabel="share that a range of the plays should hold", ylabel="share that it held")
    curve.grid()
    curve.legend(loc="upper left", fontsize=9)
    curve.set_title("The plays, before any correction")

    rows = [(day, some) for day in found.days for some in day.ranged if "waited" in some.who]
    places = np.arange(len(rows))[::-1]
    dots.axvspan(*_AIM, color=BLUE, alpha=0.12, lw=0)
    for place, (_, some) in zip(places, rows, strict=True):
        shape, colour = _CLASSES[some.who.partition(",")[0]]
        held, sure = some.held.value, _SURE * some.held.error
        dots.errorbar(held, place, xerr=sure, fmt=shape, color=colour, ms=6, capsize=2)
    dots.set_yticks(places, [f"{day.name}, {some.who.partition(',')[0]}" for day, some in rows], fontsize=8)
    dots.set_xlim(0.5, 1)
    dots.grid(axis="x")
    dots.tick_params(axis="y", length=0)
    dots.set_xlabel("share of waits within the range (± 2 standard errors)")
    dots.set_title("The printed 80 % range; shaded: 78 to 85 %")
    return figure


def _by_hour(days: Sequence[Day]) -> Any:
    busy = list({day.hall: day for day in days if day.load > 1}.values())
    figure, panels = plt.subplots(1, max(len(busy), 1), figsize=(11, 4), layout="constrained", squeeze=False)
    for axes, day in zip(panels[0], busy, strict=False):
        known = {each.hour: each for each in day.by_hour}
        hours = range(min(known, default=0), max(known, default=0) + 1)
        at = [hour + 0.5 for hour in hours]
        axes.bar(
            at, [known[hour].wait if hour in known else 0 for hour in hours], width=0.92, color=LIGHT, label="mean wait"
        )
        for name, colour, wide in _LINES:
            errors = [known[hour].rmse[name] if hour in known else np.nan for hour in hours]
            axes.plot(at, errors, "o-", ms=3.5, lw=wide, color=colour, label=name)
        axes.set_title(day.name)
        axes.set_xlabel("hour of arrival")
        axes.xaxis.set_major_locator(MultipleLocator(2))
        axes.set_ylim(0, None)
        axes.grid(axis="y")
    panels[0][0].set_ylabel("root mean square error, minutes")
    handles, labels = panels[0][0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(labels), fontsize=9)
    return figure


def _rates(rates: Sequence[Rate]) -> Any:
    halls = list(dict.fromkeys(each.hall for each in rates))
    figure, panels = plt.subplots(1, len(halls), figsize=(10, 4), layout="constrained", squeeze=False)
    for axes, hall in zip(panels[0], halls, strict=True):
        there = [each for each in rates if each.hall == hall]
        at = [each.rate for each in there]
        for name, colour in (("ordinary", BLUE), ("priority", ORANGE)):
            waits = [getattr(each, name) for each in there]
            middle = np.array([wait.value for wait in waits])
            sure = _SURE * np.array([wait.error for wait in waits])
            axes.fill_between(at, middle - sure, middle + sure, color=colour, alpha=0.13, lw=0)
            axes.plot(at, middle, "o-", color=colour, lw=2, ms=5)
            axes.annotate(
                name, (at[-1], middle[-1]), xytext=(7, 0), textcoords="offset points", va="center", color=colour
            )
        axes.axvline(PRIORITY_RATE, color=GREY, lw=1, ls=":")
        _say(axes, f"  usual, {PRIORITY_RATE:g}", (PRIORITY_RATE, 0), 4, GREY, side="left")
        axes.set_ylim(0, None)
        axes.set_xlim(0.8, at[-1] * 1.25)
        axes.set_xticks(at, [f"{rate:g}" for rate in at])
        axes.grid(axis="y")
        axes.set_title(hall)
        axes.set_xlabel("rate: how many times a minute of priority's wait counts")
    panels[0][0].set_ylabel("mean wait of all, minutes (± 2 standard errors)")
    return figure


def _say(axes: Any, text: str, at: tuple[float, float], above: float, colour: str, *, side: str = "center") -> None:
    axes.annotate(text, at, xytext=(0, above), textcoords="offset points", ha=side, fontsize=8.5, color=colour)
