"""Whose fault it is, by type.

HallError
 ├─ Refused        a person asked for what the rules do not allow; the text is shown to them
 ├─ ContractError  bytes that we cannot read; counted, answered `invalid` where possible
 ├─ ConfigError    mistakes in a file that a technician wrote; all of them at once
 └─ HardwareError  a thing with a plug; says what to do with one's hands
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from broker.contracts.mistakes import words
from broker.contracts.mistakes.words import PLAIN
from broker.contracts.mistakes.wrong import Said, Told


class HallError(Exception):
    """The family. Never raised itself."""


class Refused(HallError):
    """A rule said no. `reason` is a stable code from `contracts.reasons`; `details` fill its phrase.

    `slots` (of `replies.SlotView`): what may be booked instead.
    """

    def __init__(self, reason: str, slots: tuple[Any, ...] = (), **details: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details
        self.slots = slots


class ContractError(HallError):
    """A message that cannot be read. `field` is a JSON path ("$.window") or None for broken bytes."""

    def __init__(self, why: str, field: str | None = None, command_id: str | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.field = field
        self.command_id = command_id


class ConfigError(HallError):
    """Every mistake of a configuration file, each as `file:line: what, and what to do`.

    `told`: as they were found; `mistakes`: in English, for logs; `said`: in the language of who reads them.
    """

    def __init__(self, told: Sequence[Told | Said]) -> None:
        self.told = list(told)
        self.mistakes = self.said(PLAIN)
        super().__init__("\n".join(self.mistakes))

    def said(self, language: str) -> list[str]:
        return [words.told(each, language) for each in self.told]

    def first(self, most: int, language: str) -> str:
        """As many as a problem on a small screen tells; the log has all of them."""
        more = len(self.told) - most
        return "\n".join([*self.said(language)[:most], *([f"… +{more}"] if more > 0 else [])])


class HardwareError(HallError):
    """A device does not do its work. `code` is a stable problem code."""

    code = "hardware"
