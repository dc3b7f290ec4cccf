"""Thousands of phones are not kept out by the number of files that a process may open by default."""

from __future__ import annotations

import resource

import pytest

from office.phone.room import BESIDE, make_room
from office.phone.watching import MOST

pytestmark = pytest.mark.fast


def test_the_process_may_open_a_file_for_each_phone_or_as_many_as_it_is_allowed():
    before = soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 1000), hard))
        allowed = make_room()
        assert allowed == resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        assert allowed == min(MOST + BESIDE, hard if hard != resource.RLIM_INFINITY else MOST + BESIDE)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
