"""Who is the queue-master: three voters (its own disk, the standby's, a witness's), and what each has promised. Pure.

A term is one queue-master's time in office; each next one is higher. Two of three make it. No clock decides here: whoever
was voted out cannot answer anybody any more, however late it learns of it, because every answer needs a disk that has
promised itself to the new one. (An epoch, in the books.)
"""

from __future__ import annotations

from broker.contracts.standby import Register


def voted(held: Register, asked: Register, *, hears_holder: bool) -> Register | None:
    """The voter's register after `asked`; None: it says no, and what it holds says why.

    Turn 0 asks to be elected; the later ones come from who was elected, and tell who the heirs are. A voter with an empty
    disk elects nobody: it may have promised itself before. (A witness with one says nothing else either: `witnessing`.)
    """
    if asked.term < held.term:
        return None
    if asked.term == held.term:
        return asked if asked.holder == held.holder and asked.turn >= held.turn else None
    if asked.turn:
        return asked  # elected by the other two
    if not held.term or asked.holder not in (held.holder, *held.heirs):
        return None
    if asked.holder != held.holder and hears_holder:
        return None
    return Register(asked.term, asked.holder, 0, held.heirs)


def is_over(held: Register, mine: Register) -> bool:
    """Whether a voter's register says that my term is over."""
    return held.term > mine.term or (held.term == mine.term and held.holder != mine.holder)
