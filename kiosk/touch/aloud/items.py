"""From a frame to what there is to hear on it: an ordered list of texts and buttons. Pure.

Any frame and any face will do: a face is a record of strings, buttons and nested values, and whatever stands in it
is heard in the order of its fields. Only what is drawn instead of read is not (`DRAWN`, and a `Literal`). A face that
should be heard in another order than it is written names what comes first, and what is heard as one sentence:

    heard: ClassVar[Order] = ("title", ("number", "mark"))

What is for the eye alone, because another field says it to the ear, is named too:

    unheard: ClassVar[tuple[str, ...]] = ("typed",)

A test holds that nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal, get_origin, get_type_hints

from msgspec import Struct

from kiosk.touch.faces import ButtonFace
from kiosk.touch.presses import Speak

Order = tuple[str | tuple[str, ...], ...]
Part = Literal["face", "hall", "bar", "question"]

DRAWN = frozenset({"icon", "picture", "qr"})  # fields with the name of a picture, or what a code says to a telephone


class Item(Struct, frozen=True):
    """One thing to hear: a text, or a button with its words. `part`: of which part of the screen.

    `language`: of the button that is for those who do not understand the one the screen speaks.
    """

    words: str
    button: ButtonFace | None = None
    part: Part = "face"
    language: str | None = None


def items(frame: Any) -> tuple[Item, ...]:
    """Everything there is to hear on a frame, in order. A question before the screen covers all the rest."""
    if frame.question is not None:
        return tuple(_walk(frame.question, "question"))
    return (*_walk(frame.face, "face"), *_walk(frame.hall, "hall"), *_walk(frame.reading, "bar"))


def first_button(heard: tuple[Item, ...]) -> int | None:
    """Where the first button stands."""
    return next((place for place, item in enumerate(heard) if item.button), None)


def _walk(value: Any, part: Part) -> Iterator[Item]:
    if isinstance(value, ButtonFace):
        language = value.press.language if isinstance(value.press, Speak) else None
        yield Item(_joined((value.spoken or value.label, value.note), ". "), value, part, language)
    elif isinstance(value, str):
        if words := " ".join(value.split()):
            yield Item(words, part=part)
    elif isinstance(value, tuple):
        for each in value:
            yield from _walk(_row(each), part)
    elif isinstance(value, Struct):
        for place in _order(type(value)):
            if isinstance(place, str):
                yield from _walk(getattr(value, place), part)
            else:
                yield from _walk(_joined((getattr(value, name) for name in place), ", "), part)


def _row(value: Any) -> Any:
    """A row of a list («Перед вами», «7») is one sentence, if it has nothing but words."""
    if isinstance(value, Struct) and not isinstance(value, ButtonFace):
        held = [getattr(value, name) for name in _names(_order(type(value)))]
        if all(isinstance(each, str) for each in held):
            return _joined(held, ": ")
    return value


def _joined(words: Iterable[str], joint: str) -> str:
    return joint.join(each for each in (" ".join(word.split()) for word in words) if each)


def _names(order: Order) -> list[str]:
    return [name for place in order for name in ((place,) if isinstance(place, str) else place)]


def _order(kind: type[Any]) -> Order:
    """The fields of a class that may hold something to hear, in the order in which it is heard."""
    if kind not in _ORDERS:
        first: Order = getattr(kind, "heard", ())
        hints = get_type_hints(kind)
        skipped = {*DRAWN, *getattr(kind, "unheard", ()), *_names(first)}
        rest = [n for n in kind.__struct_fields__ if n not in skipped and get_origin(hints[n]) is not Literal]
        _ORDERS[kind] = (*first, *rest)
    return _ORDERS[kind]


_ORDERS: dict[type[Any], Order] = {}
