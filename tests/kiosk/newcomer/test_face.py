"""What a box without a role says, prints and speaks."""

from pathlib import Path

import msgspec
import pytest

from broker.bus.on_disk import keep
from broker.contracts.arrival import Arrival
from broker.contracts.phrases import FIRST
from kiosk.newcomer.face import MOST_MISTAKES, face
from kiosk.newcomer.other_ways import MOST_SLIPS, OtherWays, print_code, printers, slip_of
from kiosk.newcomer.run import has_screen, read, without_screen
from kiosk.newcomer.samples import STEPS

pytestmark = pytest.mark.fast
WAITS = STEPS["waiting"]


@pytest.mark.parametrize("step", STEPS)
def test_every_step_is_told_in_two_languages(step: str):
    seen = face(STEPS[step])
    assert seen.first.title != seen.second.title or step == "accepted"
    assert seen.first.text != seen.second.text
    assert "{" not in f"{seen.first}{seen.second}"


def test_a_code_stands_there_only_while_it_is_good():
    assert {step for step, arrival in STEPS.items() if face(arrival).code} == {"waiting", "founded"}
    lost = Arrival(stage="searching", code="K7RM-4QXD")
    assert face(lost).code == ""


def test_the_first_pin_of_a_hall_is_printed_and_spoken_as_a_code_is():
    slips: list[str] = []
    spoken: list[list[str]] = []
    ways = OtherWays(
        screen=False,
        printers=lambda: ["tape"],
        print_code=lambda arrival, _: slips.append(slip_of(arrival).lines[0].text),
        speak=spoken.append,
    )
    ways.heard(STEPS["founding"])
    ways.heard(STEPS["founded"])
    assert slips == ["Зал створено"]
    assert spoken == [["482913"]]


def test_mistakes_of_the_hall_file_are_on_the_screen():
    assert "hall.toml:14" in face(STEPS["hall-broken"]).mistakes


def test_a_broken_kit_is_told_with_file_and_line_but_not_without_end():
    seen = face(Arrival(stage="kit-broken", details=tuple(f"hall-kit.toml:{n}: wrong" for n in range(1, 9))))
    assert "hall-kit.toml:1: wrong" in seen.mistakes
    assert seen.mistakes.count("\n") == MOST_MISTAKES
    assert seen.mistakes.endswith("+3")


def test_an_unknown_reason_of_a_refusal_is_told_nevertheless():
    assert face(Arrival(stage="refused", details=("something-new",))).first.text
    assert "комплекту" in face(Arrival(stage="refused", details=("no-kit",))).first.text


def test_the_code_is_printed_once_each_and_not_all_night(tmp_path: Path):
    slips: list[str] = []
    ways = OtherWays(
        screen=True,
        printers=lambda: ["tape"],
        print_code=lambda arrival, _: slips.append(arrival.code),
        speak=lambda _: None,
    )
    codes = [f"AAAA-AAA{n}" for n in range(2, 8)]
    for code in codes:
        for _ in range(3):
            ways.heard(Arrival(stage="waiting", code=code))
    assert slips == codes[:MOST_SLIPS]


def test_a_printer_that_fails_keeps_nobody_from_asking():
    def fail(_arrival: Arrival, _setting: str) -> None:
        raise OSError("no paper")

    OtherWays(screen=True, printers=lambda: ["file:/x"], print_code=fail, speak=lambda _: None).heard(WAITS)


def test_a_box_without_a_screen_says_its_code_and_any_box_shows_itself():
    said: list[list[str]] = []
    blind = OtherWays(screen=False, printers=list, print_code=print_code, speak=said.append)
    blind.heard(WAITS)
    blind.heard(WAITS)
    assert said == [["K7RM-4QXD"]]
    blind.again(WAITS)
    assert said == [["K7RM-4QXD"]] * 2
    seeing = OtherWays(screen=True, printers=list, print_code=print_code, speak=said.append)
    seeing.heard(WAITS)
    seeing.heard(Arrival(stage="waiting", code="K7RM-4QXD", identify=1))
    assert said[2:] == [["--gong"]]


def test_the_slip_has_the_code_and_goes_to_a_printer_that_is_there(tmp_path: Path):
    assert slip_of(WAITS).texts("number") == ["K7RM-4QXD"]
    assert slip_of(WAITS).language == FIRST
    (tmp_path / "dev/usb").mkdir(parents=True)
    device = tmp_path / "dev/usb/lp0"
    device.touch()
    assert printers(tmp_path) == [f"file:{device}"]
    print_code(WAITS, f"file:{device}")
    assert device.stat().st_size > 1000


def test_a_screen_is_what_a_connector_says(tmp_path: Path):
    assert not has_screen(tmp_path)
    for name, status in (("card0-HDMI-A-1", "disconnected\n"), ("card0-HDMI-A-2", "connected\n")):
        (tmp_path / "sys/class/drm" / name).mkdir(parents=True)
        (tmp_path / "sys/class/drm" / name / "status").write_text(status)
        assert has_screen(tmp_path) == (status == "connected\n")


def test_a_torn_file_is_as_none(tmp_path: Path):
    (tmp_path / "f").write_text('{"stage":"wai')
    assert read(tmp_path / "f").stage == read(tmp_path / "none").stage == "no-kit"


def test_a_screen_that_is_plugged_in_while_the_box_waits_is_used_and_none_is_waited_for(tmp_path: Path):
    file, looks = tmp_path / "newcomer.json", iter([False, False, True])
    ways = OtherWays(screen=False, printers=list, speak=lambda _words: None)
    keep(file, WAITS)
    assert without_screen(file, ways, lambda _seconds: None, lambda: next(looks))
    assert next(looks, None) is None
    keep(file, msgspec.structs.replace(WAITS, stage="accepted"))
    assert not without_screen(file, ways, lambda _seconds: None, lambda: False)
