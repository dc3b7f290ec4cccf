"""Can a telephone open what a hall file says in [phone]? Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broker.contracts.hall_shape import Mistake
from broker.contracts.hall_tables import Raw, one
from broker.contracts.mistakes.wrong import wrong

_MOST = 80  # letters; a longer address makes the code on a slip too fine for old cameras
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?", re.IGNORECASE)
_PAGE = re.compile(r"https://[^\s<>\"']+", re.IGNORECASE)


def rule(raw: Raw) -> Iterator[Mistake]:
    """`address` is a scheme and a host, because the code on a slip is written in capitals; `survey` any https page."""
    phone = one(raw, "phone")
    address, survey = phone.get("address"), phone.get("survey")
    if isinstance(address, str) and address and not (_ORIGIN.fullmatch(address) and len(address) <= _MOST):
        yield (
            ("phone", "address"),
            wrong("phone.address", address=address),
        )
    if isinstance(survey, str) and survey and not _PAGE.fullmatch(survey):
        yield ("phone", "survey"), wrong("phone.survey", survey=survey)
