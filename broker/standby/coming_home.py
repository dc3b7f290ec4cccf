"""At who was the queue-master from the beginning and follows: the hall's own files come home, as they are where the queue is
decided.

The desk of that machine, its office's pages and its queue-master read them in their own place. What came beside the journal
would hold for one life of the queue-master only, and for it alone.
"""

from __future__ import annotations

import filecmp
import logging
import os
import shutil
from pathlib import Path

from broker.bus.on_disk import put, sync_names
from broker.bus.settings import Settings
from broker.contracts.errors import ConfigError
from broker.queuemaster.plan_and_calendar import load
from broker.standby.kept_files import HALL, days_beside
from broker.standby.mirroring import BESIDE

log = logging.getLogger(__name__)

MARK = "coming-home"  # all that was to come is here, and not all of it in its place
BEFORE = "before-coming-home"  # what lay at home, once
_CONTENT = "content"


def bring_home(home: Settings) -> None:
    """Once the whole backup is here. `home`: the settings of the queue-master that this box was and may become again.

    What cannot be written is told and tried at the next time: following goes on.
    """
    try:
        if (home.state_dir / MARK).is_file() or _other_days(home) or _other_bundles(home):
            put(home.state_dir / MARK, b"")
    except OSError as error:
        log.error("the hall's files could not be compared: %s", error)  # noqa: TRY400 - the words say it all
        return
    go_on_home(home)


def go_on_home(home: Settings) -> None:
    """Also at a start, where the power was cut in between. Nothing goes that the other box has not otherwise."""
    try:
        if (home.state_dir / MARK).is_file():
            _go_on(home)
    except OSError as error:  # a full disk, or files that a technician has laid there as another user
        log.error("the hall's files could not be brought home: %s", error)  # noqa: TRY400 - the words say it all


def _go_on(home: Settings) -> None:
    mark, before = home.state_dir / MARK, home.state_dir / BEFORE
    for fresh, place in _other_days(home):
        if place.is_file():
            put(before / place.name, place.read_bytes())
        put(place, fresh.read_bytes())
        log.warning("%s is now as where the queue was decided meanwhile", place)
    for fresh in _other_bundles(home):
        _bring_bundle(fresh, Path(home.content), before)
    os.sync()
    mark.unlink()
    sync_names(home.state_dir)


def _other_days(home: Settings) -> list[tuple[Path, Path]]:
    """The hall file and what it names, where another one has come, and where each belongs. The hall file is the last."""
    came = home.state_dir / BESIDE / HALL
    if not came.is_file():
        return []
    days = [(each, home.hall.parent / name) for name, each in days_beside(came).items()]
    found = [(fresh, place) for fresh, place in (*days, (came, home.hall)) if not _is_same(fresh, place)]
    try:
        if found:
            load(came)
    except (ConfigError, OSError) as wrong:
        log.warning("the hall file of who decides is left where it is: %s", wrong)
        return []
    return found


def _other_bundles(home: Settings) -> list[Path]:
    came = home.state_dir / BESIDE / _CONTENT
    if not home.content or not came.is_dir():
        return []
    bundles = (
        each for each in sorted(came.iterdir()) if not each.name.startswith(".") and (each.is_file() or _files(each))
    )
    return [each for each in bundles if not _is_same(each, Path(home.content) / each.name)]


def _bring_bundle(came: Path, content: Path, before: Path) -> None:
    """A folder goes before a zip of its name: the other form must not stay beside it."""
    half = content / f".{came.name}.coming"
    _remove(half)
    content.mkdir(parents=True, exist_ok=True)
    if came.is_dir():
        shutil.copytree(came, half)
    else:
        shutil.copyfile(came, half)
    stem = came.name.removesuffix(".zip")
    for place in (content / stem, content / f"{stem}.zip"):
        if place.exists():
            before.mkdir(exist_ok=True)
            _remove(before / place.name)
            place.replace(before / place.name)
    half.replace(content / came.name)
    sync_names(content)
    log.warning("%s is now as where the queue was decided meanwhile", content / came.name)


def _is_same(one: Path, other: Path) -> bool:
    """Asked every few seconds: `filecmp` remembers what it has read, until a file looks otherwise."""
    if one.is_dir() and other.is_dir():
        files = _files(one)
        return files == _files(other) and not any(filecmp.cmpfiles(one, other, files, shallow=False)[1:])
    return one.is_file() and other.is_file() and filecmp.cmp(one, other, shallow=False)


def _files(folder: Path) -> set[str]:
    """As they are mirrored: no hidden ones."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix() for path in found}


def _remove(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
