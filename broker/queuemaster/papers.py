"""Writes docs/lifecycle.md from the lifecycle table: `python -m broker.queuemaster.papers`."""

from __future__ import annotations

from pathlib import Path

from broker.queuemaster.lifecycle import diagram

PATH = Path(__file__).parents[2] / "docs" / "lifecycle.md"


def paper() -> str:
    """The page, as it should stand in the docs."""
    return (
        "# The life of a ticket\n\n"
        "Drawn from the table in `broker/queuemaster/lifecycle.py` by `python -m broker.queuemaster.papers`.\n\n"
        f"```mermaid\n{diagram()}```\n"
    )


if __name__ == "__main__":
    PATH.write_text(paper(), "utf-8")
