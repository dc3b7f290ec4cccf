"""The mistakes of a bundle of news: feeds as files, each as another site would send it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from broker.contracts.errors import ConfigError
from kiosk.info.news.fault import FeedFault
from kiosk.info.news.feed import read

FEEDS = frozenset({".atom", ".json", ".rss", ".xml"})
LARGEST = 2 * 1024 * 1024  # bytes


def check(folder: Path) -> None:
    """ConfigError with every mistake."""
    feeds = sorted(file for file in folder.rglob("*") if file.suffix.lower() in FEEDS and file.is_file())
    mistakes = [mistake for feed in feeds for mistake in _mistakes(feed)]
    if not feeds:
        mistakes.append(f"{folder}: there is no feed in it; a feed's name ends in {', '.join(sorted(FEEDS))}")
    if mistakes:
        raise ConfigError(mistakes)


def _mistakes(feed: Path) -> Iterator[str]:
    if feed.stat().st_size > LARGEST:
        yield f"{feed}: it has more than {LARGEST // 1024**2} MiB"
        return
    try:
        items = read(feed.read_bytes())
    except FeedFault as fault:
        yield f"{feed}: it cannot be read as RSS, Atom or JSON Feed; {fault.about}"
        return
    if not items:
        yield f"{feed}: there are no news in it; each needs a title"
