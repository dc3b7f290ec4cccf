"""What can be set from the desk: all mistakes at once, and nothing passes that a role would refuse at its start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from announcer.voices.choose import BEST_FIRST
from broker.bus.settings import Settings
from broker.contracts.errors import ConfigError
from broker.contracts.mistakes.words import said
from broker.contracts.mistakes.wrong import Wrong
from broker.contracts.pin_names import wired
from broker.settable import kinds
from broker.settable.checking import mistakes, of_file, own, typed
from broker.settable.shapes import Choice, Text
from display.board.layouts import bundle, load
from display.look.palette import PALETTES
from display.power.opening import switches
from display.window_sign.layout import ARROWS
from display.window_sign.wiring import wired as sign_wired
from kiosk.printing.escpos_printer import EscposPrinter
from kiosk.printing.layout import WIDTHS
from kiosk.printing.opening import open_printer
from kiosk.printing.usb_port import UsbPort
from kiosk.touch.aloud.headset import open_headset
from kiosk.touch.pins import NAMES
from office.button_box.lamps import LAMPS
from office.button_box.meaning import BUTTONS
from office.button_box.two_lines.choosing import chosen
from office.button_box.wiring import pins_of
from provisioning.enrolment.set_at_box import KINDS
from provisioning.plugged_in import is_usb
from tests.broker.halls import PLAN

pytestmark = pytest.mark.fast
ALL = [(role, name) for role, names in kinds.OF_ROLE.items() for name in names]


def key(role: str, **values: str) -> dict[str, str]:
    found = mistakes(role, values, PLAN.windows)
    return {name: what.key if isinstance(what, Wrong) else what for name, what in found.items()}


def test_what_can_be_set_is_told_to_the_desk_as_well_and_is_all_of_it() -> None:
    assert {name for names in kinds.OF_ROLE.values() for name in names} == set(KINDS) == set(kinds.SHAPES)


def test_every_mistake_is_told_at_once_each_with_its_setting() -> None:
    assert key("dispenser", paper="57", roll="1000", paper_low="1.5", printer="lpt1", place="x" * 10_000) == {
        "paper": "settable.choice",
        "roll": "settable.range",
        "paper_low": "settable.whole",
        "printer": "settable.printer",
        "place": "settable.long",
    }


@pytest.mark.parametrize(
    ("role", "name", "value", "why"),
    [
        ("dispenser", "volume", "1", "not-here"),
        ("dispenser", "identity", "/etc", "not-here"),
        ("queue-master", "place", "зал", "not-here"),
        ("dispenser", "place", "зал\u202e1", "unprintable"),
        ("dispenser", "place", "зал\n1", "unprintable"),
        ("dispenser", "printer", "file:/var/lib/cherha/roles/dispenser.toml", "printer"),
        ("dispenser", "printer", "file:/dev/cherha/printer-by-id/../../sda", "printer"),
        ("dispenser", "printer", "serial:/dev/../etc/passwd", "printer"),
        ("dispenser", "printer", "none", "printer-needed"),
        ("dispenser", "printer", "net:10.0.0.5:99999", "port"),
        ("dispenser", "pins", "help=22 ramp=GPIO22", "twice"),
        ("dispenser", "pins", "next=22", "wire"),
        ("dispenser", "pins", "help=99", "pin"),
        ("buttons", "pins", "recall=5", "wire-needed"),
        ("buttons", "pins", "", "needed"),
        ("survey", "window", "", "needed"),
        ("survey", "window", "77", "window"),
        ("survey", "window", "01", "window"),
        ("board", "diagonal", "nan", "number"),
        ("board", "diagonal", "1e3", "number"),
        ("board", "duck", "1.01", "range"),
        ("board", "layout", "../../etc/x.toml", "not-so"),
        ("announcer", "sound", "wav:/tmp", "choice"),
    ],
)
def test_a_value_that_a_role_would_not_begin_with_is_refused_with_a_reason(
    role: str, name: str, value: str, why: str
) -> None:
    assert key(role, **{name: value}) == {name: f"settable.{why}"}


@pytest.mark.parametrize("language", ["uk", "en"])
def test_each_mistake_has_words(language: str) -> None:
    for what in mistakes("dispenser", {"paper": "57", "printer": "x", "pins": "a=1", "panel": "?"}, ()).values():
        assert "settable" not in said(what, language)


def test_what_a_technician_types_is_taken_as_it_is_meant() -> None:
    meant = typed("dispenser", {"panel": " 21,5 ", "place": " зал 1 ", "volume": "0,5"})
    assert meant == {"panel": "21.5", "place": "зал 1", "volume": "0,5"}
    assert of_file("dispenser", "panel", "21.5") == 21.5
    assert of_file("dispenser", "paper", "58") == 58
    assert of_file("dispenser", "printer_counts", "true") is True
    assert (own("dispenser", "printer"), own("dispenser", "panel"), own("survey", "window")) == ("usb", "21.5", "")


@pytest.mark.parametrize("place", ["2", "0" * 80, "٢"])
def test_a_place_may_be_called_by_a_number(place: str) -> None:
    assert mistakes("board", {"place": place}, ()) == {}
    assert of_file("board", "place", place) == place


@pytest.mark.parametrize(("role", "name"), ALL)
def test_what_holds_where_nothing_is_set_passes_and_so_does_what_is_offered(role: str, name: str) -> None:
    shape = kinds.shape_of(role, name)
    offered = shape.options if isinstance(shape, Choice) else getattr(shape, "examples", ())
    for value in (own(role, name), *offered):
        assert not value or key(role, **{name: value}) == {}, value
    assert isinstance(shape, Text) is False or shape.form or name == "place", "a free text would go anywhere"


def test_the_tables_are_those_of_the_roles() -> None:
    options = {name: shape.options for name, shape in kinds.SHAPES.items() if isinstance(shape, Choice)}
    assert kinds.KIOSK_WIRES == NAMES
    assert (*BUTTONS, *LAMPS) == kinds.BOX_WIRES
    assert {int(width) for width in options["paper"]} == set(WIDTHS)
    assert options["theme"] == tuple(PALETTES)
    assert options["arrow"] == ARROWS
    assert options["voice"] == ("best", *BEST_FIRST)
    assert set(kinds.LAYOUTS) == set(load.names())


ROLES_OWN: dict[tuple[str, str], Callable[[str], object]] = {
    ("dispenser", "printer"): lambda value: open_printer(value, 80, Path("/nowhere")),
    ("dispenser", "pins"): lambda value: wired(value, NAMES),
    ("dispenser", "headset"): open_headset,
    ("buttons", "pins"): pins_of,
    ("buttons", "display"): chosen,
    ("board", "screen_power"): switches,
    ("board", "layout"): lambda value: bundle.is_bundle(value) or load.load(value, PLAN),
    ("window-sign", "sign"): lambda value: sign_wired(Settings(sign=value, window=min(PLAN.windows)), PLAN),
}
_NEAR = st.sampled_from(
    ["usb", "usb:04b8:0e15", "usb:1:2:S", "usb:1:2@1-1.4", "net:a", "net:10.0.0.5:9100", "serial:/dev/ttyUSB0:9600", "file:/dev/cherha/printer-by-id/usb-A.1",
     "help=22 ramp=23", "next=17 free=GPIO4", "silent", "alsa:hw:1", "pipewire:x", "none", "oled", "oled:sh1106:64:0x3d",
     "oled:32", "dpms cec", "cec", "layout", "layout-summer", "standard", "calls", "screen", "max7219:1.0:turned", "max7219"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(base=_NEAR, at=st.integers(0, 30), sign=st.text(max_size=2))
def test_whatever_passes_here_a_role_takes(base: str, at: int, sign: str) -> None:
    """Near what is right: a sign put in or left out somewhere."""
    for value in (base, base[:at] + sign + base[at:], base[:at] + base[at + 1 :]):
        for (role, name), check in ROLES_OWN.items():
            if value and not mistakes(role, {name: value}, PLAN.windows):
                check(value)


def opens_usb(setting: str) -> bool:
    """What the kiosk does with it."""
    try:
        printer = open_printer(setting, 80, Path("/nowhere"))
    except ConfigError:
        return False
    return isinstance(printer, EscposPrinter) and isinstance(printer.port, UsbPort)


@settings(max_examples=300, deadline=None)
@given(base=_NEAR, at=st.integers(0, 30), sign=st.text(max_size=2))
@example(base="USB", at=0, sign="")
@example(base="usb:04B8:0E15", at=0, sign="")
def test_the_doctor_looks_on_the_cable_for_what_a_kiosk_prints_on_there(base: str, at: int, sign: str) -> None:
    for value in (base, base[:at] + sign + base[at:], base[:at] + base[at + 1 :]):
        assert is_usb(value) == opens_usb(value), value
