"""What was changed in the staff list on the standby's pages, while that box decided, is taken into the list at home."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import msgspec

from broker.contracts.errors import ConfigError
from broker.contracts.given_back import BEFORE, FOLDER, NOW
from broker.contracts.hall_check import checked
from office.doors.amending import amend
from office.doors.merging import merged
from office.doors.person import Staff
from office.doors.staff_rules import mistakes

log = logging.getLogger(__name__)


def take_back(folder: Path) -> None:
    """Of what was laid before the office in `folder`, if anything was. Cut off half-way it is taken once more, which changes
    nothing; what cannot be read, or would make the list wrong, is left.
    """
    if not (folder / FOLDER / NOW).is_file():
        return
    try:
        before, now = (_read(folder / FOLDER / name) for name in (BEFORE, NOW))
        amend(folder, lambda mine: merged(before, now, mine))
    except (ConfigError, UnicodeDecodeError, FileNotFoundError) as wrong:
        log.warning("the staff list cannot have what was changed at the standby: %s", wrong)
    except OSError as error:
        log.error("the staff list could not be written: %s", error)  # noqa: TRY400 - the words say it all
        return
    shutil.rmtree(folder / FOLDER, ignore_errors=True)


def _read(path: Path) -> Staff:
    return msgspec.convert(checked(path.read_text("utf-8-sig"), str(path), (mistakes,)), Staff)
