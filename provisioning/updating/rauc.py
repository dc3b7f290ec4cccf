"""What RAUC says: of a bundle, of the root that runs, and of the machine."""

from __future__ import annotations

import configparser
import json
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from broker.contracts.errors import Refused
from provisioning.updating.bundles import PREFIX, Told

SETTINGS = Path("/etc/rauc/system.conf")


def told_of(bundle: Path, ask: Callable[[list[str]], str] | None = None) -> Told:
    """What a bundle's manifest says. Refused when it is none, is not signed by whoever builds this hall's cards, or is for
    something that is no box of a hall.
    """
    try:
        said = json.loads((ask or _rauc)(["info", "--output-format=json", str(bundle)]))
        told = Told(str(said["version"]), str(said["compatible"]))
    except (OSError, subprocess.CalledProcessError, ValueError, KeyError) as error:
        why = getattr(error, "stderr", "") or str(error)
        raise Refused("no-bundle", file=bundle.name, why=why.strip().splitlines()[-1] if why.strip() else "") from None
    if not told.kind.startswith(PREFIX) or not told.kind.removeprefix(PREFIX).isalnum():
        raise Refused("foreign-kind", file=bundle.name, kind=told.kind)
    return told


def running(ask: Callable[[list[str]], str] | None = None) -> str:
    """The version of the bundle that RAUC has last written into the slot that runs; "" as it was flashed, or without RAUC."""
    with suppress(OSError, subprocess.CalledProcessError, ValueError, KeyError, TypeError):
        told = json.loads((ask or _rauc)(["status", "--detailed", "--output-format=json"]))
        for slot in told["slots"]:
            for state in slot.values():
                if state.get("state") == "booted":
                    return str(state["slot_status"]["bundle"]["version"])
    return ""


def own_kind(settings: Path = SETTINGS) -> str:
    """The kind of this machine, as its root says it; "" where no root does."""
    read = configparser.ConfigParser(interpolation=None, strict=False)
    with suppress(OSError, configparser.Error, UnicodeDecodeError):
        read.read_string(settings.read_text("utf-8"))
    return read.get("system", "compatible", fallback="")


def _rauc(words: list[str]) -> str:
    return subprocess.run(["rauc", *words], capture_output=True, text=True, check=True).stdout
