"""Which ports the demo serves on."""

from __future__ import annotations

import asyncio
import socket

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether `port` could be listened on at this machine's loopback now; what was closed a moment ago counts as free."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def any_free() -> int:
    """A port that nobody listens on now. Somebody may take it before it is used: be ready to ask again."""
    with socket.socket() as trial:
        trial.bind((LOOPBACK, 0))
        port: int = trial.getsockname()[1]
    return port


def choose(asked: str | None, usual: int) -> int:
    """The port to serve on: the one asked for, a free one for "0", else the usual one or, where it is taken, a free one.

    ValueError when the one asked for is no port.
    """
    if asked is None or asked == "":
        return usual if is_free(usual) else any_free()
    return int(asked) or any_free()


async def answers(port: int) -> bool:
    """Whether somebody accepts connections on loopback's `port`."""
    try:
        _, writer = await asyncio.open_connection(LOOPBACK, port)
    except OSError:
        return False
    writer.close()
    return True
