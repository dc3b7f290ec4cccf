"""The contract as an AsyncAPI 3 document. https://www.asyncapi.com/docs/reference/specification/v3.0.0."""

from __future__ import annotations

import re
from typing import Any

from broker.contracts.papers.schemas import components
from broker.contracts.topics import MAJOR, TABLE, Topic

# What an outside program does with a topic: it receives what the hall says and sends what the hall is asked.
_ASKED = ("command", "do", "desk-wish", "standby-ask")
_WHAT = {
    "hall": "The hall's id, from its hall file.",
    "client": "The name of the client that speaks; its MQTT client id.",
    "id": "The appliance's id.",
    "code": "The stable code of a problem.",
    "name": "The name of a content bundle.",
}


def document() -> dict[str, Any]:
    payloads, parts = components()
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Cherha: the bus of a hall",
            "version": f"{MAJOR}.0.0",
            "description": "Tickets, calls, boards and a voice. Made from the code by `python -m broker.contracts.papers`.",
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {
            "hall": {
                "host": "{host}:{port}",
                "protocol": "mqtt",
                "protocolVersion": "5.0",
                "description": "The hall's own broker; nothing outside the hall is needed.",
                "variables": {"host": {"default": "127.0.0.1"}, "port": {"default": "1883"}},
            }
        },
        "channels": {topic.name: _channel(topic) for topic in TABLE},
        "operations": {topic.name: _operation(topic) for topic in TABLE if topic.name != "reply"},
        "components": {
            "messages": {
                name: {"name": name, "contentType": "application/json", "payload": schema}
                for name, schema in payloads.items()
            },
            "schemas": parts,
        },
    }


def _channel(topic: Topic) -> dict[str, Any]:
    address = f"cherha/{MAJOR}/{{hall}}/" + re.sub(r"<(\w+)>", r"{\1}", topic.pattern)
    kept = "retained" if topic.retained else "never retained"
    return {
        "address": address,
        "description": f"Published by: {topic.publisher}. QoS {topic.qos}, {kept}.",
        "parameters": {name: {"description": _WHAT[name]} for name in re.findall(r"{(\w+)}", address)},
        "messages": {topic.payload: {"$ref": f"#/components/messages/{topic.payload}"}},
    }


def _operation(topic: Topic) -> dict[str, Any]:
    found: dict[str, Any] = {
        "action": "send" if topic.name in _ASKED else "receive",
        "channel": {"$ref": f"#/channels/{topic.name}"},
        "messages": [{"$ref": f"#/channels/{topic.name}/messages/{topic.payload}"}],
        "bindings": {"mqtt": {"qos": topic.qos, "retain": topic.retained, "bindingVersion": "0.2.0"}},
    }
    if topic.name == "command":
        found["reply"] = {
            "channel": {"$ref": "#/channels/reply"},
            "messages": [{"$ref": "#/channels/reply/messages/Reply"}],
        }
    return found
