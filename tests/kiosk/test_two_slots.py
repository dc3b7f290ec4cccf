"""A value in two slots is the last one or the one before, wherever the power goes."""

import errno
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.two_slots import SLOT, TwoSlots

pytestmark = pytest.mark.fast


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(st.text(max_size=40), min_size=1, max_size=6), torn=st.integers(0, 80), noise=st.binary(min_size=1)
)
def test_a_write_that_the_power_cut_off_leaves_what_was_before(
    values: list[str], torn: int, noise: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "value"
    path.unlink(missing_ok=True)
    slots = TwoSlots(path)
    for value in values:
        slots.write(value, sync=False)
    assert TwoSlots(path).read(str) == values[-1]
    newest = SLOT * (len(values) % 2)
    whole = path.read_bytes()
    path.write_bytes(whole[: newest + torn] + noise + whole[newest + torn + len(noise) :])
    before = values[-2] if len(values) > 1 else None
    assert TwoSlots(path).read(str) in (values[-1], before)
    again = TwoSlots(path)
    again.read(str)
    again.write("anew", sync=True)
    assert TwoSlots(path).read(str) == "anew"


def test_what_is_no_value_is_none(tmp_path: Path) -> None:
    assert TwoSlots(tmp_path / "none").read(str) is None
    (tmp_path / "short").write_bytes(b"\x00\x00half")
    assert TwoSlots(tmp_path / "short").read(str) is None
    TwoSlots(tmp_path / "other").write([1], sync=False)
    assert TwoSlots(tmp_path / "other").read(str) is None


def test_what_is_too_large_is_refused_and_the_old_stays(tmp_path: Path) -> None:
    slots = TwoSlots(tmp_path / "value")
    slots.write("old", sync=True)
    with pytest.raises(OSError, match="slot") as refused:
        slots.write("x" * SLOT, sync=True)
    assert refused.value.errno == errno.EFBIG
    assert TwoSlots(tmp_path / "value").read(str) == "old"
