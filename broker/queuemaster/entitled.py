"""Whether a command is its asker's to give: by role, by window, by place. Pure.

The broker keeps everybody to the own name; a box that was taken over still speaks in its own, and is held to what a box of
its role asks for.
"""

from __future__ import annotations

from broker.contracts import commands as c
from broker.contracts.errors import Refused
from broker.contracts.speakers import AT_WINDOW, MAY
from broker.mosquitto.speaking import Speaker, Speakers
from broker.queuemaster.deciding import find_ticket
from broker.queuemaster.numbering import OURSELVES
from broker.queuemaster.state import Hall

OFFICE = "office"  # alone knows who has signed in, and speaks for other places than its own


def need_entitled(hall: Hall, command: c.Command, client: str, known: Speakers) -> None:
    """Refused `unknown-client`, `not-entitled` or `not-own-window`, when nobody who speaks as `client` may ask this."""
    if known.believed(client):
        return
    refusal = Refused("unknown-client", client=client)
    for speaker in known.of(client):
        found = _refusal(hall, command, client, speaker, known)
        if found is None:
            return
        refusal = found
    raise refusal


def _refusal(hall: Hall, command: c.Command, client: str, speaker: Speaker, known: Speakers) -> Refused | None:
    may = MAY.get(speaker.role, frozenset()) if speaker.own else AT_WINDOW
    window = speaker.window if speaker.own else _window(client)
    asked = getattr(command, "window", None)
    if type(command) not in may or (command.staff is not None and speaker.role != OFFICE):
        return Refused("not-entitled", client=client)
    if window is not None and asked is not None and asked != window:
        return Refused("not-own-window", client=client, own=str(window), window=str(asked))
    if not (speaker.own and speaker.role == OFFICE) and not _of_own_place(hall, command, client, speaker, known):
        return Refused("not-entitled", client=client)
    return None


def _of_own_place(hall: Hall, command: c.Command, client: str, speaker: Speaker, known: Speakers) -> bool:
    """Help is called to where one is, a ticket taken back by whoever gave it out, a slip printed by whose its block is."""
    match command:
        case c.TakeTicket() if command.lease in hall.memory.leases:
            holder = hall.memory.leases[command.lease].client
            # A box that was let in anew under another name may still have slips of its former one, which nobody has now.
            return holder == client or (holder != OURSELVES and not known.of(holder))
        case c.CallForHelp():
            return command.place == client
        case c.EndHelp() if (call := hall.memory.helps.get(command.help)) is not None:
            return call.place == client
        case c.CancelTicket() if speaker.own:
            try:
                by = find_ticket(hall, command.ticket).by
            except Refused:
                return True  # there is nothing to take back
            return by in (None, client)
    return True


def _window(client: str) -> int | None:
    number = client.rpartition("-")[2]
    return int(number) if number.isdecimal() else None
