"""Which units start before another, as files have it: After=, Before= of the other, and what systemd adds by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

KINDS = ("service", "target", "socket", "timer", "path", "mount", "slice", "automount", "swap")
_PULLS = ("Wants", "Requires", "BindsTo", "Requisite", "Upholds")
_LISTED = {*_PULLS, "After", "Before", "WantedBy", "RequiredBy", "OnCalendar"}
Settings = dict[str, list[str]]


def units(*folders: Path) -> dict[str, Settings]:
    """By name, with drop-ins; a unit in an earlier folder hides one in a later; one that leads nowhere is not there."""
    found: dict[str, Settings] = {}
    for folder in folders:
        for path in sorted(folder.iterdir()):
            if path.name.rpartition(".")[2] in KINDS and path.name not in found:
                masked = path.is_symlink() and str(path.readlink()) == "/dev/null"
                found[path.name] = {} if masked else _read(path)
    for folder in folders:
        for name, settings in found.items():
            for each in _drop_ins(folder, name):
                for key, values in _read(each).items():
                    settings.setdefault(key, []).extend(values)
            for pulled in (folder / f"{name}.wants").glob("*"):
                settings.setdefault("Wants", []).append(pulled.name)
    return found


def before(found: dict[str, Settings]) -> dict[str, set[str]]:
    """What each comes after, at once."""
    after: dict[str, set[str]] = defaultdict(set)
    for name, settings in found.items():
        after[name] |= set(settings.get("After", ()))
        for other in settings.get("Before", ()):
            after[other].add(name)
        if not _wants_none_added(settings):
            for first, then in _added(name, settings, found):
                after[then].add(first)
    return after


def _added(name: str, settings: Settings, found: dict[str, Settings]) -> Iterator[tuple[str, str]]:
    """What systemd adds by itself: who comes first, and before whom."""
    kind = name.rpartition(".")[2]
    if kind == "target":
        pulled = (each for key in _PULLS for each in settings.get(key, ()))
        yield from ((each, name) for each in pulled if not _wants_none_added(found.get(each, {})))
    elif kind != "slice":
        yield "sysinit.target", name
    if kind == "service":
        yield "basic.target", name
    if kind in ("socket", "timer", "path"):
        yield name, f"{kind}s.target"
    if "OnCalendar" in settings:
        yield from ((each, name) for each in ("time-set.target", "time-sync.target"))
    for target in (*settings.get("WantedBy", ()), *settings.get("RequiredBy", ())):
        if target.endswith(".target") and not _wants_none_added(found.get(target, {})):
            yield name, target


def all_before(after: dict[str, set[str]], unit: str) -> set[str]:
    """What it comes after in the end."""
    seen: set[str] = set()
    left = [unit]
    while left:
        new = after.get(left.pop(), set()) - seen
        seen |= new
        left += new
    return seen


def _wants_none_added(settings: Settings) -> bool:
    return settings.get("DefaultDependencies") == ["no"]


def _drop_ins(folder: Path, name: str) -> Iterator[Path]:
    stem, _, kind = name.rpartition(".")
    prefixes = [f"{stem[: at + 1]}.{kind}.d" for at, letter in enumerate(stem) if letter == "-"]
    for each in (f"{kind}.d", *prefixes, f"{name}.d"):
        yield from sorted((folder / each).glob("*.conf"))


def _read(path: Path) -> Settings:
    told: Settings = {}
    for line in path.read_text("utf-8").replace("\\\n", " ").splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith(("#", ";")):
            values = value.split() if key.strip() in _LISTED else [value.strip()]
            told[key.strip()] = [*told.get(key.strip(), []), *values] if values else []
    return told
