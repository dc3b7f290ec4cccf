"""What a changed document means, in plain words: its rows, and the files beside them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from office.admin.changes import Change
from office.admin.files.outline import Row, outline
from office.words import Words


def differences(
    before: Mapping[str, str], after: Mapping[str, str], old: Mapping[str, str], new: Mapping[str, str], words: Words
) -> list[Change]:
    """`before`, `after`: what files there are, by content; `old`, `new`: the texts among them."""
    found: list[Change] = []
    for name in sorted({*before, *after}):
        what = words("what.file", name=name)
        if name not in after:
            found.append(Change("removed", words("change.removed", what=what)))
        elif name not in before:
            found.append(Change("added", words("change.added", what=what)))
        elif before[name] != after[name]:
            found += _of_file(name, old.get(name), new.get(name), words)
    return found


def _of_file(name: str, old: str | None, new: str | None, words: Words) -> list[Change]:
    what = words("what.file", name=name)
    if old is None or new is None:
        return [Change("changed", words("change.another", what=what))]
    rows = _of_rows(outline(name, old, words.language), outline(name, new, words.language), words)
    return list(rows) or [Change("changed", words("change.text", what=what, lines=_lines(old, new)))]


def _of_rows(old: list[Row], new: list[Row], words: Words) -> Iterator[Change]:
    before, after = {row.key: row for row in old}, {row.key: row for row in new}
    for key in [*before, *(key for key in after if key not in before)]:
        was, now = before.get(key), after.get(key)
        row = now or was
        assert row is not None
        name = f"{words.named('what', row.table)} «{row.title}»" if row.title else words.named("what", row.table)
        if was is None:
            yield Change("added", words("change.added", what=name))
        elif now is None:
            yield Change("removed", words("change.removed", what=name))
        elif was != now:
            yield Change("changed", f"{name}: {'; '.join(_fields(was, now, words))}")
    if list(before) != list(after) and set(before) == set(after):
        yield Change("changed", words("change.order", what=words("what.rows")))


def _fields(was: Row, now: Row, words: Words) -> Iterator[str]:
    nothing = words("change.nothing")
    old, new = {"title": was.title, **was.fields}, {"title": now.title, **now.fields}
    if was.title != now.title and any(key in now.fields for key in ("name", "text", "title")):
        old.pop("title")  # it stands among the fields, too
        new.pop("title")
    for key in [*old, *(key for key in new if key not in old)]:
        if old.get(key) != new.get(key):
            yield words(
                "change.field",
                field=words.named("field", key),
                old=old.get(key) or nothing,
                new=new.get(key) or nothing,
            )


def _lines(old: str, new: str) -> int:
    """How many lines are not in the other."""
    before, after = set(old.splitlines()), set(new.splitlines())
    return len(before ^ after)
