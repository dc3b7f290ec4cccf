"""What lies open on the standby's disk beside its own identity, by name: it goes when that box goes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from broker.standby.second_office import IDENTITY, PAGE

if TYPE_CHECKING:
    from provisioning.authority.authority import Authority

NAME, PAGE_NAME = "office-2", "office-page-2"


def forget(authority: Authority, folder: Path) -> None:
    """The standby was shut out or replaced. `folder`: of what was prepared; the next one gets it anew."""
    for name, each in ((NAME, IDENTITY), (PAGE_NAME, PAGE)):
        authority.revoke(name)
        shutil.rmtree(folder / each, ignore_errors=True)
