"""Which release of the project this process runs."""

from __future__ import annotations


def release() -> str:
    """The installed version; "0" in a checkout that nobody installed."""
    # Imported when asked: it brings the mail library along, which no screen needs before its first frame.
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return version("cherha")
    except PackageNotFoundError:
        return "0"
