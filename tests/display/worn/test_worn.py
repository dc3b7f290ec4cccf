"""A box with a worn card says so on the kernel's own screen, with nothing but its root and memory."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from display.look.palette import LIGHT, contrast
from display.worn.drawing import SMALLEST, draw, fitted
from display.worn.face import CODE, LANGUAGES, MINUTES, PHRASES, pieces, said, text
from display.worn.framebuffer import Shape, laid, shape
from display.worn.run import keep_showing
from tests.systemd.units import UNITS

pytestmark = pytest.mark.fast

SCREENS = ((640, 480), (800, 600), (1280, 720), (1280, 800), (1920, 1080), (1080, 1920), (3840, 2160))
STOP = tuple(round(255 * each) for each in LIGHT.stop[:3])


class Enough(Exception):
    """The program would go on for ever."""


class Box:
    """A root with a framebuffer, or without one."""

    def __init__(self, root: Path) -> None:
        self.root, self.told = root, root / "sys/class/graphics/fb0"
        (root / "dev").mkdir()

    def has(self, width: int, height: int, stride: int, bits: int = 32) -> None:
        self.told.mkdir(parents=True, exist_ok=True)
        for name, value in (("virtual_size", f"{width},{height}"), ("stride", stride), ("bits_per_pixel", bits)):
            (self.told / name).write_text(f"{value}\n")
        (self.root / "dev/fb0").write_bytes(bytes(stride * height))

    def screen(self) -> bytes:
        return (self.root / "dev/fb0").read_bytes()


def pauses(*meanwhile: Callable[[], object]) -> Callable[[float], None]:
    """What happens in each pause of the program; after the last it is ended."""
    left = list(meanwhile)

    def sleep(_: float) -> None:
        if not left:
            raise Enough
        left.pop(0)()

    return sleep


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path)


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_every_word_has_its_place_on_every_screen(width: int, height: int):
    laid_out = pieces(width, height)
    assert [piece.words for piece in laid_out[:-1]] == [
        said(each)[name] for each in LANGUAGES for name in ("message", "remedy")
    ]
    below = 0
    for piece in laid_out:
        shown = fitted(piece)
        assert " ".join(shown.lines).split() == piece.words.split(), "nothing is left out"
        assert shown.size >= SMALLEST
        assert piece.top >= below
        below = piece.top + round(piece.box[1])
    assert below <= height
    assert draw(width, height).getpixel((0, 0)) == STOP


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (1080, 1920)])
def test_what_to_do_is_read_from_two_metres(width: int, height: int):
    """In the first language: capitals of 9 mm on a screen of 22 inches, a quarter of a degree of what is seen."""
    message, remedy, *nearer = (fitted(piece).size for piece in pieces(width, height))
    assert remedy >= 0.045 * min(width, height)
    assert message > remedy > max(nearer)
    assert contrast(LIGHT.stop, LIGHT.on_stop) >= 7


def test_it_says_what_to_do_in_both_languages_with_a_code_and_when_it_tries_again():
    for language in LANGUAGES:
        assert CODE in said(language)["foot"]
        assert str(MINUTES) in said(language)["foot"]
        assert said(language)["remedy"] in text()
    assert PHRASES.languages == LANGUAGES


def test_the_box_starts_anew_after_the_minutes_that_it_tells_by_no_program_of_the_card():
    timer, unit = ((UNITS / f"appliance-anew.{kind}").read_text("utf-8") for kind in ("timer", "service"))
    assert re.search(r"^OnActiveSec=(\d+)min$", timer, re.MULTILINE)[1] == str(MINUTES)  # type: ignore[index]
    assert "SuccessAction=reboot-immediate" in unit
    assert "ExecStart" not in unit
    assert "Wants=appliance-anew.timer" in (UNITS / "emergency.service").read_text("utf-8")


def test_rows_lie_where_the_screen_has_them():
    from PIL import Image  # noqa: PLC0415 - as where it is used

    picture = Image.new("RGB", (2, 2), (1, 2, 3))
    assert laid(picture, Shape(2, 2, 12, 32)) == bytes([3, 2, 1, 0] * 2 + [0] * 4) * 2
    assert laid(picture, Shape(2, 2, 6, 24)) == bytes([3, 2, 1] * 4)


def test_a_screen_that_comes_late_or_changes_gets_its_picture(box: Box):
    seen: list[bytes] = []
    steps = (
        lambda: box.has(320, 200, 1280),
        lambda: seen.append(box.screen()),
        lambda: box.has(240, 320, 1000),
        lambda: seen.append(box.screen()),
    )
    with pytest.raises(Enough):
        keep_showing(pauses(*steps), box.root)
    assert seen == [laid(draw(320, 200), Shape(320, 200, 1280, 32)), laid(draw(240, 320), Shape(240, 320, 1000, 32))]


def test_what_is_written_over_the_picture_does_not_stay(box: Box):
    box.has(320, 200, 1280)
    with pytest.raises(Enough):
        keep_showing(pauses(lambda: box.has(320, 200, 1280)), box.root)
    assert any(box.screen())


def test_a_screen_of_few_colours_is_left_to_letters(box: Box):
    assert shape(box.root) is None
    box.has(320, 200, 640, bits=16)
    assert shape(box.root) is None
