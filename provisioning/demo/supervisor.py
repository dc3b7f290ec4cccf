"""Keeps processes alive, as systemd does on the hall's machines, and tells which process is which role."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, STDOUT

from provisioning.demo.back_off import pause
from provisioning.demo.pids import Pids
from provisioning.demo.role import Role
from provisioning.demo.words import say

HOPELESS = 4  # deaths in a row while starting, after which nobody should wait for a role
LOOK_AGAIN = 0.05  # seconds between two questions to a broker that does not answer yet


class Supervisor:
    """Starts roles, starts again what died, stops all. Its files are below `state_dir`: pids.json and logs/."""

    def __init__(
        self,
        state_dir: Path,
        tell: Callable[[str], None],
        on_start: Callable[[str], None],
        on_hopeless: Callable[[str], None],
    ) -> None:
        """`tell` gets a line for a person; `on_start` the name of each role whose process was started.

        `on_hopeless` gets the name of a role that ended because it is wrongly set up (exit code 78, as systemd's units
        have it), which is not started again, or that died `HOPELESS` times while it was starting, which is.
        """
        self.pids = Pids(state_dir / "pids.json")
        self.logs = state_dir / "logs"
        self.logs.mkdir(parents=True, exist_ok=True)
        self.hopeless: set[str] = set()
        self._tell = tell
        self._on_start = on_start
        self._on_hopeless = on_hopeless
        self._keepers: dict[str, asyncio.Task[None]] = {}
        self._processes: dict[str, asyncio.subprocess.Process] = {}
        self._serves: dict[str, asyncio.Event] = {}

    def keep(self, role: Role) -> None:
        """Start a role and keep it running until `stop`."""
        self._serves[role.name] = asyncio.Event()
        self._keepers[role.name] = asyncio.create_task(self._keep(role), name=f"keep {role.name}")

    def serves(self, name: str) -> None:
        """This role was heard to be ready: if it dies now, it is started again without delay."""
        self._serves[name].set()
        self.hopeless.discard(name)

    def log_of(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    async def wait_for(self, name: str) -> None:
        """Until the role serves."""
        await self._serves[name].wait()

    async def stop(self, names: list[str], patience: float = 6.0) -> None:
        """Ask the named roles to end, all at once; after `patience` seconds make them."""
        keepers = [self._keepers.pop(name) for name in names if name in self._keepers]
        for keeper in keepers:
            keeper.cancel()
        await asyncio.gather(*keepers, return_exceptions=True)
        ending = {name: self._processes.pop(name) for name in names if name in self._processes}
        for process in ending.values():
            _signal(process.pid, signal.SIGTERM)
        waits = [asyncio.create_task(process.wait()) for process in ending.values()]
        if waits:
            await asyncio.wait(waits, timeout=patience)
        for name, process in ending.items():
            _end_group(process.pid)
            await process.wait()
            self.pids.ended(name)

    @property
    def kept(self) -> list[str]:
        return list(self._keepers)

    async def _keep(self, role: Role) -> None:
        serves = self._serves[role.name]
        failures = 0
        while True:
            serves.clear()
            try:
                code = await self._once(role)
            except OSError as error:  # the program is not there, or its screen did not come up
                self._tell(say("role.not-started", role=role.name, why=error))
                code = None
            if code == os.EX_CONFIG:
                # It cannot run as it is set up, and will not be able to a second later.
                self.pids.ended(role.name)
                self._hopeless(role.name)
                return
            failures = 0 if serves.is_set() else failures + 1
            if failures == HOPELESS:
                self._hopeless(role.name)
            wait = pause(failures)
            if wait:
                # While it is on its way back at once the old pid stands; who must wait has none.
                self.pids.ended(role.name)
            if code is not None:
                how = signal.Signals(-code).name if code < 0 else code
                self._tell(say("role.killed" if code < 0 else "role.ended", role=role.name, how=how))
            await asyncio.sleep(wait)

    def _hopeless(self, name: str) -> None:
        self.hopeless.add(name)
        self._on_hopeless(name)

    async def _once(self, role: Role) -> int:
        """Start it, wait for its end, return its exit code (negative: the signal that killed it)."""
        environment = {**role.environment, **(await role.screen() if role.screen else {})}
        self._on_start(role.name)
        with self.log_of(role.name).open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *role.arguments,
                env=environment,
                stdin=DEVNULL,
                stdout=log,
                stderr=STDOUT,
                start_new_session=True,  # Ctrl-C in the terminal is the demo's alone; it then stops all in order
            )
        self._processes[role.name] = process
        self.pids.started(role.name, process.pid)
        asking = asyncio.create_task(self._ask(role)) if role.answers else None
        try:
            return await process.wait()
        finally:
            if asking:
                asking.cancel()
            if process.returncode is not None:
                _end_group(process.pid)  # what it had started itself, a voice for example, goes with it

    async def _ask(self, role: Role) -> None:
        assert role.answers
        while not await role.answers():  # noqa: ASYNC110 - a port has no event to wait for
            await asyncio.sleep(LOOK_AGAIN)
        self._serves[role.name].set()


def _signal(pid: int, what: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, what)


def _end_group(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
