"""The interface that the staff's pages use, as OpenAPI: made from the values that the handlers read. Pure.

It is for whoever tests or replaces a page. Other programs speak to the queue-master itself (docs/contract).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, get_args

import msgspec
from msgspec import Struct

from broker.contracts.commands import AnyCommand
from broker.contracts.enrolling import DeskWish
from broker.contracts.fields import Id
from office.api_by_role import ASKED, FILE, NAMES, REPORT, Asked
from office.doors.who_may import who_may
from office.doors.wishes import Back, First, Move, Nothing, Wish
from office.help_calls import PRESSES as HELP_PRESSES
from office.orders import PRESSES, Seen
from office.reception.orders import PRESSES as AT_THE_RECEPTION

_COMMANDS = {kind.__struct_config__.tag: kind for kind in get_args(AnyCommand)}
_ULID = {"type": "string", "pattern": "^[0-9A-Za-z_-]{1,64}$"}
_MESSAGE = {"type": "string"}


class HelpPress(Struct, frozen=True, forbid_unknown_fields=True):
    """A press of a button of the alarm: the page makes its id."""

    id: Id


def document() -> dict[str, Any]:
    """The whole description."""
    kinds = [Wish, Back, Move, First, Nothing, HelpPress, Seen, DeskWish]
    kinds += dict.fromkeys(each.kind for each in ASKED if each.kind is not Nothing)
    _, schemas = msgspec.json.schema_components(kinds, ref_template="#/components/schemas/{name}")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Cherha, the staff's pages",
            "version": "1",
            "description": "What the pages of the office ask of it. Every POST carries the header x-cherha, and a body "
            "of JSON of at most 4096 bytes (lists of people and files: more); it comes from the same origin. Who has signed in is known by a cookie.",
        },
        "security": [{"signed": []}],
        "paths": {
            "/sign-in": {"post": _post("Sign in, by PIN or by card", _ref("Wish"), (200, 400, 403, 429), public=True)},
            "/sign-in/first": {
                "post": _post("The first person of a hall", _ref("First"), (200, 400, 403), public=True)
            },
            "/sign-in/state": {"get": _get("Whether this browser's session is in, locked or out", public=True)},
            "/sign-in/alive": {"post": _post("A hand is on the page", _ref("Nothing"), (200, 400, 401), public=True)},
            "/sign-in/lock": {"post": _post("Lock the page", _ref("Nothing"), (200, 400), public=True)},
            "/sign-in/unlock": {
                "post": _post("Whoever locked it is back", _ref("Back"), (200, 400, 401, 403, 429), public=True)
            },
            "/sign-in/move": {"post": _post("To another window", _ref("Move"), (200, 400, 401, 403, 423), public=True)},
            "/sign-in/out": {"post": _post("Sign out", _ref("Nothing"), (200, 400), public=True)},
            "/window/{window}/command": {
                "post": _post("One press at a window's console", _press(PRESSES, kept=True), (200, 400, 404, 409, 504))
                | {"parameters": [_window()]}
            },
            "/help/{call}/{press}": {
                "post": _post(
                    "Somebody goes to whoever called, or has helped", _ref("HelpPress"), (200, 400, 404, 409, 504)
                )
                | {"parameters": [_part("call", {"type": "string"}), _part("press", {"enum": sorted(HELP_PRESSES)})]}
            },
            "/reception/command": {
                "post": _post(
                    "One press at the reception", _press(AT_THE_RECEPTION), (200, 400, 409, 504), roles="/reception"
                )
            },
            "/admin/upload/{name}": {"post": _upload()},
            "/technician/enrolment": {
                "post": _post(
                    "A technician's answer to a box that asks to come in, or about one that is in",
                    _without_at(schemas["DeskWish"]),
                    (200, 400, 409, 504),
                    roles="/technician",
                )
            },
            **{each.path: {"post": _by_role(each)} for each in ASKED},
        },
        "components": {
            "schemas": {**schemas, "Answer": _answer()},
            "securitySchemes": {"signed": {"type": "apiKey", "in": "cookie", "name": "signed"}},
        },
    }


def _by_role(asked: Asked) -> dict[str, Any]:
    described = _post(asked.what, _ref(asked.kind.__name__), asked.answers, roles=asked.path)
    parts: dict[str, dict[str, Any]] = {FILE: {"enum": NAMES}, REPORT: {"type": "string", "minLength": 1}}
    found = [_part(name, schema) for name, schema in parts.items() if f"{{{name}}}" in asked.path]
    return described | ({"parameters": found} if found else {})


def _upload() -> dict[str, Any]:
    """A file as it is, to lie beside the texts of a draft; a zip is a whole bundle."""
    described = _post("A file comes in for a draft", {}, (200, 404, 409), roles="/admin")
    described["requestBody"]["content"] = {
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
    }
    asked = {"name": "file", "in": "query", "required": True, "schema": {"type": "string"}}
    return described | {"parameters": [_part(FILE, {"enum": NAMES}), asked]}


def _without_at(schema: dict[str, Any]) -> dict[str, Any]:
    """The office says itself when it was."""
    fields = {name: field for name, field in schema["properties"].items() if name != "at"}
    return {**schema, "properties": fields, "required": [name for name in schema["required"] if name != "at"]}


def _press(presses: Mapping[str, Collection[str]], *, kept: bool = False) -> dict[str, Any]:
    """One of the presses of a page: the fields of its command that the page fills in. `kept`: it may say what it saw."""
    _, known = msgspec.json.schema_components(list(_COMMANDS.values()), ref_template="{name}")
    also = {"seen": _ref("Seen")} if kept else {}
    return {
        "oneOf": [
            _one_press(kind, fields, known[_COMMANDS[kind].__name__], also) for kind, fields in sorted(presses.items())
        ]
    }


def _one_press(kind: str, filled: Collection[str], command: dict[str, Any], also: dict[str, Any]) -> dict[str, Any]:
    fields = {name: command["properties"][name] for name in sorted(filled)}
    required = [name for name in command.get("required", ()) if name in fields]
    return {
        "type": "object",
        "properties": {"type": {"const": kind}, "id": _ULID, **also, **fields},
        "required": ["type", "id", *required],
        "additionalProperties": False,
    }


def _answer() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "status": {"type": "string"},
            "message": _MESSAGE,
            "seq": {"type": ["integer", "null"]},
            "number": {"type": ["string", "null"]},
            "reason": {"type": ["string", "null"]},
            "next": {"type": "string", "description": "an address within the office"},
            "state": {"enum": ["in", "locked", "signed-out"]},
            "mistakes": {
                "type": "array",
                "description": "all that is wrong with what was sent",
                "items": {
                    "type": ["object", "string"],
                    "properties": {"field": {"type": "string"}, "line": {"type": "integer"}, "what": _MESSAGE},
                },
            },
            "address": {"type": "string", "description": "of what was saved, within the office"},
            "wait": {"type": "integer", "description": "seconds until the next try is looked at"},
        },
    }


def _post(
    what: str, body: dict[str, Any], statuses: tuple[int, ...], *, public: bool = False, roles: str = ""
) -> dict[str, Any]:
    """`roles`: the address whose roles are told."""
    # What the guard and the door say before a handler is asked.
    every = {*statuses, 403, 411, 413, 415, 421} | (set() if public else {401, 423})
    described: dict[str, Any] = {
        "summary": what,
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {str(status): _response(status) for status in sorted(every)},
    }
    if roles:
        described["description"] = f"For: {', '.join(sorted(who_may(roles) or ()))}."
    return described | ({"security": []} if public else {})


def _get(what: str, *, public: bool) -> dict[str, Any]:
    described: dict[str, Any] = {"summary": what, "responses": {str(each): _response(each) for each in (200, 421)}}
    return described | ({"security": []} if public else {})


def _response(status: int) -> dict[str, Any]:
    if status in (411, 413, 415, 421):
        return {"description": "not read", "content": {"text/plain": {"schema": _MESSAGE}}}
    content: dict[str, Any] = {"application/json": {"schema": _ref("Answer")}}
    if status in (403, 404):
        content["text/plain"] = {"schema": _MESSAGE}
        content["text/html"] = {"schema": _MESSAGE}
    return {"description": _MEANING.get(status, ""), "content": content}


_MEANING = {
    200: "done",
    400: "it cannot be read",
    401: "nobody is in",
    403: "not yours, or not recognised",
    404: "there is no such thing",
    409: "a rule said no",
    423: "the session is locked",
    429: "too soon after wrong tries",
    504: "the queue-master did not answer",
}


def _window() -> dict[str, Any]:
    return _part("window", {"type": "integer", "minimum": 1, "maximum": 999})


def _part(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}
