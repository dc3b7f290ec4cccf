"""Long work in small steps, so that whoever has something to do meanwhile need not wait for its end."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

T = TypeVar("T")

Steps = Generator[None, None, T]
"""Yields after each step, and returns what came of all."""


def at_once(steps: Steps[T]) -> T:
    """All steps one after the other."""
    while True:
        try:
            next(steps)
        except StopIteration as ended:
            result: T = ended.value
            return result
