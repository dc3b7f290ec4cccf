"""The page of one appliance's settings: what can be set, what is set now, and how far the last wish has come. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from broker.contracts.enrolling import Asking, AtBox, DeskSaid, LetIn
from broker.contracts.hall_file import HallFile
from broker.contracts.mistakes.words import said as mistake
from broker.contracts.mistakes.wrong import Said
from broker.contracts.phrases import Phrases
from broker.settable.checking import own
from broker.settable.kinds import NEEDED, OF_ROLE, shape_of
from broker.settable.shapes import Choice, Number, Shape, Window
from office.technician.face import Trouble
from office.words import Words

PHRASES = Phrases.load(Path(__file__).parent / "phrases")
UNFIT, PASSED = "settings-unfit", "settings-passed-over"

# In which part of the form each one stands.
PARTS: Mapping[str, tuple[str, ...]] = {
    "where": ("place", "window"),
    "printing": ("printer", "paper", "roll", "paper_low", "printer_counts"),
    "shown": ("layout", "theme", "arrow", "survey", "playlist", "volume", "duck", "sign", "display"),
    "screen": ("diagonal", "panel", "screen_bottom", "dark_after", "screen_power", "presence", "window_size"),
    "sound": ("sound", "voice", "headset", "headset_dba"),
    "hands": ("pins", "strike_guard"),
}


class Option(Struct, frozen=True):
    value: str
    label: str


class Row(Struct, frozen=True):
    """One setting. `kind`: choice, number or text. `own`: what holds where nothing is set. `told`: what it is now."""

    name: str
    kind: str
    label: str
    hint: str
    value: str
    own: str = ""
    unit: str = ""
    least: str = ""
    most: str = ""
    options: tuple[Option, ...] = ()
    examples: tuple[str, ...] = ()
    needed: bool = False


class Part(Struct, frozen=True):
    title: str
    rows: tuple[Row, ...]


class Standing(Struct, frozen=True):
    """How far it has come: a line for each thing to be said, whether it is bad, and what to do."""

    lines: tuple[str, ...]
    bad: str = ""
    remedy: str = ""


def member(asking: Asking | None, name: str) -> LetIn | None:
    """Who is in under that name, if its box can be set from here."""
    members = asking.members if asking else ()
    return next((each for each in members if each.name == name and each.at_box is not None), None)


def parts(of: LetIn, hall: HallFile, words: Words) -> tuple[Part, ...]:
    """The form."""
    has = (of.at_box or AtBox()).has
    known = OF_ROLE.get(of.role, ())
    found = (
        Part(words(f"part.{part}"), tuple(_row(of.role, name, has.get(name, ""), hall, words) for name in names))
        for part, kinds in PARTS.items()
        if (names := [name for name in kinds if name in known])
    )
    return tuple(found)


def standing(of: LetIn, words: Words) -> Standing:
    """How far the last wish has come."""
    box = of.at_box or AtBox()
    lines = []
    if not box.takes:
        lines.append(words("standing.silent"))
    if box.waits and box.since:
        lines.append(words("standing.waits", names=labels(box.waits, words), at=words.clock(box.since)))
        if box.on_trial:
            lines.append(words("standing.on-trial"))
        if box.at_once or not box.on_trial:
            lines.append(words("standing.at-once" if box.at_once else "standing.when-shut"))
    elif box.taken and not (box.unfit or box.passed):
        lines.append(words("standing.stands" if box.stands else "standing.taken", at=words.clock(box.taken)))
    code, said = _bad(box, words)
    return Standing(tuple(lines), said, words(f"remedy.{code}") if code else "")


def trouble(box: AtBox, now: datetime, words: Words) -> Trouble | None:
    """What is bad there, for its card."""
    code, said = _bad(box, words)
    return Trouble(code, said, words(f"remedy.{code}"), box.taken or now) if code else None


def _bad(box: AtBox, words: Words) -> tuple[str, str]:
    """What its box did not take, as a code and in one line; both "" while there is nothing."""
    if box.unfit:
        return UNFIT, words("standing.fell" if box.fell else f"problem.{UNFIT}", names=labels(box.unfit, words))
    if box.passed:
        return PASSED, words(f"problem.{PASSED}", names=labels(box.passed, words))
    return "", ""


def labels(names: Iterable[str], words: Words) -> str:
    return ", ".join(words("quoted", what=words.named("label", name)) for name in names)


def wrongs(found: Mapping[str, Said], words: Words) -> dict[str, str]:
    """Each mistake in words, by its setting."""
    said = {name: mistake(what, words.language) for name, what in found.items()}
    return {name: f"{text[:1].upper()}{text[1:]}" for name, text in said.items()}


def told(said: DeskSaid | None, words: Words) -> str:
    """What came of a wish, in one line."""
    if said is None:
        return words("answer.none")
    if said.outcome == "done":
        return words("answer.done")
    key = f"refused.{said.reason}"
    names = labels(said.details.get("names", "").split(), words)
    return words(key, names=names) if key in words.phrases else said.reason


def _row(role: str, name: str, value: str, hall: HallFile, words: Words) -> Row:
    shape = shape_of(role, name)
    default = own(role, name)
    offered = _options(name, shape, hall, words)
    if offered and value and value not in [option.value for option in offered]:
        offered = (*offered, Option(value, value))  # what somebody has written at the box itself
    return Row(
        name=name,
        kind="choice" if offered else "number" if isinstance(shape, Number) else "text",
        label=words(f"label.{name}"),
        hint=words(f"hint.{role}-{name}" if f"hint.{role}-{name}" in words.phrases else f"hint.{name}"),
        value=written(role, name, value, words),
        own=words("own", value=_called(name, written(role, name, default, words), words))
        if default
        else words("own-none"),
        unit=words(f"unit.{shape.unit}") if isinstance(shape, Number) and shape.unit else "",
        least=f"{shape.least:g}" if isinstance(shape, Number) else "",
        most=f"{shape.most:g}" if isinstance(shape, Number) else "",
        options=offered,
        examples=tuple(getattr(shape, "examples", ())) if not offered else (),
        needed=name in NEEDED.get(role, ()),
    )


def written(role: str, name: str, value: str, words: Words) -> str:
    """As it stands in its field: with a decimal comma where the language has one."""
    is_number = name in OF_ROLE.get(role, ()) and isinstance(shape_of(role, name), Number)
    return value.replace(".", words("time.decimal")) if is_number else value


def _options(name: str, shape: Shape, hall: HallFile, words: Words) -> tuple[Option, ...]:
    if isinstance(shape, Choice):
        return tuple(Option(value, _called(name, value, words)) for value in shape.options)
    if isinstance(shape, Window):
        return tuple(Option(str(window), words("window", number=window)) for window in sorted(hall.windows))
    return ()


def _called(name: str, value: str, words: Words) -> str:
    key = f"option.{name}.{value.replace(' ', '-')}"
    return words(key) if key in words.phrases else value
