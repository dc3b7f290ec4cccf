"""A toolbox of an appliance that exists in a folder alone: its machine, its printer, its hall."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from broker.bus.settings import Settings
from kiosk.printing.paper_tape import PaperTape
from kiosk.service_menu.machine import Machine
from kiosk.service_menu.toolbox import Toolbox

KYIV = ZoneInfo("Europe/Kyiv")


class FakeMachine:
    """Files below `root`, and programs that say what they are given to say; `asked` keeps their words."""

    def __init__(self, root: Path, **says: str | None) -> None:
        self.root, self.says = root, says
        self.asked: list[Sequence[str]] = []

    def file(self, path: str, text: str) -> FakeMachine:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
        return self

    def made(self) -> Machine:
        def tells(words: Sequence[str]) -> str | None:
            self.asked.append(words)
            return self.says.get(words[0])

        return Machine(self.root, tells)


def toolbox(folder: Path, machine: Machine | None = None, **more: Any) -> Toolbox:
    tape = PaperTape(folder / "paper-tape")
    lend: Callable[[Callable[[Any], None]], None] = lambda loan: loan(tape)  # noqa: E731 - the printer's thread is ours
    return Toolbox(
        appliance="dispenser-1",
        role="dispenser",
        settings=Settings(state_dir=folder, hall=folder / "hall.toml"),
        zone=KYIV,
        screen="1080x1920",
        problems=more.pop("problems", lambda: ()),
        identify=lambda: None,
        restart=lambda: None,
        lend_printer=lend,
        machine=machine or FakeMachine(folder / "machine").made(),
        **{"hall_ahead": lambda: timedelta(seconds=0.2), **more},
    )
