"""What the bench measures with: notes of other processes, the kernel's counters, a client that costs little."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.bare_client import Crowd
from bench.command import main
from bench.quiet import megabytes, on_cpu, percent_of_a_core
from bench.trace import Trace
from bench.wrong import Wrong
from broker.bus.link import Link
from broker.bus.seam import Message
from broker.contracts.topics import Topics
from tests.broker.until import until


@pytest.mark.fast
def test_a_note_counts_once_its_line_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "trace"
    trace = Trace(file)
    file.write_text('{"what": "touch", "at_ns": 1000000000, "about": "Take"}\n{"what": "flip", "at_')
    assert trace.wait(lambda n: n["what"] == "touch") == 1.0
    with pytest.raises(Wrong, match="a frame did not happen within 0"):
        trace.wait(lambda n: n["what"] == "flip", seconds=0, what="a frame")
    with file.open("a") as rest:
        rest.write('ns": 2500000000, "about": "А042"}\n')
    assert trace.of("flip", "А042", since_ns=0) == 2.5


@pytest.mark.fast
def test_notes_of_an_earlier_touch_are_not_taken_for_a_later_one(tmp_path: Path) -> None:
    file = tmp_path / "trace"
    file.write_text('{"what": "touch", "at_ns": 10}\n{"what": "touch", "at_ns": 30}\n')
    assert Trace(file).first(lambda n: n["what"] == "touch", since_ns=20)["at_ns"] == 30


@pytest.mark.fast
def test_a_thread_that_is_born_while_we_look_counts_from_its_birth() -> None:
    assert percent_of_a_core({1: 500_000_000}, {1: 600_000_000, 2: 100_000_000}, seconds=2.0) == pytest.approx(10.0)


@pytest.mark.fast
def test_what_a_process_costs_includes_its_children() -> None:
    burn = "import time; end = time.process_time() + 0.2\nwhile time.process_time() < end: pass\n"
    child = f"{burn}print(1, flush=True); input()"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with subprocess.Popen([sys.executable, "-c", parent], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline()
        ran = on_cpu(process.pid)
        assert len(ran) >= 2
        assert sum(ran.values()) > 200_000_000
        assert 5 < megabytes(process.pid) < 500
        process.communicate(b"\n")
    assert megabytes(os.getpid()) > 5


@pytest.mark.wire
def test_a_bare_client_is_answered_like_any_other(broker_port: int) -> None:
    topics = Topics("bench-hall")
    echo = Link("bench-hall", "queue-master", "127.0.0.1", broker_port)

    def answer(message: Message) -> None:
        echo.publish(topics.reply(message.topic.rsplit("/", 1)[1]), message.body, correlation=b"some properties")

    echo.subscribe(topics.command("+"), answer)
    echo.start()
    until(lambda: echo.connected)
    crowd = Crowd(broker_port, "bench-hall", ["one", "two"])
    heard: list[tuple[str, bytes]] = []
    sizes = (1, 127, 128, 5000, 60_000)
    for size in sizes:
        for client in crowd.clients:
            client.ask(client.name.encode() * (size // 3 + 1))
    end = time.monotonic() + 10
    while len(heard) < 2 * len(sizes) and time.monotonic() < end:
        crowd.turn(lambda client, body: heard.append((client.name, body)))
    crowd.close()
    echo.stop()
    expected = [(name, name.encode() * (size // 3 + 1)) for name in ("one", "two") for size in sizes]
    assert sorted(heard) == sorted(expected)


@pytest.mark.wire
def test_json_names_the_machine_and_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["next", "--quick", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["machine"]["cores"] >= 1
    assert [each["bench"] for each in told["benches"]] == ["next"]
    assert {figure["unit"] for figure in told["benches"][0]["figures"]} == {"ms", ""}
