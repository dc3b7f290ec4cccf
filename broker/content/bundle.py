"""What a bundle is: a zip of plain files. A folder is packed so that the same files make the same bytes, anywhere."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from broker.bus.fetching import digest_of
from broker.bus.unpacking import ContentFault, unpack
from broker.content.fault_words import reason
from broker.content.kinds import checked
from broker.contracts.errors import ConfigError
from broker.contracts.hall_file import HallFile
from broker.contracts.mistakes.wrong import Told, wrong

VERSION_FILE = "version.txt"
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,39}")
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # of time, in a zip
_PLAIN_FILE = 0o100644 << 16


def pack(source: Path, bundle: Path) -> None:
    """Make `bundle` of a folder, or of a zip that is one already. Hidden files of a folder stay behind."""
    if source.is_file():
        shutil.copyfile(source, bundle)
        return
    files = sorted(p for p in source.rglob("*") if p.is_file() and not _hidden(p.relative_to(source)))
    # Stored, not squeezed: another zlib squeezes to other bytes, and what is large in a bundle is squeezed already.
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_STORED) as packed:
        for path in files:
            entry = zipfile.ZipInfo(path.relative_to(source).as_posix(), _BEGINNING)
            entry.external_attr = _PLAIN_FILE
            entry.create_system = 3
            with path.open("rb") as opened, packed.open(entry, "w", force_zip64=False) as written:
                shutil.copyfileobj(opened, written, 1024 * 1024)


def look_into(name: str, bundle: Path, hall: HallFile | None = None) -> str:
    """Unpack and check a bundle as the appliances will: its version. ConfigError with every mistake.

    `hall`: whose bundle it is, if that is known.
    """
    with TemporaryDirectory(prefix="cherha-content-") as place:
        unpacked = Path(place) / "bundle"
        try:
            unpack(bundle, unpacked)
        except ContentFault as fault:
            raise ConfigError([Told(f"{name}: ", reason(fault))]) from None
        version = _version(name, unpacked)
        checked(name, unpacked, hall)
    return version or digest_of(bundle)[:12]


def _version(name: str, unpacked: Path) -> str:
    """What `version.txt` says; "" without one: the version is then made from the checksum."""
    try:
        said = (unpacked / VERSION_FILE).read_text("utf-8").strip()
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        said = ""
    if not _VERSION.fullmatch(said):
        raise ConfigError([Told(f"{name}/{VERSION_FILE}:1: ", wrong("bundle.version"))])
    return said


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
