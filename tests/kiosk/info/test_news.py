import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.info.news.addresses import allowed, hosts_of
from kiosk.info.news.age import age
from kiosk.info.news.fault import FeedFault
from kiosk.info.news.feed import read
from kiosk.info.news.fetching import Limits, fetch
from kiosk.info.news.item import News
from kiosk.info.news.keeping import Kept, keep, kept
from kiosk.info.news.newsroom import Newsroom
from kiosk.info.news.plain_text import plain
from tests.broker.until import until
from tests.kiosk.info.feeds import (
    GOOD,
    Answer,
    FeedServer,
    answer,
    bomb,
    endless,
    feed_server,
    slow_body,
    slow_head,
)
from tests.kiosk.info.halls import KYIV, NOW, words

pytestmark = pytest.mark.fast

HERE = frozenset({"127.0.0.1"})
SHORT = Limits(size=5 * 1024 * 1024, seconds=0.6, silence=5.0)


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with feed_server() as found:
        yield found


def fault_of(server: FeedServer, says: Answer, limits: Limits = SHORT) -> str:
    server.says = says
    with pytest.raises(FeedFault) as found:
        fetched(server, limits)
    return found.value.code


def fetched(server: FeedServer, limits: Limits) -> None:
    found = fetch(server.url, HERE, limits=limits)
    read(found.body or b"", found.charset)


def test_a_feed_becomes_plain_words():
    first, second = read(GOOD)
    assert (first.title, first.words) == ("Сквер", "Відкрили сквер.\nПриходьте")
    assert first.at == datetime(2026, 11, 23, 8, 30, tzinfo=KYIV)
    assert second.at is None


@pytest.mark.parametrize(
    "body",
    [
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>A</title><updated>2026-11-23T08:30:00Z</updated><content type="html">&lt;b&gt;B&lt;/b&gt;</content></entry></feed>',
        b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"A","content_html":"<b>B</b>","date_published":"2026-11-23T08:30:00Z"}]}',
        b'<rdf:RDF xmlns:rdf="x" xmlns="y"><item><title>A</title><link>1</link><description>B</description><date>2026-11-23T08:30:00Z</date></item></rdf:RDF>',
    ],
    ids=["atom", "json", "rss 1.0"],
)
def test_every_kind_of_feed_is_read(body: bytes):
    (item,) = read(body)
    assert (item.title, item.words) == ("A", "B")
    assert item.at is not None


def test_windows_1251_under_a_false_name_is_read(server: FeedServer):
    text = GOOD.decode()
    server.says = answer(text.encode("windows-1251"), Content_Type="application/rss+xml; charset=windows-1251")
    found = fetch(server.url, HERE)
    assert found.body is not None
    assert read(found.body, found.charset)[0].title == "Сквер"
    assert read(text.encode("windows-1251"))[0].title == "Сквер"  # even when nobody says it
    assert read(text.replace("UTF-8", "windows-1251").encode("windows-1251"))[0].title == "Сквер"


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss><item><title>&b;</title></item></rss>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item><title>&a;</title></item></rss>',
        b"<rss><channel><item><title>cut off",
        b"<html><body>Not found</body></html>",
        b'{"items": 5}',
        b"[" * 100_000,
        b"",
    ],
    ids=["bomb", "file", "broken", "page", "json of no feed", "deep", "nothing"],
)
def test_what_is_no_feed_is_refused(body: bytes):
    with pytest.raises(FeedFault) as found:
        read(body)
    assert found.value.code == "unreadable"


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_bytes_of_a_stranger_do_more_than_be_refused(body: bytes):
    with suppress(FeedFault):
        read(body)


@given(st.text(max_size=400))
def test_plain_words_hold_nothing_that_acts_or_has_no_letter(html: str):
    found = plain(html, 100)
    assert len(found) <= 100
    assert all(c.isprintable() or c == "\n" for c in found)
    assert not any(0x2190 <= ord(c) < 0x2C00 or 0x202A <= ord(c) <= 0x202E or ord(c) > 0xFFFF for c in found)


def test_scripts_styles_and_frames_say_nothing():
    html = "<style>p{}</style>Так<script>document.x</script><iframe src=x>ні</iframe> &#x202e;&#128512;<br>далі"
    assert plain(html, 100) == "Так\nдалі"


@pytest.mark.parametrize(
    ("says", "code"),
    [
        (answer(b"x" * (50 * 1024 * 1024)), "too-large"),
        (endless, "too-large"),
        (bomb(), "too-large"),
        (slow_head, "too-slow"),
        (slow_body, "too-slow"),
        (answer(b"<rss><channel>"), "unreadable"),
        (answer(status="302 Found", Location="http://example.org/feed"), "address"),
        (answer(status="302 Found", Location="https://example.org/feed"), "address"),
        (answer(status="302 Found", Location="file:///etc/passwd"), "address"),
        (answer(status="302 Found", Location="/feed"), "address"),
        (answer(status="500 Oops"), "refused"),
        (lambda there, _a, _o: there.close(), "away"),
    ],
    ids=[
        "50 MB",
        "never ends",
        "packed bomb",
        "slow headers",
        "slow body",
        "broken XML",
        "redirect elsewhere",
        "encrypted redirect elsewhere",
        "redirect to a file",
        "redirects in a circle",
        "error",
        "hangs up",
    ],
)
def test_a_server_that_misbehaves_is_cut_off_with_a_reason(server: FeedServer, says: Answer, code: str):
    patience = SHORT if code == "too-slow" else Limits(seconds=60.0)
    assert fault_of(server, says, patience) == code


