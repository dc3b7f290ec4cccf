"""A zip that came over the network, onto the disk: nothing outside its folder, nothing larger than allowed.

What the headers say of sizes is not believed: what is really written is counted.
"""

from __future__ import annotations

import errno
import os
import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from broker.bus.on_disk import sync_names
from broker.contracts.errors import HallError

_CHUNK = 256 * 1024
_UNIX_MODE = 16  # a zip keeps a file's mode in the upper half of its attributes
_ENCRYPTED = 0x1
_LONGEST = 200  # characters of a path


class ContentFault(HallError):
    """A bundle that cannot be used. `code` is a key of the phrases below [fault]; `details` fill them.

    `lasting`: it will not become better by fetching the same bundle again.
    """

    def __init__(self, code: str, *, lasting: bool = True, **details: object) -> None:
        super().__init__(f"{code} {details}" if details else code)
        self.code, self.lasting, self.details = code, lasting, details


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a bundle may be, packed (`packed`) and unpacked (`unpacked`), in bytes."""

    packed: int = 512 * 1024 * 1024
    unpacked: int = 1024 * 1024 * 1024
    files: int = 4000
    depth: int = 8


LIMITS = Limits()


def unpack(archive: Path, folder: Path, limits: Limits = LIMITS) -> None:
    """Unpack into `folder`, which must not exist, and get all of it onto the disk. ContentFault, OSError."""
    try:
        with zipfile.ZipFile(archive) as bundle:
            entries = _checked(bundle, limits)
            folder.mkdir()
            left = limits.unpacked
            for entry in entries:
                left -= _write(bundle, entry, folder / entry.filename, left, limits.unpacked)
    except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:  # a file where another has a folder
        raise ContentFault("strange-name", file=ascii(str(error.filename)[-80:])) from None
    except OSError as error:
        if error.errno != errno.EINVAL:  # which is no disk's word: damage sends the reader to before the beginning
            raise
        raise ContentFault("not-whole", why="EINVAL") from None
    except ContentFault:
        raise
    except Exception as error:  # noqa: BLE001 - damaged bytes make the zip library fail in a dozen ways
        raise ContentFault("not-whole", why=(str(error) or type(error).__name__)[:200]) from None
    for each in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        sync_names(each)


def _checked(bundle: zipfile.ZipFile, limits: Limits) -> list[zipfile.ZipInfo]:
    entries = [entry for entry in bundle.infolist() if not entry.filename.endswith("/")]
    if len(entries) > limits.files:
        raise ContentFault("too-many-files", most=limits.files)
    if sum(entry.file_size for entry in entries) > limits.unpacked:  # an honest bomb is not even begun
        raise ContentFault("too-large", most=_mb(limits.unpacked))
    seen: set[str] = set()
    for entry in entries:
        path = PurePosixPath(entry.filename)
        mode = entry.external_attr >> _UNIX_MODE
        if (
            path.is_absolute()
            or not path.parts
            or ".." in path.parts
            or any(part != part.strip() or ":" in part for part in path.parts)
            or "\\" in entry.filename
            or "\0" in entry.orig_filename
            or not entry.filename.isprintable()
            or len(entry.filename) > _LONGEST
            or len(path.parts) > limits.depth
            or (stat.S_IFMT(mode) not in (0, stat.S_IFREG))
        ):
            raise ContentFault("strange-name", file=ascii(entry.filename[:80]))
        if entry.flag_bits & _ENCRYPTED:
            raise ContentFault("encrypted", file=entry.filename)
        if entry.filename.casefold() in seen:
            raise ContentFault("twice", file=entry.filename)
        seen.add(entry.filename.casefold())
    return entries


def _write(bundle: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, left: int, most: int) -> int:
    """How many bytes were written. Reading to the end also checks the entry's own checksum."""
    path.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with bundle.open(entry) as packed, path.open("xb") as file:
        while chunk := packed.read(_CHUNK):
            written += len(chunk)
            if written > left:
                raise ContentFault("too-large", most=_mb(most))
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return written


def _mb(size: int) -> int:
    return size // (1024 * 1024)
