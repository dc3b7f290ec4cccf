import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.contracts.errors import ConfigError
from kiosk.info.places.check import parse
from kiosk.info.places.folder import load
from kiosk.info.places.route import route
from kiosk.info.places.shape import HallMap
from tests.kiosk.info.halls import DEMO, hall

pytestmark = pytest.mark.fast

GOOD = (DEMO / "catalogue" / "map.toml").read_text("utf-8")


def demo() -> HallMap:
    found = load(DEMO / "catalogue", hall())
    assert found
    return found


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("id = 14\n", "id = 99\n", "the hall has no window 99"),
        ("id = 14\n", "id = 15\n", "window 15 stands here twice"),
        ('kind = "water"', 'kind = "woter"', '"kind" is "woter"'),
        ('floor = "1"\nat = [20, 0.6]', 'floor = "9"\nat = [20, 0.6]', 'there is no [[floor]] "9"'),
        ("at = [20, 0.6]", "at = [20, 60]", "is not on the floor, which measures 40 × 24 m"),
        ("points = [[28, 0], [28, 2.6]]", "points = [[28, 0]]", "a line has two points or more"),
        ('id = "2"\nname', 'id = "1"\nname', "stands here twice"),
    ],
)
def test_a_mistake_of_a_map_is_told_with_its_line(before: str, after: str, told: str):
    assert before in GOOD
    with pytest.raises(ConfigError) as found:
        parse(GOOD.replace(before, after), "map.toml", hall())
    assert any(told in mistake and mistake.startswith("map.toml:") for mistake in found.value.mistakes)


def test_every_window_of_the_demo_is_on_the_map_and_there_is_a_way_to_it():
    hall_map = demo()
    assert set(hall_map.windows) == set(hall().windows)
    here = hall_map.here_for("info-1")
    assert here
    for window in hall_map.window:
        stretches = route(hall_map, (here.floor, here.at), (window.floor, window.at))
        assert stretches[0].points[0] == here.at
        assert stretches[-1].points[-1] == window.at
        assert stretches[-1].floor == window.floor


def test_the_way_up_is_by_lift_where_there_is_one_and_by_stairs_where_there_is_none():
    hall_map = demo()
    start, end = ("1", (17.0, 7.5)), ("2", (8.0, 22.0))
    assert [s.then for s in route(hall_map, start, end)] == ["lift", ""]
    without = parse(GOOD.replace('joins = "lift"', ""), "map.toml")
    assert [s.then for s in route(without, start, end)] == ["stairs", ""]
    alone = parse(GOOD.replace('joins = "lift"', "").replace('joins = "stairs"', ""), "map.toml")
    assert route(alone, start, end) == ()


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_way_never_leaves_the_ways_of_the_map_but_at_its_ends(data: st.DataObject):
    hall_map = demo()
    window = data.draw(st.sampled_from(hall_map.window))
    start = data.draw(st.sampled_from(hall_map.spot))
    known = {(w.floor, p) for w in hall_map.way for p in w.points} | {(s.floor, s.at) for s in hall_map.spot if s.joins}
    walked = [
        (stretch.floor, p)
        for stretch in route(hall_map, (start.floor, start.at), (window.floor, window.at))
        for p in stretch.points
    ]
    assert walked
    assert all(step in known for step in walked[1:-1])
