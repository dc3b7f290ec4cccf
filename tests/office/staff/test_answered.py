"""The same press again is one deed, and what it gave is not kept for ever."""

from __future__ import annotations

import asyncio

import pytest

from office.staff.answered import MOST, Answered

pytestmark = pytest.mark.fast


class Deeds:
    def __init__(self, kept: float = 300.0) -> None:
        self.done = 0
        self.goes = asyncio.Event()
        self.answered = Answered[int](kept)

    async def deed(self) -> int:
        self.done += 1
        await self.goes.wait()
        return self.done

    async def press(self, press: str = "p", session: str = "s", body: bytes = b"{}") -> int:
        return await self.answered.once(session, press, body, self.deed)


def test_equal_presses_at_once_are_one_deed_and_it_outlives_whoever_asked():
    async def day() -> None:
        deeds = Deeds()
        first, second = asyncio.create_task(deeds.press()), asyncio.create_task(deeds.press())
        await asyncio.sleep(0)
        first.cancel()
        deeds.goes.set()
        assert await second == 1
        assert await deeds.press() == 1, "told again"
        assert deeds.done == 1

    asyncio.run(day())


def test_another_press_body_or_session_is_another_deed():
    async def day() -> None:
        deeds = Deeds()
        deeds.goes.set()
        await deeds.press()
        for other in ({"press": "q"}, {"session": "t"}, {"body": b"[]"}):
            await deeds.press(**other)  # type: ignore[arg-type]
        assert deeds.done == 4

    asyncio.run(day())


def test_what_it_gave_is_forgotten_after_a_while_and_when_there_are_many():
    async def day() -> None:
        deeds = Deeds(kept=0.0)
        deeds.goes.set()
        await deeds.press()
        await asyncio.sleep(0)
        assert not deeds.answered._tasks
        crowd = Deeds()
        crowd.goes.set()
        for number in range(MOST * 2):
            await crowd.press(str(number))
        assert len(crowd.answered._tasks) <= MOST

    asyncio.run(day())
