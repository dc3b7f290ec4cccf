"""What a printer says of itself. Pure."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Paper = Literal["ok", "near-end", "out"]


class PrinterStatus(Struct, frozen=True):
    """Offline, the rest is what was known last.

    `jammed`: the paper, `cutter`: its knife; both mend when the paper is taken out and the power switched. `hot`: it
    rests by itself until the head is cool. `broken`: nothing that hands can do helps. `feeding`: somebody holds the
    feed button, which ends by itself.
    """

    paper: Paper = "ok"
    cover_open: bool = False
    online: bool = True
    jammed: bool = False
    cutter: bool = False
    hot: bool = False
    broken: bool = False
    feeding: bool = False

    @property
    def can_print(self) -> bool:
        """Whether a slip that is sent now can come out. The feed button is let go of within a moment."""
        stopped = self.cover_open or self.paper == "out" or self.jammed or self.cutter or self.hot or self.broken
        return not stopped and (self.online or self.feeding)
