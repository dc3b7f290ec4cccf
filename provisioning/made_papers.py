"""What in the repository is made from the code: `cherha contract` writes documents, `cherha screens` draws pictures.

Each maker is a module that is run by itself, since roles are reached only by starting them.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from provisioning import screens_index
from provisioning.demo.virtual_screen import VirtualScreen, display_answers, is_installed
from provisioning.words import say

ROOT = Path(__file__).resolve().parents[1]

DOCUMENTS = (
    "broker.contracts.papers",
    "broker.queuemaster.papers",
    "kiosk.dispenser.papers",
    "kiosk.accessibility.papers",
    "provisioning.problems.papers",
    "office.papers",
)


@dataclass(frozen=True, slots=True)
class Gallery:
    """`python -m <module> HALL.toml FOLDER` draws one role's pictures; on a screen, though none need be seen."""

    module: str
    on_screen: bool = False
    program: str = ""  # what else must be installed


# The office comes last: its pictures hold those of the others.
GALLERIES = (
    Gallery("kiosk.dispenser.slips.gallery"),
    Gallery("kiosk.dispenser.gallery", on_screen=True),
    Gallery("kiosk.service_menu.gallery", on_screen=True),
    Gallery("kiosk.newcomer.gallery", on_screen=True),
    Gallery("kiosk.info.gallery", on_screen=True),
    Gallery("kiosk.survey.gallery", on_screen=True),
    Gallery("display.board.gallery", on_screen=True),
    Gallery("display.window_sign.gallery", on_screen=True),
    Gallery("office.button_box.two_lines.gallery"),
    Gallery("office.gallery", program="chromium"),
)


def contract(arguments: list[str]) -> int:
    """Write the contract's documents and the lifecycle's drawing anew. 1 when one of them could not be."""
    argparse.ArgumentParser(prog="cherha contract", description=say("command.contract")).parse_args(arguments)
    return max(_make(module, [], {}) for module in DOCUMENTS)


def screens(arguments: list[str]) -> int:
    """Draw every screen anew. 1 when some could not be drawn; the others are."""
    asked = argparse.ArgumentParser(prog="cherha screens", description=say("command.screens"))
    asked.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs" / "screens", metavar="FOLDER")
    asked.add_argument("--hall", type=Path, default=ROOT / "provisioning" / "demo" / "hall.toml", metavar="FILE")
    given = asked.parse_args(arguments)
    return asyncio.run(_draw([str(given.hall.absolute()), str(given.folder.absolute())]))


async def _draw(words: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="cherha-screens-") as folder:
        virtual = VirtualScreen("1920x1080", Path(folder) / "xvfb.log", os.environ)
        try:
            # A desktop that is there would show the windows to whoever sits at it.
            screen = await virtual.environment() if is_installed() else {}
            failed = False
            for gallery in GALLERIES:
                if lack := lacking(gallery, os.environ):
                    print(lack, file=sys.stderr)
                    failed = True
                else:
                    extra = screen if gallery.on_screen else {}
                    failed |= bool(await asyncio.to_thread(_make, gallery.module, words, extra))
            screens_index.write(Path(words[1]))
            return int(failed)
        finally:
            virtual.stop()


def lacking(gallery: Gallery, environment: Mapping[str, str]) -> str:
    """What keeps this machine from drawing `gallery`, in words; "" when nothing does."""
    if gallery.on_screen and not is_installed() and not display_answers(environment.get("DISPLAY", "")):
        return say("mistake.no-screen", module=gallery.module)
    if gallery.program and shutil.which(gallery.program) is None:
        return say("mistake.no-program", module=gallery.module, program=gallery.program)
    return ""


def _make(module: str, words: list[str], environment: dict[str, str]) -> int:
    print(module, flush=True)
    done = subprocess.run(
        [sys.executable, "-m", module, *words], cwd=ROOT, env={**os.environ, **environment}, check=False
    )
    return 1 if done.returncode else 0
