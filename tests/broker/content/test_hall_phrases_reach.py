"""The hall's own phrases come over the bus to who says them, while it works; at the next start they are there at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from broker.bus.hall_phrases import HallPhrases, speak_as_the_hall
from broker.bus.memory import MemoryBroker
from broker.contracts import codec
from broker.contracts.phrases import Phrases
from broker.contracts.topics import Topics
from tests.broker.content.bundles import Staff, offer, web_server, whole, zipped
from tests.broker.until import until

pytestmark = pytest.mark.fast

OWN = '[board]\nwaiting = { uk = "Чекають" }\n[announcer]\ncall.first = { uk = "x" }\n'


def shipped() -> Phrases:
    return Phrases({"uk": {"waiting": "Очікують", "when": "Коли"}, "en": {"waiting": "Waiting", "when": "When"}})


class Box:
    """A board that knows nobody else's words, and a queue-master that offers."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self._stack, self.broker, self.staff = stack, MemoryBroker(), Staff()
        self.phrases, self.changes = shipped(), 0
        self.master = self.broker.client("queue-master")
        self.master.start()
        bus = self.broker.client("board-1")
        self.own = HallPhrases(
            bus, folder, {"board": self.phrases}, staff=self.staff, release="1", changed=self._changed
        )
        stack.callback(self.own.stop)
        bus.start()

    def _changed(self) -> None:
        self.changes += 1

    def offer(self, text: str, version: str = "1") -> None:
        body = zipped({"phrases.toml": text})
        address = self._stack.enter_context(web_server(whole(body)))
        self.master.publish(
            Topics("test-hall").content("phrases"), codec.encode(offer(body, address, version)), retain=True
        )
        self.broker.deliver()

    @property
    def said(self) -> tuple[str, str]:
        return self.phrases.say("uk", "waiting"), self.phrases.say("en", "waiting")


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_words_change_while_the_role_works_and_go_back_to_what_was_shipped(stack: ExitStack, tmp_path: Path) -> None:
    box = Box(stack, tmp_path)
    assert box.said == ("Очікують", "Waiting")
    box.offer(OWN)
    until(lambda: box.changes == 1, 30)
    assert box.said == ("Чекають", "Waiting")
    box.offer("# nothing of our own\n", "2")
    until(lambda: box.changes == 2, 30)
    assert box.said == ("Очікують", "Waiting")
    assert box.staff.problems == {}


def test_the_next_start_says_them_before_it_has_heard_anybody(stack: ExitStack, tmp_path: Path) -> None:
    box = Box(stack, tmp_path)
    box.offer(OWN)
    until(lambda: box.changes == 1, 30)
    first_frame = shipped()
    speak_as_the_hall(tmp_path, {"board": first_frame})
    assert first_frame.say("uk", "waiting") == "Чекають"
    assert Box(stack, tmp_path).said == ("Чекають", "Waiting")


def test_words_that_are_wrong_here_are_told_and_what_was_said_before_stays(stack: ExitStack, tmp_path: Path) -> None:
    box = Box(stack, tmp_path)
    box.offer(OWN)
    until(lambda: box.changes == 1, 30)
    box.offer('[board]\nwating = { uk = "Чекають" }\n', "2")
    until(lambda: "content-phrases" in box.staff.problems, 30)
    assert 'did you mean "waiting"' in box.staff.problems["content-phrases"]["en"]
    assert box.said == ("Чекають", "Waiting")


def test_a_disk_that_lost_the_text_leaves_what_was_shipped(stack: ExitStack, tmp_path: Path) -> None:
    box = Box(stack, tmp_path)
    box.offer(OWN)
    until(lambda: box.changes == 1, 30)
    (text,) = tmp_path.glob("content/phrases/versions/*/phrases.toml")
    text.unlink()
    assert Box(stack, tmp_path).said == ("Очікують", "Waiting")
