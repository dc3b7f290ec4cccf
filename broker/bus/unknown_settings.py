"""What stands in a role's settings file and is no setting of this version, told to the technician: the role works without it."""

from __future__ import annotations

from pathlib import Path

from broker.bus.appliance import Appliance
from broker.bus.settings import Settings
from broker.contracts.phrases import Phrases

PHRASES = Path(__file__).parent / "phrases"
UNKNOWN = "settings-unknown"
_LETTERS = 40  # of a name


def tell_unknown(appliance: Appliance, settings: Settings) -> None:
    if settings.unknown:
        phrases = Phrases.load(PHRASES)
        names = ", ".join(name[:_LETTERS] for name in settings.unknown)
        appliance.problem(UNKNOWN, phrases.text(f"problem.{UNKNOWN}", names=names), phrases.text(f"remedy.{UNKNOWN}"))
