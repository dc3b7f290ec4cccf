"""Which addresses may be asked: those of the hosts that a setting names, encrypted unless on this very machine. Pure."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from kiosk.info.news.fault import FeedFault

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


FILE = "file:"  # what another program of this machine leaves there


def listed(setting: str) -> tuple[str, ...]:
    """The words of a setting, parted by spaces or commas."""
    return tuple(dict.fromkeys(setting.replace(",", " ").split()))


def hosts_of(feeds: tuple[str, ...], hosts: str) -> frozenset[str]:
    """The hosts that may be asked: those of the setting, or those of the feeds themselves."""
    named = listed(hosts)
    return frozenset(each.lower() for each in named) or frozenset(
        (urlsplit(feed).hostname or "").lower() for feed in feeds if not feed.startswith(FILE)
    )


def allowed(address: str, hosts: frozenset[str]) -> str:
    """The address, if it may be asked. FeedFault otherwise."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise FeedFault("address", address[:200]) from None
    local = host in _LOOPBACK
    encrypted = parts.scheme == "https"
    usual = port in (None, 443) or local
    if (
        not host
        or host not in hosts
        or parts.username
        or not usual
        or not (encrypted or (local and parts.scheme == "http"))
    ):
        raise FeedFault("address", address[:200])
    return address


def redirected(address: str, location: str, hosts: frozenset[str]) -> str:
    """Where a redirect leads, if it may lead there. FeedFault otherwise."""
    return allowed(urljoin(address, location), hosts)
