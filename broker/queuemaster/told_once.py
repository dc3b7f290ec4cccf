"""A booking's code is told to whoever made the booking, and written down nowhere.

Replies are kept, so that a command that is sent twice gets the same answer; this one is kept without the code, and
the code is reckoned again for the same client alone (others hear the command's id with the event).
"""

from __future__ import annotations

from msgspec import structs

from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.errors import Refused
from broker.contracts.replies import Reply
from broker.queuemaster.bookings import code_again
from broker.queuemaster.deciding import Asked
from broker.queuemaster.state import Hall


def kept(reply: Reply) -> Reply:
    """What of a reply may lie on a disk."""
    if reply.booking is None or reply.booking.code is None:
        return reply
    return structs.replace(reply, booking=structs.replace(reply.booking, code=None))


def told_again(hall: Hall, command: c.Command, body: bytes, asked: Asked) -> bytes:
    """The kept reply to a repeated command, as it was told first; without the code when that is of no use any more."""
    if not isinstance(command, c.Book | c.MoveBooking):
        return body
    reply = codec.read(Reply, body)
    booking = hall.memory.bookings.get(reply.booking.id) if reply.booking else None
    if reply.booking is None or booking is None or (booking.told_by, booking.told_to) != (command.id, asked.by):
        return body
    if reply.booking.day < hall.memory.day:  # the secret of that day is gone, and must not be made anew
        return body
    try:
        code = code_again(booking, reply.booking.day, asked)
    except Refused:  # the disk has no room for a secret that was lost
        return body
    return codec.encode(structs.replace(reply, booking=structs.replace(reply.booking, code=code)))
