"""What no role may come after, however far behind: a hall begins to work without a network and without the time."""

from __future__ import annotations

from collections.abc import Iterable

from provisioning.image.guest import Guest

_TARGETS = frozenset({"network-online.target", "time-sync.target"})
_WAITERS = (
    "systemd-time-wait-sync",
    "systemd-networkd-wait-online",
    "NetworkManager-wait-online",
    "ifupdown-wait-online",
)
_ALL = "systemctl list-dependencies --after --all --plain --no-pager"
_ALWAYS = "sysinit.target"  # whoever does not come after this has told nothing


def waits(before: Iterable[str]) -> list[str]:
    """Those among the units that come before another for which it may not wait. Pure."""
    return sorted(each for each in before if each in _TARGETS or each.startswith(_WAITERS))


def waits_of(guest: Guest, unit: str) -> list[str]:
    """The same of a unit of the booted card, as its systemd has them in the end."""
    before = guest.run(f"{_ALL} {unit}")[1].split()
    return waits(before) if _ALWAYS in before else [f"nothing is told of {unit}"]
