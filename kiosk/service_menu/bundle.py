"""What a support bundle is made of: everything that helps to find a fault, and nothing of anybody."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from kiosk.service_menu.audit import FILE as AUDIT
from kiosk.service_menu.checks.versions import versions
from kiosk.service_menu.doorkeeper import read_codes
from kiosk.service_menu.redaction import redacted
from kiosk.service_menu.report import Report
from kiosk.service_menu.toolbox import Toolbox

# Of the state folder; what is not named here (codes, journals, outboxes, certificates) never goes in.
_KINDS = ("*.log", "*.log.*", f"{AUDIT}*", "acceptance/*.json", "touch-calibration.json")
_LARGEST = 4 * 1024 * 1024  # bytes of one file; its end is what matters
_JOURNAL_LINES = "20000"


def pages(toolbox: Toolbox) -> Iterator[tuple[str, str]]:
    """Name and text of each page, before anything is taken out."""
    settings = {name: str(getattr(toolbox.settings, name)) for name in toolbox.settings.__struct_fields__}
    yield "settings.json", _json(settings)
    yield "versions.json", _json(_told(versions(toolbox)))
    problems = {toolbox.appliance: toolbox.problems(), **toolbox.elsewhere()}
    yield "problems.json", _json(problems)
    for file in _files(toolbox.settings.state_dir):
        yield f"state/{file.relative_to(toolbox.settings.state_dir)}", _end_of(file)
    if toolbox.settings.hall.is_file():
        yield "hall.toml", _end_of(toolbox.settings.hall)
    asked = ("journalctl", "--no-pager", "--output=short-iso", f"--lines={_JOURNAL_LINES}", "--unit=cherha-*")
    if said := toolbox.machine.tells(asked):
        yield "journal.txt", said


def write(toolbox: Toolbox, file: Path) -> None:
    """A zip file, whole or not there. OSError when the medium takes no more."""
    names = [person.name for person in read_codes(toolbox.settings.state_dir).people]
    torn = file.with_suffix(".part")
    try:
        with zipfile.ZipFile(torn, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, text in pages(toolbox):
                bundle.writestr(name, redacted(text, [*names, toolbox.by]))
        torn.replace(file)
    finally:
        torn.unlink(missing_ok=True)


def _files(folder: Path) -> Iterable[Path]:
    found = {file for kind in _KINDS for file in folder.glob(kind) if file.is_file() and not file.is_symlink()}
    return sorted(found)


def _end_of(file: Path) -> str:
    with file.open("rb") as opened:
        size = opened.seek(0, 2)
        opened.seek(max(0, size - _LARGEST))
        return opened.read().decode("utf-8", errors="replace")


def _told(report: Report) -> dict[str, str]:
    return {line.label["en"]: line.value.get("en", "") for line in report.lines}


def _json(of: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(of)).decode("utf-8")
