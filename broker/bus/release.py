"""Which release of the project this process runs."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def release() -> str:
    """The installed version; "0" in a checkout that nobody installed."""
    try:
        return version("cherha")
    except PackageNotFoundError:
        return "0"
