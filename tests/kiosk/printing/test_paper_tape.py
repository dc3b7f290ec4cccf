"""The printer without paper behaves as one with paper."""

import json
from pathlib import Path

import pytest
from PIL import Image

from broker.contracts.errors import ConfigError
from kiosk.printing import paper_tape
from kiosk.printing.opening import open_printer
from kiosk.printing.paper_tape import PaperTape
from kiosk.printing.printer import CoverOpen, PaperOut, PrinterAway, PrinterJammed, problem

pytestmark = pytest.mark.fast

SLIP = Image.new("1", (576, 40), 1)


@pytest.fixture
def tape(tmp_path: Path) -> PaperTape:
    printer = open_printer("tape", 80, tmp_path)
    assert isinstance(printer, PaperTape)
    return printer


def say(tape: PaperTape, words: str) -> None:
    tape.folder.mkdir(exist_ok=True)
    (tape.folder / "status").write_text(words)


def test_slips_are_numbered_and_named(tape: PaperTape) -> None:
    tape.print(SLIP, ticket="01JD8Z")
    tape.print(SLIP, ticket="../А/1")
    assert [slip.name for slip in tape.slips()] == ["000001-01JD8Z.png", "000002-_____1.png"]
    assert Image.open(tape.slips()[0]).size == SLIP.size


@pytest.mark.parametrize(
    ("words", "error"),
    [("paper-out", PaperOut), ("cover-open", CoverOpen), ("jammed", PrinterJammed), ("offline", PrinterAway)],
)
def test_its_faults_are_known_before_and_refused_at_the_print(tape: PaperTape, words: str, error: type) -> None:
    say(tape, words)
    assert not tape.status().can_print
    assert problem(tape.status()) == error.code
    with pytest.raises(error) as refused:
        tape.print(SLIP, ticket="x")
    assert not refused.value.begun
    assert tape.slips() == []


def test_its_paper_runs_out(tape: PaperTape) -> None:
    say(tape, "left 2")
    assert tape.status().paper == "near-end"
    assert problem(tape.status()) == "printer-paper-near-end"
    tape.print(SLIP, ticket="a")
    tape.print(SLIP, ticket="b")
    assert tape.status().paper == "out"
    with pytest.raises(PaperOut):
        tape.print(SLIP, ticket="c")
    (tape.folder / "status").unlink()
    tape.print(SLIP, ticket="d")
    assert len(tape.slips()) == 3


def test_it_keeps_no_more_than_the_newest(tape: PaperTape, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_tape, "KEPT", 3)
    for name in "abcde":
        tape.print(SLIP, ticket=name)
    assert [slip.name for slip in tape.slips()] == ["000003-c.png", "000004-d.png", "000005-e.png"]


def test_the_first_byte_is_traced(tape: PaperTape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHERHA_TRACE", str(tmp_path / "trace"))
    tape.print(SLIP, ticket="01JD8Z")
    line = json.loads((tmp_path / "trace").read_text())
    assert line["what"] == "first-printer-byte"
    assert line["at_ns"] > 0
    assert line["ticket"] == "01JD8Z"


@pytest.mark.parametrize("setting", ["", "paper", "usb:", "usb:zz:1", "net:", "net:host:high", "serial:", "file:"])
def test_a_setting_that_names_no_printer_says_what_would(setting: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="usb:VID:PID"):
        open_printer(setting, 80, tmp_path)


def test_paper_that_nobody_sells_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="58 or 80"):
        open_printer("tape", 76, tmp_path)
