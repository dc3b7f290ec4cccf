"""An appliance takes a new bundle when it is whole and good, and stays with the last good one whatever comes."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from broker.bus import fetching
from broker.bus.content_store import Check, ContentStore
from broker.bus.memory import MemoryBroker
from broker.bus.unpacking import ContentFault, Limits
from broker.contracts import codec
from broker.contracts.status import Content
from broker.contracts.topics import Topics
from tests.broker.content.bundles import Answer, Staff, check, good, offer, web_server, whole, zipped
from tests.broker.until import until

pytestmark = pytest.mark.fast


class Hall:
    """An appliance with a store, and a queue-master that offers."""

    def __init__(self, folder: Path, check: Check = check, seconds: float = 60.0) -> None:
        self.broker, self.staff, self.changes = MemoryBroker(), Staff(), 0
        self.bus = self.broker.client("survey-1")
        self.master = self.broker.client("queue-master")
        self.master.start()

        def changed() -> None:
            self.changes += 1

        def fetch(address: str, file: Path, most: int, stopping: threading.Event) -> None:
            fetching.fetch(address, file, most, stopping, seconds)

        self.store = ContentStore(
            self.bus,
            "survey",
            folder,
            check=check,
            staff=self.staff,
            on_change=changed,
            limits=Limits(packed=100_000, unpacked=200_000),
            fetch=fetch,
            first_pause=0.1,
        )
        self.bus.start()

    def offer(self, content: Content) -> None:
        self.master.publish(Topics("test-hall").content("survey"), codec.encode(content), retain=True)
        self.broker.deliver()

    @property
    def words(self) -> str:
        return (self.store.path / "words.txt").read_text("utf-8") if self.store.path else ""

    @property
    def told(self) -> str:
        return self.staff.problems.get("content-survey", {}).get("en", "")


@contextmanager
def hall(folder: Path, check: Check = check, seconds: float = 60.0) -> Iterator[Hall]:
    made = Hall(folder, check, seconds)
    try:
        yield made
    finally:
        made.store.stop()


@pytest.fixture
def with_first(tmp_path: Path) -> Iterator[Hall]:
    """A hall whose appliance uses a first version."""
    with hall(tmp_path) as made:
        bring(made, good("first"))
        yield made


def bring(made: Hall, body: bytes, version: str = "1") -> None:
    before = made.changes
    with web_server(whole(body)) as address:
        made.offer(offer(body, address, version))
        until(lambda: made.changes > before, 30, made.told)


def refuse(made: Hall, body: bytes, why: str, answer: Answer | None = None, content: Content | None = None) -> None:
    with web_server(answer or whole(body)) as address:
        made.offer(content or offer(body, address, "2"))
        until(lambda: why in made.told, 30, why)
    assert made.words == "first"
    assert "(1) is in use" in made.told


def test_a_new_version_is_fetched_and_used_and_the_next_start_needs_no_network(tmp_path: Path):
    with hall(tmp_path) as made:
        bring(made, good("first"))
        bring(made, good("second"), "2")
        assert (made.words, made.store.version, made.staff.problems) == ("second", "2", {})
    with hall(tmp_path) as later:
        assert (later.words, later.store.version) == ("second", "2")


def test_what_is_offered_again_is_not_fetched_again(with_first: Hall):
    def answer(talk: socket.socket) -> None:
        raise AssertionError("asked")

    with web_server(answer) as address:
        with_first.offer(offer(good("first"), address, "again"))
        bring(with_first, good("second"))  # heard after it
    assert with_first.staff.problems == {}


def test_a_broken_zip_is_refused(with_first: Hall):
    refuse(with_first, b"no zip at all", "damaged")


def test_a_bundle_that_the_role_cannot_use_is_refused_with_its_mistakes(with_first: Hall):
    refuse(with_first, good("bad"), "words.txt:1: bad words")
    refuse(with_first, zipped({"other.txt": ""}), "words.txt: there is no such file")


def test_a_check_that_breaks_says_no(tmp_path: Path):
    def breaks(unpacked: Path) -> None:
        check(unpacked)
        if "second" in (unpacked / "words.txt").read_text():
            raise KeyError("pages")

    with hall(tmp_path, breaks) as made:
        bring(made, good("first"))
        refuse(made, good("second"), "KeyError")


def test_a_wrong_checksum_is_refused_and_tried_again_until_it_is_right(with_first: Hall):
    body = good("second")
    wrong = [True]

    def answer(talk: socket.socket) -> None:
        whole(good("sec0nd") if wrong else body)(talk)

    with web_server(answer) as address:
        with_first.offer(offer(body, address, "2"))
        until(lambda: "checksum" in with_first.told, 30)
        assert with_first.words == "first"
        wrong.clear()
        until(lambda: with_first.words == "second", 30)
        until(lambda: with_first.staff.problems == {})


def test_half_a_download_is_not_used(with_first: Hall):
    body = good("second " * 2000)
    refuse(with_first, body, "fetched", whole(body[: len(body) // 2], len(body)))


def test_a_server_that_sends_without_end_is_cut_off(with_first: Hall):
    def answer(talk: socket.socket) -> None:
        talk.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            talk.sendall(b"0" * 65536)

    refuse(with_first, good("second"), "larger", answer)


@pytest.mark.parametrize("begin", [b"", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_server_that_dribbles_is_given_up_at_the_deadline_in_head_and_body(begin: bytes, tmp_path: Path):
    enough = threading.Event()

    def answer(talk: socket.socket) -> None:
        talk.sendall(begin)
        while not enough.wait(0.05):
            talk.sendall(b"x")

    with hall(tmp_path, seconds=2.0) as made:
        body = good("second")
        with web_server(answer) as address:
            made.offer(offer(body, address, size=0))
            until(lambda: "not fetched within" in made.told, 30)
        enough.set()


def test_a_server_that_is_not_there_or_says_no_is_asked_again_later(with_first: Hall):
    refuse(with_first, b"", "HTTP 404", lambda talk: talk.sendall(b"HTTP/1.1 404 Nein\r\nContent-Length: 0\r\n\r\n"))
    with_first.offer(offer(good("second"), "http://127.0.0.1:1/bundle.zip", "3"))
    until(lambda: "ConnectionError" in with_first.told, 30)
    bring(with_first, good("third"), "4")


def test_a_bundle_that_leads_out_of_its_folder_or_is_a_bomb_is_refused(with_first: Hall, tmp_path: Path):
    refuse(with_first, zipped({"../../words.txt": "second"}), "name that is not allowed")
    refuse(with_first, zipped({"words.txt": "0" * 300_000}), "larger")
    assert [p for p in tmp_path.rglob("words.txt") if "second" in p.read_text()] == []


def test_an_offer_larger_than_allowed_is_not_even_fetched(with_first: Hall):
    refuse(with_first, b"", "larger", content=offer(b"", "http://127.0.0.1:1/", "2", size=200_000))


def test_a_version_that_the_role_cannot_show_makes_room_for_the_one_before(with_first: Hall):
    bring(with_first, good("second"), "2")
    with_first.store.blame("cannot-be-shown", why="no picture")
    assert with_first.words == "first"
    assert "no picture" in with_first.told


def test_a_version_that_the_role_dies_of_makes_room_for_the_one_before(tmp_path: Path):
    with hall(tmp_path) as made:
        bring(made, good("first"))
        made.store.proven()
        bring(made, good("second"), "2")
    for _ in range(2):
        with hall(tmp_path) as dying:
            assert dying.words == "second"
    with hall(tmp_path) as saved:
        assert saved.words == "first"
        assert "did not start" in saved.told


def test_an_offer_that_is_taken_back_or_unreadable_changes_nothing(with_first: Hall):
    topic = Topics("test-hall").content("survey")
    for body in (b"", b"{", b'{"name":7}'):
        with_first.master.publish(topic, body, retain=True)
        with_first.broker.deliver()
    assert with_first.words == "first"
    assert with_first.staff.problems == {}


def test_a_stop_ends_a_download_at_once(tmp_path: Path):
    asked = threading.Event()

    def fetch(_address: str, _file: Path, _most: int, stopping: threading.Event) -> None:
        asked.set()
        assert stopping.wait(30)
        raise ContentFault("stopped", lasting=False)

    broker, staff = MemoryBroker(), Staff()
    bus = broker.client("survey-1")
    store = ContentStore(bus, "survey", tmp_path, check=check, staff=staff, fetch=fetch)
    bus.start()
    bus.publish(Topics("test-hall").content("survey"), codec.encode(offer(b"", "http://x/")), retain=True)
    broker.deliver()
    assert asked.wait(10)
    store.stop()
    assert staff.problems == {}
