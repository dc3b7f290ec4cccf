"""What appliances show while nothing of a kind is published: from there a hall begins to change it. A table."""

from __future__ import annotations

from pathlib import Path

import broker
from broker.contracts.surveys.checking import DEFAULT

_ROOT = Path(broker.__file__).parents[1]

# kind -> the folder of an unpacked bundle
BEGINNINGS = {
    "survey": DEFAULT,
    "layout": _ROOT / "display/board/layouts/beginning",
    "phrases": _ROOT / "broker/content/beginning",
}
