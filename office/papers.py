"""Writes the description of the pages' own interface: `python -m office.papers`."""

from __future__ import annotations

import json
from pathlib import Path

from broker.contracts.papers.schemas import tidy
from office.api import document

PAPER = Path(__file__).parents[1] / "docs" / "contract" / "office.openapi.json"


def text() -> str:
    return json.dumps(tidy(document()), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    PAPER.write_text(text(), "utf-8")
