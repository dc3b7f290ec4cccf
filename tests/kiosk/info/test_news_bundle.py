from __future__ import annotations

from pathlib import Path

import pytest

from broker.content.kinds import checked
from broker.contracts.errors import ConfigError

pytestmark = pytest.mark.fast

GOOD = "<rss><channel><item><title>Новина</title><guid>1</guid></item></channel></rss>"


def test_a_bundle_of_news_has_feeds_that_can_be_read(tmp_path: Path):
    (tmp_path / "city.xml").write_text(GOOD, "utf-8")
    (tmp_path / "council.json").write_text('{"items": [{"id": "1", "title": "Сесія"}]}', "utf-8")
    checked("news", tmp_path)


def test_all_its_mistakes_are_told_at_once(tmp_path: Path):
    (tmp_path / "city.xml").write_text("<rss><channel>", "utf-8")
    (tmp_path / "page.xml").write_text("<html><body/></html>", "utf-8")
    (tmp_path / "empty.json").write_text('{"items": []}', "utf-8")
    (tmp_path / "big.rss").write_bytes(b" " * (2 * 1024 * 1024 + 1))
    with pytest.raises(ConfigError) as found:
        checked("news-city", tmp_path)
    assert [
        name for name in ("city", "page", "empty", "big") if not any(f"{name}." in m for m in found.value.mistakes)
    ] == []
    assert len(found.value.mistakes) == 4


def test_a_bundle_without_a_feed_is_none(tmp_path: Path):
    (tmp_path / "readme.txt").write_text("?")
    with pytest.raises(ConfigError, match="no feed in it"):
        checked("news", tmp_path)
