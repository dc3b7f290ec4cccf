"""A board that draws drafts, as far as an office can tell, and a real voice that says them."""

from __future__ import annotations

import base64
import io
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from announcer.announcing import Announcer, Making
from announcer.drafting import let_drafts_be_heard
from announcer.rendering import Rendering
from announcer.sound.players import WavPlayer
from announcer.voices.hum import Hum
from broker.bus.appliance import Appliance, Outcome
from broker.bus.clock import now
from broker.bus.hall_phrases import HallPhrases
from broker.bus.seam import Bus
from broker.contracts.hall_file import HallFile
from broker.contracts.status import About, Do


class PaperBoard:
    """Draws how large it was asked to be; `asked`: what it was sent. Of a draft without an upright area it draws none."""

    def __init__(self, bus: Bus, plan: HallFile) -> None:
        self.asked: list[dict[str, Any]] = []
        about = About(role="board", version="1")
        self.appliance = Appliance(bus, id="board-1", role="board", version="1", about=about, zone=plan.timezone)
        self.appliance.can("draw", self._draw)
        bus.start()
        self.appliance.ready()

    def _draw(self, do: Do) -> Outcome:
        self.asked.append(do.arguments)
        width, height = do.arguments["size"]
        if height > width and "portrait" not in do.arguments.get("layout", "portrait"):
            return "failed", "no place", ""
        picture = Image.new("RGB", (width // 4, height // 4), "#0b4fa0")
        ImageDraw.Draw(picture).text((20, 20), do.arguments["state"], fill="white")
        file = io.BytesIO()
        picture.save(file, "JPEG")
        return "done", "", base64.b64encode(file.getvalue()).decode()


def voice(stack: ExitStack, bus: Bus, plan: HallFile, folder: Path) -> Announcer:
    """An announcer that hums, into files in `folder`; it takes the hall's own phrases."""
    player = WavPlayer(folder / "out", lambda: now(plan.timezone), paced=False)
    made = Making(Rendering([Hum()], folder / "speech"), player, wanted="hum", version="1")
    announcer = Announcer(bus, plan, made)
    let_drafts_be_heard(announcer, plan)
    own = HallPhrases(
        bus,
        folder,
        {"announcer": announcer.phrases},
        staff=announcer.appliance,
        release="1",
        changed=announcer.said_anew,
    )
    stack.callback(own.stop)
    bus.start()
    announcer.start()
    stack.callback(announcer.stop)
    return announcer
