"""The kits that a card's first start is tried with are what they are said to be."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from provisioning.authority.authority import Authority
from provisioning.image.kit_drill import broken, mistakes
from provisioning.image.picture import settled
from provisioning.kit.making import kit_text

pytestmark = pytest.mark.fast

AT = datetime(2026, 11, 28, 12, tzinfo=UTC)


def test_the_good_kit_is_good_and_the_broken_one_has_a_mistake_on_each_of_three_lines(tmp_path: Path):
    kit = kit_text(Authority(tmp_path, "kamianske", AT), tmp_path, "kamianske", "10.0.2.2").encode()
    assert mistakes(kit) == []
    told = mistakes(broken(kit))
    assert [each.split(": ")[1] for each in told] == ["address", "port", "бракує token; зробіть новий комплект"]


class Screen:
    """A virtual PC whose screen shows one picture after another."""

    def __init__(self, *pictures: tuple[int, ...]) -> None:
        self.left, self.shown = list(pictures), 0

    def picture(self, file: Path) -> None:
        from PIL import Image  # noqa: PLC0415 - as where it is used

        picture = Image.new("L", (len(self.left[0]), 1))
        picture.putdata(self.left.pop(0) if len(self.left) > 1 else self.left[0])
        picture.save(file)
        self.shown += 1

    def until(self, _: str, condition: object, __: float, pause: float) -> None:
        assert callable(condition)
        while not condition():
            assert self.shown < 10


def test_a_screen_has_settled_when_it_shows_the_same_twice_and_is_not_bare(tmp_path: Path):
    screen = Screen((0, 0), (0, 0), (0, 5), (0, 9), (0, 9), (7, 7))
    settled(screen, tmp_path / "a.png", 1)  # type: ignore[arg-type]
    assert screen.shown == 5
