"""A box asks whether it is to take a new version, fetches it, and has it written into the root that does not run."""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from broker.contracts.errors import Refused
from provisioning.enrolment.desk import Answer
from provisioning.enrolment.door import Door, NoDesk, door_of
from provisioning.updating.bundles import Bundle
from provisioning.updating.fetching import fetch
from provisioning.updating.plan import LAST

log = logging.getLogger(__name__)

LIBEXEC = Path("/opt/cherha/libexec")
MARKS = Path("/boot/firmware/grub/grubenv")
TRIED, FETCHED = "TRIED=", "fetched-update.raucb"
PAUSE = 60.0  # seconds between two questions before the restart


@dataclass(frozen=True, slots=True)
class Box:
    """`state`: what enrolment has written. `folder`: where the bundle lies for as long as it is needed."""

    state: Path
    folder: Path

    @property
    def identity(self) -> Path | None:
        """Whose certificate is shown: a box with several roles is asked for once, and the queue-master's is the last."""
        held = sorted(each.parent for each in (self.state / "identities").glob("*/certificate.pem"))
        return next((each for each in held if each.name in LAST), held[0] if held else None)

    def door(self, port: int) -> Door | None:
        """The desk, which is on the broker's machine. None: this box has no role yet."""
        identity = self.identity
        if identity is None:
            return None
        return door_of(self.state, identity.name, port)

    def take(self, door: Door, bundle: Bundle, root: Root) -> None:
        """Fetch the bundle and install it. NoDesk: it could not be had now; the next question tries again."""
        file = self.folder / FETCHED
        try:
            fetch(door, bundle, file)
            root.install(file)
        finally:
            file.unlink(missing_ok=True)


class Root(Protocol):
    """What is done to the machine itself."""

    def install(self, bundle: Path) -> None:
        """Into the root that does not run. No start takes it yet. CalledProcessError: not signed for us."""

    def keep(self) -> None:
        """What was installed is not tried after all."""

    def try_other(self, version: str) -> None:
        """The next start takes what was installed; from now on a question with another version means that it came back.
        The plug finds both or neither.
        """

    def tried(self) -> str:
        """The version that a start was last told to take; "" if none ever was."""

    def restart(self) -> None: ...


class OwnRoot:
    """Of the machine that we run on."""

    def install(self, bundle: Path) -> None:
        subprocess.run([LIBEXEC / "install-update", bundle], check=True)

    def keep(self) -> None:
        subprocess.run([LIBEXEC / "keep-this-root"], check=True)

    def try_other(self, version: str) -> None:
        subprocess.run([LIBEXEC / "try-other", version], check=True)

    def tried(self) -> str:
        """Marks that cannot be read begin anew, too: then it is tried once more."""
        told = subprocess.run(["grub-editenv", MARKS, "list"], capture_output=True, text=True, check=False).stdout
        return next((each.removeprefix(TRIED) for each in told.splitlines() if each.startswith(TRIED)), "")

    def restart(self) -> None:
        subprocess.run(["systemctl", "reboot"], check=True)


def ask(box: Box, port: int, runs: str, root: Root, wait: Callable[[float], bool], *, kind: str = "") -> Answer | None:
    """One question, and what follows from it. None: nobody to ask. NoDesk when the desk is away. `kind`: of this machine.
    Refused when the desk gives what is for another.

    Between the question and the installed bundle lie minutes, and the hall may have opened: before the restart the
    question is asked again, until it is answered. `wait` sleeps, and returns True when we are to stop. Until then the
    plug finds the root that runs: the new one may not begin among visitors, and is fetched anew.
    """
    door = box.door(port)
    if door is None:
        return None
    tried = root.tried()
    answer = door.update(runs, tried, kind)
    if answer.state != "take" or answer.update is None:
        return answer
    if kind and answer.update.kind not in ("", kind):
        raise Refused("wrong-kind", kind=answer.update.kind, own=kind)
    log.info("version %s is taken", answer.update.version)
    box.take(door, answer.update, root)
    while (again := _again(door, runs, tried, kind)) != "take":
        if again == "nothing" or wait(PAUSE):
            root.keep()
            return Answer(state="nothing", update=answer.update)
    root.try_other(answer.update.version)
    root.restart()
    return answer


def _again(door: Door, runs: str, tried: str, kind: str) -> str:
    try:
        return door.update(runs, tried, kind).state
    except NoDesk:
        return "wait"