def test_nobody_at_home_is_away():
    with feed_server() as server:
        url = server.url
    with pytest.raises(FeedFault) as found:
        fetch(url, HERE)
    assert found.value.code == "away"


@pytest.mark.parametrize(
    "address",
    [
        "http://city.example/rss",
        "https://other.example/rss",
        "https://city.example:8443/rss",
        "https://user:word@city.example/rss",
        "ftp://city.example/rss",
        "file:///etc/passwd",
        "https://[broken",
        "",
    ],
)
def test_only_the_listed_hosts_are_asked_and_only_encrypted(address: str):
    assert allowed("https://city.example/rss", frozenset({"city.example"}))
    with pytest.raises(FeedFault):
        allowed(address, frozenset({"city.example"}))


def test_without_a_list_the_hosts_of_the_feeds_are_the_list():
    assert hosts_of(("https://City.example/rss", "file:///news.xml"), "") == {"city.example"}
    assert hosts_of(("https://city.example/rss",), "a.example, b.example") == {"a.example", "b.example"}


class Desk:
    """A newsroom, and what it told."""

    def __init__(self, url: str, folder: Path) -> None:
        self.news: list[News] = []
        self.faults: list[dict[str, FeedFault]] = []
        self.now = NOW
        self.room = Newsroom(
            (url,),
            HERE,
            folder,
            on_news=self.news.append,
            on_fault=self.faults.append,
            now=lambda: self.now,
            every=0.05,
            first_pause=0.05,
        )
        self.room.start()


def test_news_are_kept_and_read_with_no_network_and_say_of_when_they_are(server: FeedServer, tmp_path: Path):
    desk = Desk(server.url, tmp_path)
    until(lambda: bool(desk.news))
    desk.room.stop()
    server.stop()
    later = Desk(server.url, tmp_path)
    later.now = NOW + timedelta(days=20)
    until(lambda: bool(later.faults))
    later.room.stop()
    assert [item.title for item in later.news[0].items] == ["Сквер", "Трамвай"]
    assert later.news[-1].read == NOW
    assert later.faults[0][server.url].code == "away"


def test_a_feed_that_goes_bad_leaves_the_last_good_one_and_its_mending_is_noticed(server: FeedServer, tmp_path: Path):
    desk = Desk(server.url, tmp_path)
    until(lambda: bool(desk.news))
    server.says = answer(b"<rss><broken>")
    until(lambda: bool(desk.faults))
    assert desk.faults[-1][server.url].code == "unreadable"
    assert [item.title for item in desk.news[-1].items] == ["Сквер", "Трамвай"]
    server.says = answer(GOOD.replace("Сквер".encode(), "Парк".encode()))
    until(lambda: desk.faults[-1] == {})
    until(lambda: desk.news[-1].items[0].title == "Парк")
    desk.room.stop()


def test_what_has_not_changed_is_not_sent_again_and_counts_as_current(server: FeedServer, tmp_path: Path):
    server.says = answer(ETag='"abc"')
    desk = Desk(server.url, tmp_path)
    until(lambda: bool(desk.news))
    server.says = answer(b"", status="304 Not Modified")
    desk.now = NOW + timedelta(hours=1)
    until(lambda: desk.news[-1].read == NOW + timedelta(hours=1))
    desk.room.stop()
    assert b'If-None-Match: "abc"' in server.asked[-1]
    assert len(desk.news[-1].items) == 2
    assert desk.faults == []


def test_a_file_that_another_program_leaves_is_as_old_as_it_is(tmp_path: Path):
    file = tmp_path / "news.xml"
    file.write_bytes(GOOD)
    found = fetch(file.as_uri(), frozenset())
    assert found.body == GOOD
    assert found.at == file.stat().st_mtime
    with pytest.raises(FeedFault):
        fetch((tmp_path / "none.xml").as_uri(), frozenset())


def test_what_was_half_written_is_as_if_it_were_not_there(tmp_path: Path):
    keep(tmp_path, Kept(url="u", read=NOW, items=read(GOOD)))
    assert kept(tmp_path, "u") is not None
    (file,) = tmp_path.glob("*.json")
    file.write_bytes(file.read_bytes()[:40])
    assert kept(tmp_path, "u") is None


@pytest.mark.parametrize(
    ("ago", "told"),
    [
        (timedelta(hours=1, minutes=2), "Оновлено сьогодні о 09:40"),
        (timedelta(days=1), "Дані від учора, 10:42"),
        (timedelta(days=20), "Дані від 3 листопада"),
        (timedelta(days=400), "Дані від 19 жовтня 2025 року"),
    ],
)
def test_the_age_of_news_is_said_so_that_nobody_takes_old_for_new(ago: timedelta, told: str):
    assert age(NOW - ago, NOW, KYIV, words().own, "uk") == told


def test_a_feed_of_two_hundred_pieces_is_as_long_as_a_visitor_reads():
    items = [{"id": str(n), "title": f"Новина {n}", "content_text": "слово " * 1500} for n in range(200)]
    found = read(json.dumps({"items": items}).encode())
    assert len(found) == 40
    assert all(len(item.words) <= 6000 for item in found)
