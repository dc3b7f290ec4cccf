"""How the pages of files answer a press: a word of what came of it, in the language of the page."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from broker.contracts.errors import ConfigError
from office.admin.trial import Stopped
from office.live import Live
from office.words import Words

log = logging.getLogger(__name__)

T = TypeVar("T")
_at_work: set[asyncio.Task[Any]] = set()


class Nothing(Struct, frozen=True, forbid_unknown_fields=True):
    """The body of a press that says nothing but itself."""


async def read(request: Request, kind: type[T]) -> T | None:
    """The body of a press, or None: it is none."""
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def answer(status: str, message: str, code: int) -> Response:
    return JSONResponse({"status": status, "message": message}, code)


def beside(deed: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    """Do it whether or not anybody waits for it."""
    task = asyncio.create_task(deed)
    _at_work.add(task)
    task.add_done_callback(_at_work.discard)
    return task


def why(stopped: Exception, words: Words) -> str:
    """Why it was not done, in words."""
    match stopped:
        case Stopped():
            return stopped.words or words(f"stopped.{stopped.code}")
        case ConfigError():
            return "\n".join(stopped.said(words.language))
        case _:
            return words("stopped.disk")


async def done(live: Live, words: Words, key: str, deed: Coroutine[Any, Any, None]) -> Response:
    """Do it, and answer `key`. Whoever goes away in the middle must not leave the hall between two files."""
    try:
        await asyncio.shield(beside(deed))
    except (Stopped, ConfigError) as stopped:
        return answer("refused", why(stopped, words), 409)
    except OSError as error:
        log.exception("a file cannot be written")
        return answer("refused", why(error, words), 409)
    finally:
        live.tell()
    return answer("done", words(key), 200)
