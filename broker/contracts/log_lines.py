"""One line of an appliance's log as it leaves the machine. What may stand in it: `broker.bus.logs.shape`. Pure."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from broker.contracts.fields import Moment

Level = Literal["info", "warning", "error", "critical"]
SERIOUS = ("warning", "error", "critical")
LONGEST = 300  # characters of a line
MOST = 48 * 1024  # bytes of all lines of an answer, whose message has room for 64


class LogLine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`where`: a module of the program and its line. `problem`: the code of the problem that begins or ends here.

    `times`: so often in a row; `at` is the last of them.
    """

    at: Moment
    level: Level
    where: Annotated[str, Meta(max_length=120, pattern=r"^[A-Za-z0-9_.]+(:[0-9]+)?$")]
    text: Annotated[str, Meta(max_length=LONGEST)]
    problem: Annotated[str, Meta(max_length=80, pattern=r"^[a-z0-9-]*$")] = ""
    times: int = 1
