"""A layout is a file. All its mistakes are told at once, each with its line and what to do."""

from pathlib import Path

import pytest

from broker.contracts.errors import ConfigError
from display.board.layouts.load import SHIPPED, load, names, parse
from display.look.palette import LIGHT, colour, repainted
from tests.display.halls import HALL

pytestmark = pytest.mark.fast

SMALL = """
[board]
[[area]]
shows = "calls"
landscape = [0, 0, 100, 90]
[[area]]
shows = "ticker"
landscape = [0, 90, 100, 10]
"""


def mistakes(text: str) -> list[str]:
    with pytest.raises(ConfigError) as told:
        parse(text, "board.toml", HALL)
    return str(told.value).splitlines()


@pytest.mark.parametrize("name", names())
def test_what_is_shipped_is_right_on_both_sides(name: str) -> None:
    layout = load(name)
    for side in ("landscape", "portrait"):
        assert {"calls", "ticker"} <= {area.shows for area in layout.areas(side)}  # type: ignore[arg-type]


def test_a_small_file_is_a_layout() -> None:
    assert [area.shows for area in parse(SMALL, "board.toml", HALL).area] == ["calls", "ticker"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ((SMALL, SMALL + '[[area]]\nshows = "cals"\nlandscape = [0, 0, 1, 1]'), 'board.toml:10: [[area]]: "shows" is'),
        (("[board]", "[board]\ndistnace = 4"), 'unknown key "distnace"; did you mean "distance"?'),
        (("[board]", "[board]\ndistance = 300"), "it is in metres, 0.5 to 30"),
        (("[board]", '[board]\ntheme = "drak"'), 'there is no theme "drak"; did you mean "dark"?'),
        (("[board]", '[board]\nzones = ["hal-1"]'), 'no zone "hal-1" in the hall file; did you mean "hall-1"?'),
        (("[board]", '[board]\nlike = "standart"'), 'no shipped layout "standart"; did you mean "standard"?'),
        (("[board]", '[board]\nlanguages = "alternating"\nturn = 1'), "a language stands 5 to 120 seconds"),
        (("[0, 0, 100, 90]", "[0, 0, 100]"), "a box is four numbers"),
        (("[0, 0, 100, 90]", "[0, 0, 100, 95]"), "ticker overlaps calls"),
        (("[0, 0, 100, 90]", "[10, 0, 100, 90]"), "it leaves the screen"),
        (("[0, 0, 100, 90]", "[0, 0, 100, 5]"), "nobody could read it; calls need at least 20 x 12"),
        (('shows = "ticker"', 'shows = "header"'), 'has no "ticker"; there it says when it is out of date'),
        (('shows = "ticker"', 'shows = "calls"'), '"calls" stands more than once'),
        ((SMALL, SMALL + '[theme]\ncall = "blue"'), 'a colour is written "#0b4fa0"'),
        ((SMALL, SMALL + '[theme]\ncal = "#0b4fa0"'), 'there is no colour "cal"; did you mean "call"?'),
        ((SMALL, SMALL + '[theme]\ncall = "#eeeeee"'), "on_call on call has a contrast of 1.2; 4.5 is the least"),
        ((SMALL, SMALL + '[[arrow]]\nzone = "hall-9"'), 'there is no zone "hall-9"'),
        ((SMALL, SMALL + '[qr]\naddress = "ftp://x"'), "a phone opens https://"),
        ((SMALL, SMALL + "[[message]]\ntext = { uk = 'а' }\nseconds = 1"), "a message stands 5 to 600 seconds"),
        (("landscape = [0, 90, 100, 10]", ""), "it has no place; write landscape"),
    ],
)
def test_each_mistake_is_told_with_what_to_do(change: tuple[str, str], told: str) -> None:
    found = mistakes(SMALL.replace(*change))
    assert any(told in line for line in found), found
    assert all(line.startswith("board.toml:") for line in found)


def test_all_mistakes_are_told_at_once() -> None:
    wrong = SMALL.replace("[board]", '[board]\ntheme = "x"\ndistance = 99').replace(
        "[0, 90, 100, 10]", "[0, 80, 100, 10]"
    )
    assert len(mistakes(wrong)) == 3


def test_media_that_would_grow_on_a_call_are_a_mistake() -> None:
    media = '[[area]]\nshows = "media"\nportrait = [0, 0, 50, 50]\nportrait_on_call = [0, 0, 60, 50]'
    assert any("they would grow" in line for line in mistakes(SMALL + media))


def test_areas_may_overlap_only_if_never_shown_together() -> None:
    text = SMALL + '[[area]]\nshows = "media"\nlandscape = [0, 40, 100, 50]\nlandscape_on_call = []'
    both = text.replace("[0, 0, 100, 90]", "[0, 0, 100, 40]\nlandscape_on_call = [0, 0, 100, 90]")
    assert [area.shows for area in parse(both, "board.toml").area] == ["calls", "ticker", "media"]
    assert any("while a call is new" in line for line in mistakes(both.replace("landscape_on_call = []", "")))


def test_a_file_that_is_like_a_shipped_one_says_only_what_differs() -> None:
    own = parse(
        '[board]\nlike = "zone"\nzones = ["hall-1"]\n[[arrow]]\nzone = "hall-2"\npoints = "up"', "own.toml", HALL
    )
    assert own.area == load("zone").area
    assert (own.board.zones, own.board.distance) == (("hall-1",), 3.0)
    assert own.arrow[0].points == "up"


def test_a_theme_is_the_named_one_with_some_colours_of_its_own() -> None:
    own = parse(SMALL + '[theme]\ncall = "#7a0000"', "board.toml")
    assert repainted(LIGHT, own.theme).call == colour("#7a0000")
    assert repainted(LIGHT, own.theme).ground == LIGHT.ground


def test_a_file_is_read_by_its_path_and_a_name_that_nobody_knows_is_told(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(SMALL, "utf-8")
    assert load(str(file), HALL).board.theme == "light"
    with pytest.raises(ConfigError, match='did you mean "standard"'):
        load("standrad")
    with pytest.raises(ConfigError, match="there is no such file"):
        load(str(tmp_path / "none.toml"))


def test_the_example_of_a_halls_own_layout_is_right() -> None:
    example = SHIPPED.parent / "one-hall.toml"
    own = load(str(example), HALL)
    assert own.board.zones == ("hall-1",)
    assert {area.shows for area in own.area} >= {"arrows", "qr"}


def test_mistakes_of_a_layout_are_told_in_ukrainian_too() -> None:
    text = SMALL.replace("[board]", "[board]\nturn = 2")
    with pytest.raises(ConfigError) as wrong:
        parse(text, "own.toml", HALL)
    assert any('"turn" має значення 2; мова стоїть від 5 до 120 секунд' in each for each in wrong.value.said("uk"))
