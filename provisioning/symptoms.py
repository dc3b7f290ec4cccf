"""What can be wrong with a machine: one function a question, each answering with findings.

They look and never change anything, and none needs what it looks for.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import socket
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from broker.bus.addresses import addresses
from broker.bus.identity import context
from broker.bus.on_disk import kept
from broker.bus.settings import Settings
from broker.contracts.acceptance import SCREENS
from broker.contracts.errors import ConfigError
from broker.queuemaster.journal import Journal, JournalBroken
from broker.queuemaster.telling_staff import TOLD
from provisioning.environment import STAMP
from provisioning.plugged_in import is_usb, printers
from provisioning.problems.catalogue import gathered
from provisioning.refusals import refusal
from provisioning.subcommands import ROLES
from provisioning.system_packages import LIST, missing_for, packages_for
from provisioning.words import language, say

# fine: as it should be; worse: it works, but; lacks: it does not work.
Severity = Literal["fine", "worse", "lacks"]


@dataclass(frozen=True, slots=True)
class Finding:
    severity: Severity
    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom the questions are for: a role, "demo" or "test"."""

    role: str
    settings: Settings
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))

    @property
    def roles(self) -> tuple[str, ...]:
        return (self.role,) if self.role in ROLES else tuple(ROLES)


OLDEST, NEWEST = (3, 11), (3, 13)
FREE_BYTES = 500_000_000  # a year of a big hall's journal
PRINTING = ("dispenser", "info")
GRAPHICS = Path("/dev/dri")
FONTS = Path(__file__).resolve().parents[1] / "display" / "look" / "fonts"


def python(asked: Asked) -> Iterator[Finding]:  # noqa: ARG001 - all questions are asked alike
    version = sys.version_info[:2]
    told = "{}.{}.{}".format(*sys.version_info)
    if OLDEST <= version <= NEWEST:
        yield Finding("fine", say("doctor.python.fine", version=told))
    else:
        newest = "{}.{}".format(*NEWEST)
        yield Finding("worse", say("doctor.python.worse", version=told, newest=newest))


def libraries(asked: Asked) -> Iterator[Finding]:
    lacking = sorted(name for name in distributions(asked.role) if not _is_installed(name))
    if lacking:
        started_by = f"./cherha run {asked.role}" if asked.role in ROLES else f"./cherha {asked.role}"
        words = say("doctor.libraries.lacks", names=", ".join(lacking), command=started_by)
        # The launcher of a checkout installs them at the first start; nobody else does.
        yield Finding("worse" if (Path(sys.prefix) / STAMP).exists() else "lacks", words)
    else:
        yield Finding("fine", say("doctor.libraries.fine"))


def distributions(extra: str) -> set[str]:
    """The distributions that the project with `extra` depends on directly, extras of extras followed."""
    found: set[str] = set()
    for requirement in metadata.requires("cherha") or ():
        needed, _, marker = requirement.partition(";")
        asks_for = re.search(r'extra == ["\']([a-z-]+)["\']', marker)
        if asks_for and asks_for.group(1) != extra:
            continue
        named = re.match(r"\s*([A-Za-z0-9._-]+)(?:\[([^\]]*)\])?", needed)
        assert named, requirement
        if named.group(1) == "cherha":
            for inner in named.group(2).split(","):
                found |= distributions(inner.strip())
        else:
            found.add(named.group(1))
    return found


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def packages(asked: Asked) -> Iterator[Finding]:
    missing = missing_for(asked.role)
    for package in missing:
        words = say("doctor.packages.missing", name=package.name, lost=package.without[language(asked.environment)])
        yield Finding("lacks" if package.must else "worse", words)
    if missing:
        program = LIST.parents[1] / "system_packages.py"
        as_root = "" if os.geteuid() == 0 else "sudo "
        words = say("doctor.packages.line", line=f"{as_root}{sys.executable} {program} {asked.role}")
        yield Finding("worse", words)
    else:
        yield Finding("fine", say("doctor.packages.fine", count=len(packages_for(asked.role))))


def screen(asked: Asked) -> Iterator[Finding]:
    if not set(SCREENS) & set(asked.roles):
        return
    if asked.environment.get("DISPLAY") or asked.environment.get("WAYLAND_DISPLAY"):
        yield Finding("fine", say("doctor.screen.desktop"))
    elif any(GRAPHICS.glob("card*")):
        yield Finding("fine", say("doctor.screen.direct"))
    elif shutil.which("Xvfb") and asked.role not in ROLES:
        yield Finding("fine", say("doctor.screen.virtual"))
    else:
        yield Finding("lacks", say("doctor.screen.lacks"))


def fonts(asked: Asked) -> Iterator[Finding]:
    if not set(SCREENS) & set(asked.roles):
        return
    count = len(list(FONTS.rglob("*.ttf")))
    yield Finding("fine", say("doctor.fonts.fine")) if count else Finding("lacks", say("doctor.fonts.lacks", at=FONTS))


def voice(asked: Asked) -> Iterator[Finding]:
    if "announcer" not in asked.roles:
        return
    if loads("libRHVoice.so.5"):
        yield Finding("fine", say("doctor.voice.fine"))
    elif find_spec("soundfile"):
        yield Finding("fine", say("doctor.voice.clips"))
    elif shutil.which("espeak-ng") or loads("libespeak-ng.so.1"):
        yield Finding("worse", say("doctor.voice.worse"))
    else:
        yield Finding("worse", say("doctor.voice.none"))


