"""A box without a role, as it runs, on a screen that can be touched or has a mouse: `touched_newcomer FILE KIND [SIZE]`."""

from __future__ import annotations

import sys

from kiosk.newcomer import run
from kiosk.newcomer.pointing import Pointing


def main() -> None:
    file, kind, *size = sys.argv[1:]
    Pointing.found = lambda _self: frozenset({kind})  # type: ignore[method-assign,assignment,return-value]
    run.main([file, "--size", *size] if size else [file])


if __name__ == "__main__":
    main()
