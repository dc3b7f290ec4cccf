"""The guardian's leash: as long as this process holds it, the guardian waits."""

from __future__ import annotations

import os
import subprocess
import sys
from types import TracebackType
from typing import Self

from broker.bus.clock import new_id
from provisioning.demo import guardian


class Guarding:
    """Starts a guardian; on leaving, stops whatever is left and lets the guardian go.

    `mark` goes into the environment of everything that is to be guarded.
    """

    def __init__(self) -> None:
        mark = new_id()
        self.mark = {guardian.MARK: mark}
        self._guardian = subprocess.Popen(
            # -I: nothing of this folder or of the user's settings can keep it from starting.
            [sys.executable, "-I", guardian.__file__, mark],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            env={name: value for name, value in os.environ.items() if name != guardian.MARK},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        guardian.sweep(self.mark[guardian.MARK])
        assert self._guardian.stdin
        self._guardian.stdin.close()
        self._guardian.wait()
