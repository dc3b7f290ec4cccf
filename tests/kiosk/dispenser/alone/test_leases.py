"""Numbers that a dispenser may print while it is alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.contracts.replies import Lease
from kiosk.dispenser.alone.leases import Numbered, Reserve

pytestmark = pytest.mark.fast

TODAY, TOMORROW = "2026-11-23", "2026-11-24"


def lease(name: str, first: int, last: int, *, line: str = "land", day: str = TODAY) -> Lease:
    return Lease(lease=name, line=line, letter="К", first=first, last=last, day=day)


def test_numbers_come_in_order_and_out_of_the_next_lease_when_one_is_used_up() -> None:
    reserve = Reserve().with_leases([lease("l1", 960, 961), lease("l2", 920, 921)], TODAY)
    taken = []
    while (found := reserve.take("land", TODAY)) is not None:
        numbered, reserve = found
        taken.append(numbered)
    assert taken == [Numbered("К960", "l1"), Numbered("К961", "l1"), Numbered("К920", "l2"), Numbered("К921", "l2")]
    assert reserve.lines(TODAY) == frozenset()


def test_a_lease_is_for_its_day_and_its_line_alone() -> None:
    reserve = Reserve().with_leases([lease("l1", 960, 999)], TODAY)
    assert reserve.take("residence", TODAY) is None
    assert reserve.take("land", TOMORROW) is None
    assert reserve.lines(TOMORROW) == frozenset()
    fresh = reserve.with_leases([lease("l2", 960, 999, day=TOMORROW)], TOMORROW)
    assert [block.lease for block in fresh.blocks] == ["l2"]


def test_more_are_wanted_when_half_a_block_is_left() -> None:
    reserve = Reserve().with_leases([lease("l1", 996, 999)], TODAY)
    assert reserve.short(["land", "residence"], TODAY) == ("residence",)
    for _ in range(2):
        found = reserve.take("land", TODAY)
        assert found
        reserve = found[1]
    assert reserve.short(["land", "residence"], TODAY) == ("land", "residence")


@given(st.lists(st.sampled_from(["take", "l1", "l2", "l3"]), max_size=60))
def test_no_number_is_given_twice_however_often_a_lease_is_heard_of(steps: list[str]) -> None:
    """The queue-master repeats its first reply, and a reply may be heard again after all its numbers were used."""
    blocks = {"l1": (990, 999), "l2": (985, 989), "l3": (984, 984)}
    reserve, taken = Reserve(), []
    for step in steps:
        if step == "take":
            found = reserve.take("land", TODAY)
            if found:
                taken.append(found[0].number)
                reserve = found[1]
        else:
            reserve = reserve.with_leases([lease(step, *blocks[step])], TODAY)
    assert len(taken) == len(set(taken))
    heard = {f"К{n}" for step in set(steps) - {"take"} for n in range(blocks[step][0], blocks[step][1] + 1)}
    assert set(taken) <= heard
    assert reserve.left("land", TODAY) == len(heard) - len(taken)
