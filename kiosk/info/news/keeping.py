"""What feeds said, on the disk: written whole or not at all, so that a cut leaves what was there."""

from __future__ import annotations

import hashlib
import logging
import os
from datetime import datetime
from pathlib import Path

import msgspec

from kiosk.info.news.item import Item, News

log = logging.getLogger(__name__)


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """One feed as it was read last. `items` of an earlier reading stay until there are newer ones."""

    url: str
    read: datetime
    items: tuple[Item, ...]
    etag: str = ""
    modified: str = ""


def keep(folder: Path, kept: Kept) -> None:
    """Write it. OSError when the disk does not take it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = _file(folder, kept.url)
    fresh = file.with_suffix(".new")
    with fresh.open("wb") as out:
        out.write(msgspec.json.encode(kept))
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)


def kept(folder: Path, url: str) -> Kept | None:
    """What was kept of a feed; None when there is nothing that can be read."""
    try:
        found = msgspec.json.decode(_file(folder, url).read_bytes(), type=Kept)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError) as error:
        log.warning("what was kept of %s cannot be read: %s", url, error)
        return None
    return found if found.url == url else None


def together(feeds: list[Kept]) -> News:
    """All feeds as one list, the newest first; as old as the oldest of them."""
    items = {item.id: item for feed in feeds for item in feed.items}
    dated = sorted((i for i in items.values() if i.at), key=lambda i: i.at.timestamp() if i.at else 0.0, reverse=True)
    undated = [i for i in items.values() if not i.at]
    return News((*dated, *undated), min((feed.read for feed in feeds), default=None))


def _file(folder: Path, url: str) -> Path:
    return folder / f"{hashlib.sha256(url.encode()).hexdigest()[:16]}.json"