def loads(library: str) -> bool:
    """Whether the system's loader can load a library, and all that it needs."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def sound(asked: Asked) -> Iterator[Finding]:
    if "announcer" not in asked.roles or asked.settings.sound != "player":
        return
    if any(Path("/dev/snd").glob("pcm*p")):
        yield Finding("fine", say("doctor.sound.fine"))
    else:
        yield Finding("worse", say("doctor.sound.worse"))


def broker(asked: Asked) -> Iterator[Finding]:
    if asked.role not in ROLES:
        return  # the demo starts its own
    place = addresses(asked.settings.broker_host, asked.settings.broker_port)[0]
    slots = {"host": place[0], "port": place[1]}
    try:
        socket.create_connection(place, timeout=3.0).close()
    except OSError as error:
        yield Finding("lacks", say("doctor.broker.lacks", why=error.strerror or error, **slots))
        return
    if code := _refused(place, asked.settings.identity):
        yield Finding("lacks", say(f"doctor.broker.{code}", code=code, **slots))
    else:
        yield Finding("fine", say("doctor.broker.fine", **slots))


def _refused(place: tuple[str, int], identity: str) -> str:
    """Where an identity cannot be read, the next question says so."""
    if not identity:
        return ""
    try:
        return refusal(place, Path(identity))
    except (OSError, ValueError):
        return ""


def printer(asked: Asked) -> Iterator[Finding]:
    setting = asked.settings.printer
    if asked.role not in PRINTING or not is_usb(setting):
        return
    if sockets := printers(setting):
        yield Finding("fine", say("doctor.printer.fine", sockets=", ".join(sockets)))
    else:
        yield Finding("worse", say("doctor.printer.worse", setting=setting))


def identity(asked: Asked) -> Iterator[Finding]:
    if asked.role not in ROLES or not asked.settings.identity:
        return  # a broker without TLS
    folder = Path(asked.settings.identity)
    try:
        context(folder)
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError: a key that is not the certificate's
        yield Finding("lacks", say("doctor.identity.lacks", folder=folder, why=error))
    else:
        yield Finding("fine", say("doctor.identity.fine", folder=folder))


def hall(asked: Asked) -> Iterator[Finding]:
    if asked.role not in ROLES:
        return  # the demo brings a hall of its own
    path = asked.settings.hall
    try:
        name = asked.settings.hall_file().hall.id
    except OSError as error:
        yield Finding("lacks", say("doctor.hall.away", file=path, why=error.strerror))
    except (ConfigError, UnicodeDecodeError):
        yield Finding("lacks", say("doctor.hall.lacks", file=path))
    else:
        yield Finding("fine", say("doctor.hall.fine", hall=name))


def disk(asked: Asked) -> Iterator[Finding]:
    folder = asked.settings.state_dir.absolute()
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if not there.is_dir():
        yield Finding("lacks", say("doctor.disk.file", file=there))
        return
    free = shutil.disk_usage(there).free
    megabytes = f"{free / 1e6:.0f}"
    if not os.access(there, os.W_OK):
        yield Finding("lacks", say("doctor.disk.closed", folder=folder))
    elif free < FREE_BYTES:
        yield Finding("lacks", say("doctor.disk.lacks", folder=folder, megabytes=megabytes))
    else:
        yield Finding("fine", say("doctor.disk.fine", folder=folder, megabytes=megabytes))


def journal(asked: Asked) -> Iterator[Finding]:
    file = asked.settings.state_dir / "journal.db"
    if asked.role not in ("queue-master", "standby") or not file.exists():
        return
    try:
        with closing(Journal.read_only(file, as_it_is_now=True)) as read:
            read.verify()
    except (JournalBroken, sqlite3.DatabaseError) as error:
        yield Finding("lacks", say("doctor.journal.lacks", why=error))
    else:
        yield Finding("fine", say("doctor.journal.fine"))


def told(asked: Asked) -> Iterator[Finding]:
    """What the queue-master on this machine is telling the staff at this moment."""
    if asked.role != "queue-master":
        return
    known = {each.code: each for each in gathered()}
    for code in kept(asked.settings.state_dir / TOLD, list[str]) or ():
        if code in known:
            words = (known[code].message, known[code].remedy)
            yield Finding("worse", " → ".join(each[language(asked.environment)] for each in words))


def clock(asked: Asked) -> Iterator[Finding]:  # noqa: ARG001
    # No clock is older than the program that reads it.
    if time.time() < Path(__file__).stat().st_mtime - 86400:
        yield Finding("worse", say("doctor.clock.past"))
    elif not is_synchronised():
        yield Finding("worse", say("doctor.clock.alone"))
    else:
        yield Finding("fine", say("doctor.clock.fine"))


def is_synchronised() -> bool:
    """Whether the kernel's clock follows another; https://manpages.debian.org/adjtimex.2. True where unknown."""
    try:
        state: int = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(256))  # struct timex, all zeros: a question
    except (OSError, AttributeError):
        return True
    return state != _TIME_ERROR


_TIME_ERROR = 5

QUESTIONS: tuple[Callable[[Asked], Iterator[Finding]], ...] = (
    python,
    libraries,
    packages,
    screen,
    fonts,
    voice,
    sound,
    broker,
    identity,
    printer,
    hall,
    disk,
    journal,
    told,
    clock,
)
