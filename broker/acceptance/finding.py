"""What readings of a machine mean for its acceptance. Pure: each takes what was read, and gives a verdict."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from broker.contracts.acceptance import Outcome, Verdict
from broker.contracts.phrases import Phrases

PHRASES = Phrases.load(Path(__file__).parent / "phrases")
NOTICED, WRONG = 2.0, 60.0  # seconds between the clock here and the hall's
LEAST_FREE, LEAST_ROOM = 0.1, 1024  # a share of the data partition, and MB that are enough on the largest


class Power(Struct, frozen=True):
    """`sensed`: there is a sensor. `low`: the supply was too weak, now or earlier since this start, so many `times`."""

    sensed: bool
    low: bool = False
    times: int = 0


class Storage(Struct, frozen=True):
    """`errors`: of the file systems, as the kernel counts them. `kept`: what was written was read again."""

    errors: int
    kept: bool
    free: float
    room: int = 0  # MB
    worn: int = 0  # tenths of its life that an eMMC has behind it


def verdict(item: str, outcome: Outcome, key: str, **slots: object) -> Verdict:
    return Verdict(item, outcome, PHRASES.text(f"found.{key}", **slots))


def power(found: Power) -> Verdict:
    if not found.sensed:
        return verdict("power", "skipped", "power-no-sensor")
    return verdict("power", "fail", "power-low") if found.low else verdict("power", "pass", "power-well")


def storage(found: Storage) -> Verdict:
    if not found.kept:
        return verdict("storage", "fail", "storage-lost")
    if found.errors:
        return verdict("storage", "fail", "storage-errors", count=found.errors)
    if found.free < LEAST_FREE and found.room < LEAST_ROOM:
        return verdict("storage", "fail", "storage-full", free=round(found.free * 100))
    if found.worn >= 9:  # noqa: PLR2004 - nine tenths
        return verdict("storage", "fail", "storage-worn")
    return verdict("storage", "pass", "storage-well", free=round(found.free * 100))


def clock(ahead: float) -> Verdict:
    """`ahead`: seconds of the hall's clock against the one here."""
    outcome: Outcome = "fail" if abs(ahead) >= WRONG else "pass"
    key = "clock-well" if abs(ahead) < NOTICED else "clock-differs"
    return verdict("clock", outcome, key, seconds=f"{ahead + 0.0:+.1f}")


def network(links: tuple[str, ...], lost: int) -> Verdict:
    """`links`: those that are up, with their speed. `lost`: connections to the hall since the start."""
    if not links:
        return verdict("network", "fail", "network-none")
    return verdict("network", "pass", "network-well", links=", ".join(links), lost=lost)


def problems(codes: tuple[str, ...]) -> Verdict:
    if codes:
        return verdict("problems", "fail", "problems", codes=", ".join(codes))
    return verdict("problems", "pass", "problems-none")
