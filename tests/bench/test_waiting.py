"""Halls and days from seeds, and how guesses are judged: a bench that counts wrongly is worse than none."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from bench.waiting import cases, days, findings, hall_files, profiles, scores, trial
from bench.waiting.cases import PLAIN, PLAYED, Cases
from bench.waiting.profiles import PROFILES, Profile
from broker.contracts import hall_check
from broker.contracts.events import Estimate
from broker.replay import day_file, staff
from broker.replay.outcome import DayResult, Told

pytestmark = pytest.mark.fast

SIZES = {"small": (4, 6, 71), "city": (20, 8, 379), "regional": (40, 10, 1251)}  # windows, lines, tickets of a day
by_id = pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.id)


@by_id
def test_each_hall_has_the_size_that_its_name_says(profile: Profile):
    plan = hall_files.plan(profile)
    assert (len(plan.window), len(plan.line), sum(profile.by_hour)) == SIZES[profile.id]
    assert sum(profile.shares.values()) == pytest.approx(1)


@by_id
def test_a_hall_file_and_its_days_are_read_without_a_mistake(profile: Profile, tmp_path: Path):
    file = tmp_path / "hall.toml"
    file.write_text(hall_files.toml(profile), encoding="utf-8")
    plan = hall_check.load(file)
    come = days.visitors(profile, 1.0, np.random.default_rng(1))
    read, mistakes = day_file.read("day.csv", days.day_file(come).encode(), plan)
    assert mistakes == []
    assert read == come
    shifts, mistakes = staff.read("staff.csv", days.staff_file(days.shifts(profile)).encode(), plan)
    assert mistakes == []
    assert set(shifts) == set(days.shifts(profile))


@by_id
def test_days_are_drawn_as_the_profile_says(profile: Profile):
    drawn = [days.visitors(profile, 1.0, np.random.default_rng(seed)) for seed in range(1500 // profile.burst)]
    everybody = [visitor for day in drawn for visitor in day]
    assert len(everybody) / len(drawn) == pytest.approx(sum(profile.by_hour), rel=0.04)
    assert np.mean([v.no_show for v in everybody]) == pytest.approx(profile.no_shows, abs=0.01)
    assert np.mean([v.priority is not None for v in everybody]) == pytest.approx(0.08, abs=0.01)
    passports = [v for v in everybody if v.service == "passport"]
    assert np.mean([v.booked is not None for v in passports]) == pytest.approx(1 / 3, abs=0.03)
    first = timedelta(hours=profile.opens, minutes=6)
    at_the_door = np.mean([sum(v.arrival < first for v in day) for day in drawn])
    assert at_the_door == pytest.approx(profile.burst + (profile.by_hour[0] - profile.burst) / 10, rel=0.1)
    for kind in profiles.KINDS:
        minutes = [v.minutes for v in everybody if v.service == kind.id]
        if len(minutes) > 500:
            assert np.mean(minutes) == pytest.approx(kind.minutes, rel=0.08), kind.id
            assert np.std(minutes) / np.mean(minutes) == pytest.approx(kind.spread, rel=0.2), kind.id


def test_the_same_seed_is_the_same_day():
    one, other, third = (days.visitors(profiles.S, 1.0, np.random.default_rng(seed)) for seed in (7, 7, 8))
    assert one == other != third


def test_services_vary_as_much_as_a_bank_measured_when_that_is_asked():
    come = [v for seed in range(30) for v in days.visitors(profiles.M, 1.0, np.random.default_rng(seed), 1.2)]
    minutes = np.array([v.minutes for v in come if v.service == "residence-registration"])
    assert minutes.mean() == pytest.approx(11, rel=0.08)
    assert minutes.std() / minutes.mean() == pytest.approx(1.2, rel=0.15)


@by_id
def test_an_operator_never_works_twice_at_once_and_windows_of_a_desk_do_not_rest_together(profile: Profile):
    shifts = days.shifts(profile)
    number = 0
    for desk in profile.desks:
        rests = Counter[timedelta]()
        for _ in range(desk.count):
            number += 1
            own = sorted(shift for shift in shifts if shift.window == number)
            assert (own[0].start, own[-1].end) == (timedelta(hours=desk.start), timedelta(hours=desk.end))
            for early, late in pairwise(own):
                assert early.start < early.end < late.start
                rests[early.end] += 1
        if desk.count <= 4:  # windows
            assert rests.most_common(1)[0][1] == 1


def made(waits: list[float], told: list[float], *, half: float = 2.0, day: list[int] | None = None) -> Cases:
    wait, guess = np.array(waits), np.array(told)
    nothing = np.zeros(len(wait), dtype=np.intp)
    guesses = {name: guess if name == PLAYED else np.zeros(len(wait)) for name in cases.GUESSES}
    return Cases(
        np.array(day or nothing),
        nothing + 9,
        nothing,
        np.full(len(wait), "a"),
        wait,
        guess - half,
        guess + half,
        guesses,
    )


def test_errors_are_counted_in_minutes_and_their_sign_says_who_was_told_too_much():
    found = made([10, 20], [13, 16])
    assert scores.rmse(PLAYED)(found) == pytest.approx(12.5**0.5)
    assert scores.mae(PLAYED)(found) == 3.5
    assert scores.bias(PLAYED)(found) == -0.5
    assert scores.told_too_little(PLAYED)(found) == 0.5
    assert scores.ratio()(found) == pytest.approx((12.5 / 250) ** 0.5)


def test_a_range_holds_who_is_called_at_either_end_of_it():
    found = made([8, 12, 12.1, 7.9], [10, 10, 10, 10])
    assert (scores.coverage(found), scores.late(found), scores.early(found)) == (0.5, 0.25, 0.25)
    assert scores.width(found) == 4


def test_sampling_error_is_that_of_days_not_of_tickets():
    """Two days that differ and whose tickets do not: ten times the tickets say no more."""
    few = scores.score(made([10, 20], [0, 0], day=[0, 1]), scores.mean_wait)
    many = scores.score(made([10] * 10 + [20] * 10, [0] * 20, day=[0] * 10 + [1] * 10), scores.mean_wait)
    assert few == many == scores.Score(15, 5)


def test_one_day_says_nothing_of_others():
    assert np.isnan(scores.score(made([10, 20], [0, 0]), scores.mean_wait).error)


def test_plays_that_are_right_are_calibrated_and_plays_that_are_too_sure_are_not():
    chance = np.random.default_rng(1)
    plays, truth = chance.normal(size=(4000, 30)), chance.normal(size=(4000, 1))
    assert findings.calibration((plays < truth).mean(axis=1), 30) == pytest.approx(findings.CONFIDENCES, abs=0.03)
    too_sure = findings.calibration((plays < 2 * truth).mean(axis=1), 30)
    assert all(held < c for held, c in zip(too_sure, findings.CONFIDENCES, strict=True))


def test_each_estimator_is_asked_about_what_could_be_seen_when_the_ticket_was_issued():
    """Line by hand: one window; three come at 9:00, 9:02, 9:04; calls at once, 9:20 and 9:50."""
    plan = hall_files.plan(profiles.S)
    shifts = [shift for shift in days.all_day(profiles.S) if shift.window == 1]
    day, *_ = days_of_passports()
    found = cases.of_day(plan, day, shifts, {9: 7.5})
    assert found.wait.tolist() == [0, 18, 46]
    assert found.guesses[PLAIN].tolist() == [0, 0, 17]
    assert found.guesses["QL"].tolist() == [0, 17, 34]
    assert found.guesses["HOL"].tolist() == [0, 0, 2]
    assert found.guesses["LES"].tolist() == [0, 0, 0]
    assert found.guesses[cases.USUAL].tolist() == [7.5] * 3
    assert np.isnan(found.guesses[PLAYED]).sum() == 0


def days_of_passports() -> list[DayResult]:
    start = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=2)))

    def told(came: int, called: int, done: int, ahead: int) -> Told:
        at = [start + timedelta(minutes=minutes) for minutes in (came, called, done)]
        estimate = Estimate(earliest=at[1], likely=at[1], latest=at[1], confidence=0.8)
        return Told(
            arrival=at[0],
            service="passport",
            number="К001",
            ahead=ahead,
            estimate=estimate,
            called=at[1],
            window=1,
            started=at[1],
            finished=at[2],
            outcome="served",
        )

    tickets = (told(0, 0, 20, 0), told(2, 20, 50, 0), told(4, 50, 60, 1))
    return [DayResult(file="", day="2026-03-02", tickets=tickets, unexplained_overtakes=0)]


def test_a_trial_learns_first_and_is_tested_on_days_of_each_load():
    asked = trial.Trial(profiles.S, (1.0, 1.5), training=1, tests=2, plays=0, asked_again=10)
    heard: list[int] = []
    outcome = trial.run(asked, heard.append)
    assert heard == [1, 2, 3, 4, 5]
    assert {load: len(np.unique(found.day)) for load, found in outcome.by_load.items()} == {1.0: 2, 1.5: 2}
    told = sum(len(found.wait) for found in outcome.by_load.values())
    assert told == outcome.tickets - outcome.unserved - outcome.refused - outcome.untold
    assert len(outcome.seconds) == pytest.approx(outcome.tickets / 10, abs=2)
    assert all(0 <= share <= 1 for share in outcome.shares)
