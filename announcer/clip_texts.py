"""What a set of clips must be able to say: read from the phrase files, so that no list of it can become stale. Pure.

Clips are cut where a speaker pauses anyway: a clause with its letter («Талон бе,»), the number whole («сто сім.»), a
clause with its window («Пройдіть до вікна номер п'ять.»). A phrase without slots is one clip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from announcer.phrasing import LETTERS, MOST, cardinal, letter, plain
from announcer.voices.tiling import ENDINGS
from broker.contracts.phrases import Phrases

WINDOWS = 99  # said in one breath with their clause; a number above is joined to it

_UNSPOKEN = ("letter.", "number.", "problem.")
_CLAUSE = re.compile(rf"[^{ENDINGS}]+[{ENDINGS}]*\s*")
_SLOT = re.compile(r"\{(\w+)\}")
_NUMBERS = {"number": 0, "window": 1}  # slots that hold a number -> the least
_SLOTS = {"letter", *_NUMBERS}
_OWN = "place"  # the slot of a hall's own names


def clip_texts(phrases: Phrases, language: str, *, short: bool = False, own: Sequence[str] = ()) -> tuple[str, ...]:
    """Every text that has a clip of its own, in a steady order. Phrases with a hall's own words are left out.

    `short`: numbers are joined from hundreds and the rest, which takes a tenth of the clips and sounds a little worse.
    `own`: what this hall calls its windows and zones.
    """
    found: dict[str, None] = {}
    for key in sorted(phrases.keys(language)):
        if not key.startswith(_UNSPOKEN):
            found |= dict.fromkeys(_of(phrases, language, phrases.template(language, key), own))
    texts = _once([plain(text) for text in found])
    return tuple(_joined(phrases, language, texts) if short else texts)


def _once(texts: Sequence[str]) -> dict[str, None]:
    """Each once: a capital cannot be heard. Of two that only differ there, the one without."""
    without: dict[str, str] = {}
    for text in texts:
        without[text.casefold()] = max(text, without.get(text.casefold(), text))
    return dict.fromkeys(without.values())


def _of(phrases: Phrases, language: str, template: str, own: Sequence[str]) -> Iterator[str]:
    slots = set(_SLOT.findall(template))
    if not slots:
        yield template
    elif slots <= _SLOTS or (own and slots <= {*_SLOTS, _OWN}):
        for clause in _CLAUSE.findall(template):
            if f"{{{_OWN}}}" in clause:
                yield from (clause.strip().format(**{_OWN: each}) for each in own)
            else:
                yield from _clause(phrases, language, clause.strip())


def _joined(phrases: Phrases, language: str, texts: dict[str, None]) -> Iterator[str]:
    """The texts without the numbers that others make up, and with what begins those."""
    joint = phrases.say(language, "number.hundreds-joint").rstrip()
    yield from (plain(phrases.say(language, f"number.{hundred}") + joint) for hundred in range(100, MOST, 100))
    long = {f"{plain(cardinal(phrases, language, number))}." for number in range(101, MOST + 1) if number % 100}
    yield from (text for text in texts if text not in long)


def _clause(phrases: Phrases, language: str, clause: str) -> Iterator[str]:
    before, *rest = _SLOT.split(clause)
    if not rest:
        yield before
        return
    before = before.strip()
    if rest[0] == "letter" and len(rest) == 2:  # noqa: PLR2004 - a slot and what follows it
        for one in LETTERS:
            yield f"{before} {letter(phrases, language, one)}{rest[1]}".strip()
            yield letter(phrases, language, one) + rest[1]  # the second letter of a number that has two
        return
    if rest[0] == "window" and len(rest) == 2:  # noqa: PLR2004
        for window in range(1, WINDOWS + 1):
            yield f"{before} {cardinal(phrases, language, window)}{rest[1]}"
    if before:
        yield before
    for slot, after in zip(rest[::2], rest[1::2], strict=True):
        stop = re.match(rf"[{ENDINGS}]*", after)
        ending = stop.group() if stop else ""
        if slot == "letter":
            yield from (letter(phrases, language, one) + ending for one in LETTERS)
        else:
            # One clip a number: with a comma after it, it is said by the same.
            yield from (f"{cardinal(phrases, language, n)}." for n in range(_NUMBERS[slot], MOST + 1))
        if words := after[len(ending) :].strip():
            yield words
