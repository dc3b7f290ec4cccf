"""Which layout a board draws: the one that the hall gave it, a shipped one, or a file of its own."""

from __future__ import annotations

import logging
from pathlib import Path

from broker.bus.content_versions import in_use
from broker.bus.settings import Settings
from broker.contracts.errors import ConfigError
from broker.contracts.hall_file import HallFile
from display.board.layouts import bundle, load
from display.board.layouts.shape import Layout

log = logging.getLogger(__name__)


def content(settings: Settings) -> Path:
    """The folder of a board's bundles."""
    return settings.state_dir / "content"


def chosen(settings: Settings, hall: HallFile) -> tuple[Layout, Path | None]:
    """The layout, and the folder of the version of the bundle that it is of. ConfigError when a board's own is wrong.

    Until the hall gives one, and if what it gave can be used no more, the standard one.
    """
    if not bundle.is_bundle(settings.layout):
        return load.load(settings.layout, hall), None
    folder = in_use(content(settings) / settings.layout)
    if folder is not None:
        try:
            return bundle.load(folder, hall), folder
        except ConfigError as wrong:  # it was good once: the hall's zones, or a release of ours
            log.warning("%s: %s", settings.layout, wrong)
    return load.load(load.STANDARD), None
