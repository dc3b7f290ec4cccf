"""Reads the layers of `images/`: a reason, and the Debian packages that it is the reason for. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

MOST_LINES = 60
_LINE = re.compile(r"(?P<package>[a-z0-9][a-z0-9+.-]+)(?:\s+\[(?P<architectures>[a-z0-9 ]+)\])?")


@dataclass(frozen=True, slots=True)
class Layer:
    """`packages`: each with the architectures that alone have it; none: all have it."""

    name: str
    reason: str
    packages: tuple[tuple[str, tuple[str, ...]], ...]

    def packages_for(self, architecture: str) -> list[str]:
        return [name for name, only in self.packages if not only or architecture in only]


def layers_for(layers: Iterable[Layer], architecture: str) -> list[Layer]:
    """Those that bring anything to that machine: a layer without packages for it is not laid at all."""
    return [layer for layer in layers if layer.packages_for(architecture)]


def lines_for(listed: str, architecture: str) -> list[str]:
    """The lines of a list in which, as in a layer, one may be for some machines alone: pattern [amd64]."""
    kept = []
    for line in (each.strip() for each in listed.splitlines()):
        pattern, _, only = line.partition(" [")
        if pattern and not line.startswith("#") and (not only or architecture in only.rstrip("]").split()):
            kept.append(pattern.rstrip())
    return kept


def read_layer(name: str, text: str) -> tuple[Layer, list[str]]:
    """The layer, and every mistake with its line."""
    lines = text.splitlines()
    mistakes = [f"{name}/packages: {len(lines)} lines; at most {MOST_LINES}"] if len(lines) > MOST_LINES else []
    if not lines or not lines[0].startswith("# "):
        mistakes.append(f"{name}/packages:1: the first line says why this layer is there: # …")
    packages = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line.strip())
        if found is None:
            mistakes.append(f"{name}/packages:{number}: one package a line, then its architectures: name [amd64]")
        else:
            packages.append((found["package"], tuple((found["architectures"] or "").split())))
    return Layer(name, lines[0].removeprefix("# ") if lines else "", tuple(packages)), mistakes


def twice(layers: Iterable[Layer]) -> list[str]:
    """Packages that two layers name: one of them would be taken out in vain."""
    seen: dict[str, str] = {}
    found = []
    for layer in layers:
        for package, _ in layer.packages:
            if package in seen:
                found.append(f"{layer.name}/packages: {package} is in {seen[package]} already")
            seen[package] = layer.name
    return found
