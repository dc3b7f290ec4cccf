"""Where the hall's brokers are, as the setting `broker_host` says it: one address, or the next when one is away."""

from __future__ import annotations


def addresses(hosts: str, port: int) -> tuple[tuple[str, int], ...]:
    """`HOST` or `HOST:PORT`, parted by spaces; `port` where none is said. An IPv6 address with a port is in brackets."""
    return tuple(_address(each, port) for each in hosts.split()) or (("", port),)


def _address(told: str, port: int) -> tuple[str, int]:
    host, colon, said = told.rpartition(":")
    if not colon or not said.isdigit() or (":" in host and not host.endswith("]")):
        return told.strip("[]"), port
    return host.strip("[]"), int(said)
