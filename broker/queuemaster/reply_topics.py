"""Whom the queue-master answers, and where. Pure."""

from __future__ import annotations

import re

# Wider than an appliance's id: other people's programs name their clients as they like.
CLIENT = re.compile(r"[A-Za-z0-9_.@:-]{1,64}")
_BELOW = re.compile(r"[^+#\x00-\x1f\x7f-\x9f\ufffd]{1,200}")  # what MQTT lets be published to, and not a letter more


def reply_topic(own: str, asked: str) -> str:
    """Where an answer goes: `asked` if it is the asker's `own` or a topic below it, else `own`.

    Nobody may make us speak in another's name, or publish to what is no topic.
    """
    return asked if asked == own or (asked.startswith(f"{own}/") and _BELOW.fullmatch(asked[len(own) :])) else own
