"""What lies open on the standby's disk beside its own identity, by name: it goes when that box goes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from broker.standby.second_office import IDENTITY, PAGE, PREPARED
from provisioning.enrolment import second_broker

if TYPE_CHECKING:
    from provisioning.authority.authority import Authority

NAME, PAGE_NAME = "office-2", "office-page-2"


def forget(authority: Authority, beside: Path) -> None:
    """The standby was shut out or replaced. `beside`: the folder of all that was prepared; the next one gets it anew.

    Whoever has its disk could be the hall's broker to every box: boxes learn from the desk who is one no more.
    """
    prepared = beside / PREPARED
    for name, each in (
        (NAME, prepared / IDENTITY),
        (PAGE_NAME, prepared / PAGE),
        (second_broker.NAME, beside / second_broker.FOLDER / IDENTITY),
    ):
        authority.revoke(name)
        shutil.rmtree(each, ignore_errors=True)
