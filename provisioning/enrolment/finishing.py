"""The end of being let in: from an identity on the disk to a role that systemd starts.

A role's settings lie beside its identity until the kit is scrubbed, and are moved to their place at last. So a box whose
power went goes on where it was: without a certificate it asks again, with one it needs neither desk nor kit.
"""

from __future__ import annotations

from pathlib import Path

from broker.bus.identity import CERTIFICATE
from broker.bus.on_disk import sync_names

SETTINGS = "settings.toml"  # beside an identity, of a role that is not there yet
WISH = "wish.json"  # the same, of what was set from the desk last


def identities(folder: Path) -> list[Path]:
    """Those that are whole."""
    return sorted(each.parent for each in folder.glob(f"*/{CERTIFICATE}"))


def has_role(held: list[Path], roles: Path) -> bool:
    """Whether one of the identities `held` has its role's settings, in their place or beside it."""
    return any((each / SETTINGS).is_file() or (roles / f"{each.name}.toml").is_file() for each in held)


def take_roles(held: list[Path], roles: Path) -> None:
    """Move what lies ready beside the identities `held` to `roles`."""
    roles.mkdir(parents=True, exist_ok=True)
    for identity in held:
        if (identity / SETTINGS).is_file():
            (identity / SETTINGS).replace(roles / f"{identity.name}.toml")
            sync_names(roles)
            sync_names(identity)
