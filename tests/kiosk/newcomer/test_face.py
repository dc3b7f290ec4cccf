"""What a box without a role says, prints and speaks."""

import sys
from pathlib import Path

import msgspec
import pytest

import office
from broker.bus.on_disk import keep
from broker.contracts.arrival import WANTED_ROLES, Arrival
from broker.contracts.phrases import FIRST, Phrases
from kiosk.newcomer.face import MOST_MISTAKES, PHRASES, face
from kiosk.newcomer.other_ways import MOST_SLIPS, OtherWays, print_code, printers, slip_of
from kiosk.newcomer.panel_size import inches
from kiosk.newcomer.pointing import Pointing
from kiosk.newcomer.run import has_screen, read, without_screen
from kiosk.newcomer.samples import STEPS
from kiosk.newcomer.touched import Touched

pytestmark = pytest.mark.fast
WAITS = STEPS["waiting"]
OFFERS = ("searching", "waiting", "wanted")


@pytest.mark.parametrize("step", STEPS)
def test_every_step_is_told_in_two_languages(step: str):
    seen = face(STEPS[step])
    assert seen.first.title != seen.second.title or step == "accepted"
    assert seen.first.text != seen.second.text
    assert "{" not in f"{seen.first}{seen.second}"


def test_a_code_stands_there_only_while_it_is_good():
    assert {step for step, arrival in STEPS.items() if face(arrival).code} == {"waiting", "wanted", "founded"}
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


@pytest.mark.parametrize("step", STEPS)
def test_roles_are_offered_while_the_box_asks_and_only_where_they_can_be_touched(step: str):
    assert face(STEPS[step]).roles == ()
    offered = face(STEPS[step], touchable=True).roles
    assert [each.press or STEPS[step].role for each in offered] == list(WANTED_ROLES if step in OFFERS else ())
    chosen = [each.kind for each in offered if each.press == ""]
    assert chosen == (["chosen"] if step == "wanted" else []), "the one that is wanted takes itself back"


def test_the_box_calls_each_role_as_the_page_does():
    page = Phrases.load(Path(office.__file__).parent / "phrases")
    for language in page.languages:
        for role in WANTED_ROLES:
            assert PHRASES.say(language, f"role.{role}") == page.say(language, f"role.{role}")


def lay_device(root: Path, name: str, **capabilities: str) -> None:
    folder = root / f"sys/class/input/{name}/device/capabilities"
    folder.mkdir(parents=True)
    for kind, bits in capabilities.items():
        (folder / kind).write_text(bits + "\n")


MOUSE = {"key": "1f0000 0 0 0 0", "rel": "903", "abs": "0"}
TOUCH = {"key": "400 0 0 0 0 0", "abs": "260800000000003", "rel": "0"}
FINGERS_ALONE = {"key": "400 0 0 0 0 0", "abs": "60800000000000", "rel": "0"}
TABLET_OF_A_VIRTUAL_PC = {"key": "70000 0 0 0 0", "abs": "3", "rel": "100"}
KEYBOARD = {"key": "1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe", "rel": "0", "abs": "0"}
REMOTE_OF_A_TELEVISION = {
    "key": "ffffc000000000 3ff 0 400000320fc200 40830c900000000 0 210300 49d2c040ec00 1e378000000000 8010000010000000"
}
REMOTE = {**REMOTE_OF_A_TELEVISION, "rel": "3", "abs": "0"}


@pytest.mark.skipif(sys.maxsize < 1 << 32, reason="the words are of 64 bits")
@pytest.mark.parametrize(
    ("device", "kinds"),
    [
        (MOUSE, {"mouse"}),
        (TOUCH, {"touch"}),
        (FINGERS_ALONE, {"touch"}),
        (TABLET_OF_A_VIRTUAL_PC, {"mouse"}),
        (KEYBOARD, set()),
        (REMOTE, set()),
        ({"key": "torn"}, set()),
    ],
)
def test_what_can_be_pointed_with_is_found_also_when_it_comes_later(
    tmp_path: Path, device: dict[str, str], kinds: set[str]
):
    pointing = Pointing(tmp_path)
    assert pointing.found() == set()
    lay_device(tmp_path, "event3", **device)
    assert pointing.found() == kinds


def edid(mm: tuple[int, int] = (0, 0), cm: tuple[int, int] = (0, 0)) -> bytes:
    said = bytearray(128)
    said[:8] = b"\0\xff\xff\xff\xff\xff\xff\0"
    said[21:23] = bytes(cm)
    said[54:56] = b"\x02\x3a"
    said[66], said[67], said[68] = mm[0] & 0xFF, mm[1] & 0xFF, mm[0] >> 8 << 4 | mm[1] >> 8
    return bytes(said)


@pytest.mark.parametrize(
    ("said", "size", "inches_of_it"),
    [
        (edid(mm=(345, 194)), (1920, 1080), 15.6),
        (edid(mm=(0, 0), cm=(34, 19)), (1080, 1920), 15.3),
        (edid(mm=(1210, 680)), (1920, 1080), 21.5),  # a television: as large as its pixels allow
        (edid(mm=(160, 90)), (1920, 1080), 21.5),  # the ratio of its sides
        (edid(mm=(154, 86)), (800, 480), 6.9),
        (edid(), (800, 480), 7.0),
        (b"", (1280, 800), 10.1),
        (b"\0" * 128, (1920, 1080), 21.5),
    ],
)
def test_a_panel_is_as_large_as_it_says_if_that_can_be(
    tmp_path: Path, said: bytes, size: tuple[int, int], inches_of_it: float
):
    (tmp_path / "sys/class/drm/card0-HDMI-A-1").mkdir(parents=True)
    (tmp_path / "sys/class/drm/card0-HDMI-A-1/edid").write_bytes(said)
    assert inches(*size, tmp_path) == pytest.approx(inches_of_it, abs=0.1)


def test_a_touch_that_cannot_be_written_shows_nothing(tmp_path: Path):
    (tmp_path / "wanted").write_text("in the way")
    touched = Touched(tmp_path / "newcomer.json")
    touched.touch("board")
    assert touched.over(WAITS) == WAITS


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
