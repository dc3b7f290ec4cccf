"""Percentiles and lines of the bench: what people will read and compare."""

from __future__ import annotations

import pytest

from bench.command import BENCHES, main
from bench.days import Days, many_days
from bench.figures import Figure, line, percentile, spread
from broker.contracts import codec
from broker.contracts import events as e
from broker.queuemaster.hall import Hall, evolve

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(("percent", "value"), [(1, 1), (50, 50), (99, 99), (99.1, 100), (100, 100)])
def test_a_percentile_is_a_sample_that_so_many_do_not_exceed(percent: float, value: float) -> None:
    assert percentile(list(range(100, 0, -1)), percent) == value


def test_of_one_sample_every_percentile_is_that_one() -> None:
    assert spread([0.002]) == {"p50": 2.0, "p99": 2.0, "max": 2.0}


def test_nothing_measured_is_no_figure() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        percentile([], 50)


def test_an_aim_stands_beside_the_figure_and_is_no_verdict() -> None:
    told = line(Figure(what="touch to reply", values={"p50": 3.14159, "p99": 1234.5}, unit="ms", target="p50 ≤ 4"))
    assert told.split() == ["touch", "to", "reply", "p50", "3.14", "p99", "1,234", "ms", "[aim:", "p50", "≤", "4]"]


def test_an_unknown_bench_is_refused_with_the_names_of_all(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["tikets"])
    assert refused.value.code == 2
    told = capsys.readouterr().err
    assert all(name in told for name in BENCHES)


def test_days_made_for_the_bench_are_days_that_a_hall_can_live() -> None:
    hall = Hall(Days().hall.plan)
    bodies = [body for day in many_days(500, visitors=30) for body in day]
    for place, body in enumerate(bodies, 1):
        event = codec.event(body)
        assert isinstance(event, e.Event)
        assert event.seq == place
        evolve(hall, event)
    opened = [e for e in map(codec.event, bodies) if type(e).__name__ == "DayOpened"]
    assert len({day.day for day in opened}) == len(opened) >= 3  # type: ignore[union-attr]
