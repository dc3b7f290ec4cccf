"""Silence of a package's log while a bench runs."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def muted(package: str) -> Iterator[None]:
    """Only what is critical is logged of `package`; afterwards as before: a bench may run in another's process."""
    logger = logging.getLogger(package)
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
