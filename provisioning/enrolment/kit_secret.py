"""The secret of a hall kit on this box's card: it goes once the box is let in."""

from __future__ import annotations

import sys
from pathlib import Path

from broker.contracts.errors import ConfigError
from provisioning.kit.scrubbing import scrub
from provisioning.words import say


def scrub_card(kit: Path) -> None:
    """A card that is gone keeps nobody from working."""
    try:
        scrub(kit)
    except (OSError, ConfigError) as why:
        print(say("enrol.not-scrubbed", file=kit, why=why), file=sys.stderr)
