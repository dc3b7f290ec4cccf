"""A wish of a form: who wishes, what, and how a page is answered. For the staff's page and for one's own PIN."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from office.doors.door import signed_in
from office.doors.doorkeeper import Signed
from office.staff.checking import Mistake
from office.words import Words

Wish = TypeVar("Wish")


class Wished(NamedTuple, Generic[Wish]):
    signed: Signed
    wish: Wish
    body: bytes


async def wished(request: Request, kind: type[Wish], words: Words) -> Wished[Wish] | Response:
    """What somebody who is in wishes, or the answer to who sent something else."""
    signed, body = signed_in(request), await request.body()
    try:
        wish = msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return answer("invalid", words("stopped.unreadable"), 400)
    if signed is None:  # the door has asked already
        return answer("signed-out", "", 401)
    return Wished(signed, wish, body)


def mistaken(found: Iterable[Mistake], words: Words) -> Response:
    """All of them at once, each with its field or its line."""
    told = [{"field": each.field, "line": each.line, "what": words(each.key, **each.slots)} for each in found]
    return JSONResponse({"status": "mistakes", "mistakes": told}, 409)


def answer(status: str, message: str, code: int) -> Response:
    return JSONResponse({"status": status, "message": message}, code)
