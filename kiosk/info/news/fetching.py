"""One feed over the network, within limits that no server can stretch: bytes, seconds in all, hosts, redirects."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
from msgspec import Struct
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from kiosk.info.news.addresses import FILE, allowed, redirected
from kiosk.info.news.fault import FeedFault

_AGENT = "Cherha information terminal"
_CHUNK = 64 * 1024
_OK, _UNCHANGED = 200, 304
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Limits(Struct, frozen=True):
    """`seconds`: for all of it, with every redirect; `silence`: between two bytes."""

    size: int = 5 * 1024 * 1024
    seconds: float = 30.0
    silence: float = 10.0
    redirects: int = 3


LIMITS = Limits()


class Fetched(Struct, frozen=True):
    """`body` None: nothing new. `etag`, `modified`: what to say the next time. `at`: of a file, when it was written."""

    body: bytes | None
    charset: str = ""
    etag: str = ""
    modified: str = ""
    at: float | None = None


def fetch(
    address: str, hosts: frozenset[str], *, etag: str = "", modified: str = "", limits: Limits = LIMITS
) -> Fetched:
    """What is at `address`. FeedFault when it cannot be had, or must not be."""
    if address.startswith(FILE):
        return _local(address, limits)
    headers = {"User-Agent": _AGENT, "Accept": "application/rss+xml, application/atom+xml, application/feed+json, */*"}
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    address = allowed(address, hosts)
    with _session(limits.seconds) as (session, expired):
        try:
            for _ in range(limits.redirects + 1):
                with session.get(
                    address, headers=headers, stream=True, allow_redirects=False, timeout=limits.silence
                ) as answer:
                    if answer.status_code in _REDIRECTS:
                        address = redirected(address, answer.headers.get("Location", ""), hosts)
                        continue
                    return _answered(answer, limits, expired)
            raise FeedFault("address", f"more than {limits.redirects} redirects")
        except (requests.RequestException, HTTPError, OSError) as error:
            if expired.is_set() or isinstance(error, requests.ReadTimeout):
                raise FeedFault("too-slow", f"{limits.seconds:g} s") from None
            raise FeedFault("away", type(error).__name__) from None


def _local(address: str, limits: Limits) -> Fetched:
    """A file of this machine. Only a setting names one; no redirect leads to it."""
    file = Path(unquote(urlsplit(address).path))
    try:
        if file.stat().st_size > limits.size:
            raise FeedFault("too-large", str(file))
        return Fetched(file.read_bytes(), at=file.stat().st_mtime)
    except OSError as error:
        raise FeedFault("away", f"{file}: {error.strerror}") from None


def _answered(answer: requests.Response, limits: Limits, expired: threading.Event) -> Fetched:
    etag, modified = answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", "")
    if answer.status_code == _UNCHANGED:
        return Fetched(None, etag=etag, modified=modified)
    if answer.status_code != _OK:
        raise FeedFault("refused", str(answer.status_code))
    if int(answer.headers.get("Content-Length", "0") or 0) > limits.size:
        raise FeedFault("too-large", answer.headers["Content-Length"])
    body = bytearray()
    # What is unpacked counts: a small answer may be a large text.
    while piece := answer.raw.read(_CHUNK, decode_content=True):
        body += piece
        if len(body) > limits.size:
            raise FeedFault("too-large", f"> {limits.size}")
    if expired.is_set():
        raise FeedFault("too-slow", f"{limits.seconds:g} s")
    named = "charset" in answer.headers.get("Content-Type", "").lower()
    return Fetched(bytes(body), (answer.encoding or "") if named else "", etag, modified)


@contextmanager
def _session(seconds: float) -> Iterator[tuple[requests.Session, threading.Event]]:
    """A session whose connections are cut when the time is over, whatever the other side is doing with them.

    A time-out of a socket is between two bytes; a server that sends one now and then would keep us for ever.
    """
    sockets: list[socket.socket] = []
    expired = threading.Event()

    def cut() -> None:
        expired.set()
        for each in sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    session = requests.Session()
    session.trust_env = False  # no proxy and no netrc of whoever set up the machine
    adapter = _Watched(sockets)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    timer.start()
    try:
        yield session, expired
    finally:
        timer.cancel()
        session.close()
        for each in sockets:
            each.close()


class _Watched(HTTPAdapter):
    """Keeps a second handle of every connection: to cut it from another thread, also while it is being encrypted."""

    def __init__(self, sockets: list[socket.socket]) -> None:
        self._sockets = sockets
        super().__init__(max_retries=0)

    def init_poolmanager(self, *given: Any, **more: Any) -> None:
        super().init_poolmanager(*given, **more)
        sockets = self._sockets

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                made = super()._new_conn()
                sockets.append(made.dup())
                return made

        class Encrypted(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                made = super()._new_conn()
                sockets.append(made.dup())
                return made

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class EncryptedPool(HTTPSConnectionPool):
            ConnectionCls = Encrypted

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": EncryptedPool}
