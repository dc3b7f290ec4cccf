"""Where things are on an appliance, as `systemd/` has them."""

from __future__ import annotations

from pathlib import Path

STATE = Path("/var/lib/cherha")
AUTHORITY = STATE / "authority"
ROLES = STATE / "roles"
BROKER = STATE / "broker"
HALL = STATE / "hall.toml"
KIT = Path("/boot/firmware")
TELLS = Path("/run/cherha/newcomer.json")  # how far a box without a role has come, for its screen
REGISTER = "requests.json"  # beside the authority
PORT = 8443  # of the desk
BROKER_PORT = 8883
MEMORY = "/var/lib/cherha/broker-memory"  # of a broker
ON_BUS, CALLS = "on-bus", "desk-1"  # below the authority, and as whom the desk calls the broker, as everybody does
DESK = "desk.cherha"  # the desk's name in its certificate, in every hall
SERVICE = "_cherha._tcp.local."  # how it is found where the kit's address does not answer
