"""The mistakes of a bundle of news: feeds as files, each as another site would send it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from broker.contracts.errors import ConfigError
from broker.contracts.mistakes.wrong import Told, wrong
from kiosk.info.news.fault import FeedFault
from kiosk.info.news.feed import read

FEEDS = frozenset({".atom", ".json", ".rss", ".xml"})
LARGEST = 2 * 1024 * 1024  # bytes


def check(folder: Path) -> None:
    """ConfigError with every mistake."""
    feeds = sorted(file for file in folder.rglob("*") if file.suffix.lower() in FEEDS and file.is_file())
    mistakes = [mistake for feed in feeds for mistake in _mistakes(feed)]
    if not feeds:
        mistakes.append(Told(f"{folder}: ", wrong("bundle.feed-none", known=", ".join(sorted(FEEDS)))))
    if mistakes:
        raise ConfigError(mistakes)


def _mistakes(feed: Path) -> Iterator[Told]:
    if feed.stat().st_size > LARGEST:
        yield Told(f"{feed}: ", wrong("bundle.feed-large", most=LARGEST // 1024**2))
        return
    try:
        items = read(feed.read_bytes())
    except FeedFault as fault:
        yield Told(f"{feed}: ", wrong("bundle.feed-unreadable", why=fault.about))
        return
    if not items:
        yield Told(f"{feed}: ", wrong("bundle.feed-empty"))
