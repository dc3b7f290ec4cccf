"""The small display of a button box: what it says, that it has room for it, and that it never stops the box."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops

from broker.contracts.errors import ConfigError, HardwareError
from broker.contracts.phrases import Phrases
from broker.contracts.snapshot import CallView, LineState, Snapshot, WindowView
from office.button_box.box import NONE_WAITS, Answered, Box, Pressed, Seen, next_wake, step
from office.button_box.two_lines.choosing import HEIGHTS, chosen
from office.button_box.two_lines.drawn import drawn, fits
from office.button_box.two_lines.lines import DARK, Lines, lines
from office.button_box.two_lines.oled import Oled
from office.button_box.two_lines.panel import PaperPanel
from office.button_box.two_lines.showing import AGAIN, Showing
from office.button_box.two_lines.telling import PHRASES
from tests.office.button_box.oled_chip import Ssd1306

pytestmark = pytest.mark.fast

WORDS = Phrases.load(PHRASES)
ZONE = ZoneInfo("Europe/Kyiv")
NOW = datetime(2026, 3, 3, 14, 5, tzinfo=ZONE)


def hall(state: str, *, ticket: str | None = None, waiting: int = 5, times: int = 1, **about: object) -> Snapshot:
    line = {"open": True, "held": 0, "estimate": None}
    held: dict[str, object] = {
        "seq": 1,
        "at": NOW,
        "hall": "open",
        "until": None,
        "why": None,
        "lines": (
            LineState(id="a", letter="А", waiting=waiting, **line),
            LineState(id="b", letter="Б", waiting=9, **line),
        ),
        "windows": (WindowView(id=3, zone="z", state=state, ticket=ticket, since=NOW, lines=("a",)),),  # type: ignore[arg-type]
        "calls": (
            CallView(number=ticket, window=3, zone="z", at=NOW + timedelta(minutes=1), times=times, priority=False),
        )
        if ticket
        else (),
    }
    return Snapshot(**{**held, **about})  # type: ignore[arg-type]


def said(box: Box, snapshot: Snapshot | None, at: float = 0.0) -> tuple[str, str]:
    found = lines(box, snapshot, 3, WORDS, "uk", at=at)
    return found.upper, found.lower


HEARD = Box(heard=True, state="free")


@pytest.mark.parametrize(
    ("snapshot", "told"),
    [
        (hall("free"), ("Вільно", "чекають: 5")),
        (hall("free", waiting=0), ("Вільно", "ніхто не чекає")),
        (hall("paused"), ("Перерва", "чекають: 5")),
        (hall("calling", ticket="А042"), ("А042", "викликано 14:05")),
        (hall("calling", ticket="А042", times=2), ("А042", "2-й виклик 14:06")),
        (hall("serving", ticket="А042"), ("А042", "з 14:05, чекають 5")),
        (hall("closed"), ("Зачинено", "Далі: відчинити")),
        (hall("closed", hall="closed"), ("", "")),
        (hall("free", windows=()), ("Вікна 3 немає", "покличте техніка")),
        (None, ("Залу не чути", "кнопки не діють")),
    ],
)
def test_it_says_whom_the_window_has_and_who_waits_for_this_window(snapshot: Snapshot | None, told: tuple[str, str]):
    assert said(HEARD, snapshot) == told


def test_an_old_state_is_no_state():
    assert said(replace(HEARD, heard=False), hall("serving", ticket="А042")) == ("Залу не чути", "кнопки не діють")


def test_it_says_that_a_press_is_under_way():
    assert said(replace(HEARD, asked="x"), hall("free")) == ("Вільно", "хвилинку…")


@pytest.mark.parametrize(
    ("window", "button", "answer", "told"),
    [
        (("free", False), "next", None, ("Не прийнято", "залу не чути")),
        (("free", True), "recall", None, ("Не прийнято", "тут це не діє")),
        (("free", True), "next", (False, ""), ("Не прийнято", "немає відповіді")),
        (("free", True), "next", (False, "hall-suspended"), ("Не прийнято", "прийом зупинено")),
        (("free", True), "next", (False, "a-rule-of-tomorrow"), ("Не прийнято", "зараз не можна")),
        (("free", True), "next", (True, NONE_WAITS), ("Нікого немає", "черга порожня")),
        (("free", True), "help", (True, "person-called"), ("Покликано", "допомога йде")),
    ],
)
def test_every_press_that_came_to_nothing_is_explained_for_a_while(
    window: tuple[str, bool], button: str, answer: tuple[bool, str] | None, told: tuple[str, str]
):
    box, _ = step(Box(), Seen(window[1], window[0]))  # type: ignore[arg-type]
    box, _ = step(box, Pressed(10.0, button, "one"))  # type: ignore[arg-type]
    if answer:
        box, _ = step(box, Answered(10.0, "one", answer[0], "two", answer[1]))
    assert said(box, hall("free"), 10.1) == told
    end = max(_wakes(box, 10.1))
    assert said(box, hall("free"), end) != told


def _wakes(box: Box, at: float | None) -> Iterator[float]:
    while at is not None:
        yield at
        at = next_wake(box, at)


def test_the_next_press_takes_the_explanation_away():
    box, _ = step(HEARD, Pressed(10.0, "recall", "one"))
    box, _ = step(box, Pressed(11.0, "next", "two"))
    assert said(box, hall("free"), 11.0) == ("Вільно", "хвилинку…")


# The widest that can stand in a slot.
_WIDEST = {"count": 888, "time": "08:48", "times": 8, "window": 88}
_UPPER = {"closed", "paused", "free", "away", "no-window", "refused", "none-waits", "person-called"}


@pytest.mark.parametrize("language", WORDS.languages)
@pytest.mark.parametrize("height", HEIGHTS)
def test_every_word_has_room_on_every_display(language: str, height: int):
    keys = {key for key in WORDS.keys(language) if not key.startswith(("problem.", "remedy."))}
    assert keys >= _UPPER
    for key in sorted(keys):
        text = WORDS.say(language, key, **_WIDEST)
        assert fits(text, height, upper=key in _UPPER), text


def test_both_languages_say_the_same():
    assert len({frozenset(WORDS.keys(language)) for language in WORDS.languages}) == 1


def test_what_has_no_room_is_cut_with_a_mark_and_never_runs_out_of_the_display():
    for text in ("Щ" * 60, "", "і"):
        assert drawn(Lines(text, text), 32).size == (128, 32)
    assert drawn(Lines("Щ" * 60, ""), 32).getbbox()


def same(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.logical_xor(one, other).getbbox() is None


@pytest.mark.parametrize("height", HEIGHTS)
def test_the_dots_of_the_display_are_those_that_were_meant(height: int):
    chip = Ssd1306(height=height)
    panel = Oled("ssd1306", height, 0x3C, bus=chip)
    told = Lines("А042", "з 14:05, чекають 5")
    panel.show(told)
    assert chip.lit
    assert same(chip.picture, drawn(told, height))
    panel.show(DARK)
    assert chip.picture.getbbox() is None
    panel.show(told)
    assert same(chip.picture, drawn(told, height))


def test_a_display_that_was_unplugged_is_told_to_the_technician_and_comes_back_by_itself():
    chip, heard, clock = Ssd1306(), [], [0.0]
    showing = Showing(Oled("ssd1306", 64, 0x3C, bus=chip), heard.append, lambda: clock[0])
    told = Lines("Вільно", "чекають: 5")
    chip.unplugged = True
    showing.show(told)
    assert isinstance(heard[-1], HardwareError)
    assert "0x3c" in str(heard[-1])
    chip.unplugged = False
    assert showing.again() == AGAIN
    clock[0] += AGAIN
    showing.show(told)
    assert heard[-1] is None
    assert same(chip.picture, drawn(told, 64))


def test_paper_keeps_what_was_shown_as_a_picture(tmp_path: Path):
    panel = chosen(f"paper:{tmp_path / 'box' / 'box.png'}")
    assert isinstance(panel, PaperPanel)
    panel.show(Lines("А042", "викликано 14:05"))
    with Image.open(tmp_path / "box" / "box.png") as kept:
        assert same(kept.convert("1"), drawn(Lines("А042", "викликано 14:05"), 64))


def test_paper_that_cannot_be_written_is_a_fault_of_the_display(tmp_path: Path):
    (tmp_path / "box").write_text("a file, no folder")
    with pytest.raises(HardwareError, match="box"):
        PaperPanel(tmp_path / "box" / "box.png").show(Lines("А042"))


@pytest.mark.parametrize("setting", ["oled", "oled:sh1106:32:0x3d", "oled:0x3D", "oled:32"])
def test_what_may_be_written_is_taken(setting: str):
    assert isinstance(chosen(setting), Oled)
    assert chosen("none") is None


def test_all_that_is_wrong_with_the_setting_is_told_at_once():
    with pytest.raises(ConfigError) as wrong:
        chosen("oled:sh1107:48:0x99")
    told = "\n".join(wrong.value.mistakes)
    assert "did you mean sh1106?" in told
    assert "'48'" in told
    assert "0x99" in told
    with pytest.raises(ConfigError, match="did you mean oled"):
        chosen("oleed")
    with pytest.raises(ConfigError, match="needs a file"):
        chosen("paper")
