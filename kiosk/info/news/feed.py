"""A feed as others write it (RSS, Atom, JSON Feed) as items. No network; bombs and references to elsewhere are refused."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kiosk.info.news.fault import FeedFault
from kiosk.info.news.item import Item
from kiosk.info.news.plain_text import plain

MOST_ITEMS = 40
TITLE, WORDS = 160, 6000  # letters
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_GUESSES = ("utf-8", "windows-1251")


def read(body: bytes, charset: str = "") -> tuple[Item, ...]:
    """The items of a feed, as it orders them. `charset`: what its server says of it. FeedFault when it is none."""
    found = _json(body) if body.lstrip()[:1] in (b"{", b"[") else _xml(body, charset)
    items: dict[str, Item] = {}
    for item in found:
        if item.title and item.id not in items:
            items[item.id] = item
        if len(items) == MOST_ITEMS:
            break
    return tuple(items.values())


def _json(body: bytes) -> Iterator[Item]:
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FeedFault("unreadable", str(error)[:200]) from None
    entries = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(entries, list):
        raise FeedFault("unreadable", "no items")
    for entry in entries:
        if isinstance(entry, dict):
            words = entry.get("content_html") or entry.get("content_text") or entry.get("summary") or ""
            yield _item(entry.get("id") or entry.get("url"), entry.get("title"), words, entry.get("date_published"))


def _xml(body: bytes, charset: str) -> Iterator[Item]:
    root = _parsed(body, charset)
    entries = [each for each in root.iter() if _name(each) in ("item", "entry")]
    if not entries and _name(root) not in ("rss", "feed", "RDF"):
        raise FeedFault("unreadable", f"<{_name(root)[:40]}> is no feed")
    for entry in entries:
        parts: dict[str, str] = {}
        for part in entry:
            name = _name(part)
            parts.setdefault(name, "".join(part.itertext()) or part.get("href", ""))
        words = max((parts.get(n, "") for n in ("encoded", "content", "description", "summary")), key=len)
        at = parts.get("pubDate") or parts.get("published") or parts.get("updated") or parts.get("date")
        yield _item(parts.get("guid") or parts.get("id") or parts.get("link"), parts.get("title"), words, at)


def _parsed(body: bytes, charset: str) -> Element:
    """The document; where its bytes are not what it says they are, by what its server or experience says."""
    try:
        return _safe(body)
    except (ParseError, LookupError, ValueError) as first:
        for guess in (charset, *_GUESSES):
            try:
                text = _DECLARATION.sub("", body.decode(guess), count=1)
                return _safe(text)
            except (ParseError, LookupError, ValueError):
                continue
        raise FeedFault("unreadable", str(first)[:200]) from None


def _safe(document: bytes | str) -> Element:
    try:
        root: Element = fromstring(document)
    except DefusedXmlException as error:
        raise FeedFault("unreadable", str(error)[:200]) from None
    return root


def _name(element: Element) -> str:
    """Without its namespace; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _item(known: Any, title: Any, words: Any, at: Any) -> Item:
    name, text = plain(str(title or ""), TITLE).replace("\n", " "), plain(str(words or ""), WORDS)
    digest = hashlib.sha256(str(known or name).encode("utf-8", "replace")).hexdigest()[:16]
    return Item(digest, name, text, _moment(at))


def _moment(words: Any) -> datetime | None:
    """A date in either of the two ways in which feeds write it; in UTC where it names no zone."""
    text = str(words or "").strip()
    for reading in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = reading(text)
        except (ValueError, TypeError, OverflowError):
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None
