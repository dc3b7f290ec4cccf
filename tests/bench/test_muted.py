"""A bench is quiet while it runs, and leaves the logs of the process that it ran in as they were."""

from __future__ import annotations

import logging

import pytest

from bench.muted import muted

pytestmark = pytest.mark.fast


def _fail() -> None:
    with muted("broker.somewhere"):
        assert not logging.getLogger("broker.somewhere.deep").isEnabledFor(logging.ERROR)
        raise KeyError


@pytest.mark.parametrize("level", [logging.NOTSET, logging.INFO])
def test_a_bench_that_fails_leaves_the_level_of_the_log_as_it_was(level: int):
    logger = logging.getLogger("broker.somewhere")
    logger.setLevel(level)
    with pytest.raises(KeyError):
        _fail()
    assert logger.level == level
    assert logging.getLogger("broker.somewhere.deep").isEnabledFor(logging.ERROR)
