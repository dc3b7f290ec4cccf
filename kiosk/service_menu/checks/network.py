"""From the cable to the queue-master: what is up, who is reached, how soon they answer."""

from __future__ import annotations

import json
import socket
import time

from broker.bus.addresses import addresses
from kiosk.service_menu.machine import Machine
from kiosk.service_menu.report import Line, Report, line
from kiosk.service_menu.toolbox import Toolbox

_CONNECTING = 3.0  # seconds
_SLOW = 1.0  # for a round trip through broker and queue-master


def network(toolbox: Toolbox) -> Report:
    host, port = addresses(toolbox.settings.broker_host, toolbox.settings.broker_port)[0]
    lines = [*_interfaces(toolbox.machine), _gateway(toolbox.machine)]
    took = _connected(host, port)
    if took is None:
        return Report((*lines, line("net-no-broker", "bad", host=f"{host}:{port}")))
    lines.append(line("net-broker", "good", _milliseconds(took), host=f"{host}:{port}"))
    return Report((*lines, _round_trip(toolbox)))


def _interfaces(machine: Machine) -> list[Line]:
    """Each that is up, with its link's speed and its addresses."""
    addresses = _addresses(machine)
    up = [
        name
        for name in machine.names("sys/class/net")
        if name != "lo" and machine.read(f"sys/class/net/{name}/operstate") in ("up", "unknown")
    ]
    found = []
    for name in up:
        speed = machine.read(f"sys/class/net/{name}/speed")
        told = [*addresses.get(name, []), *([f"{speed} Mbit/s"] if speed.isdigit() else [])]
        found.append(line("net-interface", "good" if name in addresses else "warn", ", ".join(told), name=name))
    return found or [line("net-no-interface", "bad")]


def _addresses(machine: Machine) -> dict[str, list[str]]:
    said = machine.tells(("ip", "-json", "address")) or "[]"
    try:
        return {
            each["ifname"]: addresses
            for each in json.loads(said)
            if (addresses := [a["local"] for a in each.get("addr_info", []) if a.get("scope") == "global"])
        }
    except (ValueError, KeyError, TypeError):
        return {}


def _gateway(machine: Machine) -> Line:
    """The kernel's own table: the default route has destination and mask 0; addresses lie there byte by byte."""
    for row in machine.read("proc/net/route").splitlines()[1:]:
        fields = row.split()
        if len(fields) > 7 and fields[1] == fields[7] == "00000000":  # noqa: PLR2004 - its columns
            return line("net-gateway", "good", socket.inet_ntoa(bytes.fromhex(fields[2])[::-1]))
    return line("net-no-gateway", "warn")


def _connected(host: str, port: int) -> float | None:
    begun = time.monotonic()
    try:
        socket.create_connection((host, port), timeout=_CONNECTING).close()
    except OSError:
        return None
    return time.monotonic() - begun


def _round_trip(toolbox: Toolbox) -> Line:
    took = toolbox.round_trip()
    if took is None:
        return line("net-no-answer", "bad")
    return line("net-round-trip", "good" if took < _SLOW else "warn", _milliseconds(took))


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
