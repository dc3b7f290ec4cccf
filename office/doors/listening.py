"""Where the office listens, and under which names it answers.

Loopback is always good. Beyond it, only once somebody works here who signs in, and nobody whose PIN the page tells.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from broker.bus.settings import Settings
from broker.contracts.errors import ConfigError
from broker.contracts.phrases import FIRST
from office.doors.person import Staff
from office.guard import LOOPBACK
from office.words import DOORS


class Listening(Struct, frozen=True):
    """`names`: as the office may be called in an address, `called` the first of them. `certificate` and `key`: files;
    None without TLS.
    """

    host: str
    names: frozenset[str]
    called: str = "127.0.0.1"
    certificate: Path | None = None
    key: Path | None = None

    @property
    def secure(self) -> bool:
        return self.certificate is not None

    def address(self, port: int) -> str:
        """An address for this machine's own browser, or for those of the hall."""
        return f"{'https' if self.secure else 'http'}://{self.called}:{port}"


def listening(settings: Settings, staff: Staff) -> Listening:
    """ConfigError with all that stands against listening there."""
    told = settings.office_names.split()
    mistakes = [DOORS.say(FIRST, f"listening.{why}", host=settings.office_host) for why in _against(settings, staff)]
    if mistakes:
        raise ConfigError(mistakes)
    names = [_bracketed(name).lower() for name in told]
    if not _is_every(settings.office_host):
        names.append(_bracketed(settings.office_host))
    return Listening(
        host=settings.office_host,
        names=LOOPBACK.union(names),
        called=names[0],
        certificate=Path(settings.office_certificate) if settings.office_certificate else None,
        key=Path(settings.office_key) if settings.office_key else None,
    )


def _against(settings: Settings, staff: Staff) -> Iterator[str]:
    if bool(settings.office_certificate) != bool(settings.office_key):
        yield "half-tls"
    if is_loopback(settings.office_host):
        return
    if not staff.person:
        yield "nobody"
    if staff.for_show:
        yield "for-show"
    if _is_every(settings.office_host) and not settings.office_names.split():
        yield "no-names"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_every(host: str) -> bool:
    return host in ("0.0.0.0", "::", "")  # noqa: S104 - asked for, not chosen


def _bracketed(name: str) -> str:
    """As a browser writes it: an IPv6 address in brackets."""
    return f"[{name}]" if ":" in name and not name.startswith("[") else name
