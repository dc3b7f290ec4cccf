"""The trace that the bench reads."""

import json
import time
from pathlib import Path

import pytest

from broker.bus.trace import mark
from display.look.trace import open_trace
from tests.broker.traced import notes

pytestmark = pytest.mark.fast


def test_each_moment_is_a_line_of_json_on_the_clock_that_all_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHERHA_TRACE", str(tmp_path / "trace"))
    before = time.monotonic_ns()
    mark("first-printer-byte", ticket="А042")
    open_trace()("flip", 4711)
    printed, flipped = map(json.loads, (tmp_path / "trace").read_text("utf-8").splitlines())
    assert (printed["what"], printed["ticket"]) == ("first-printer-byte", "А042")
    assert (flipped["what"], flipped["about"]) == ("flip", "4711")
    assert before <= printed["at_ns"] <= flipped["at_ns"] <= time.monotonic_ns()


def test_nothing_is_written_when_nobody_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHERHA_TRACE", raising=False)
    monkeypatch.chdir(tmp_path)
    mark("flip")
    open_trace()("flip", 1)
    assert list(tmp_path.iterdir()) == []


def test_who_reads_while_it_grows_gets_whole_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trace = tmp_path / "trace"
    monkeypatch.setenv("CHERHA_TRACE", str(trace))
    assert notes(trace) == []
    mark("touch", about="Назад")
    with trace.open("ab") as file:
        file.write('{"what": "touch", "at_ns": 13137741828625, "about": "Н'.encode()[:-1])
    assert [(note["what"], note["about"]) for note in notes(trace)] == [("touch", "Назад")]
