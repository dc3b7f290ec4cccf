"""What each box has to know of the pair, the queue-master and its standby, and when it may take it in. Pure.

The order matters. A queue-master that knows of a witness begins only when a voter has confirmed that nobody else is in
office: it must not learn of voters before they vote. A voter with an empty disk elects nobody, so a standby or a witness
may learn everything at any time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec import Struct

from provisioning.enrolment.places import BROKER_PORT

Setting = str | int
QUEUE_MASTER, STANDBY, WITNESS = "queue-master", "standby", "witness"
LOOPBACK = "127.0.0.1"


class Stands(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a box says of one of its roles: what its settings have of the pair, and whether its process has them.

    `beside`: the second broker there (a queue-master goes to it only to follow); `broker`: the port of the broker on that box, where it has one; `alone`: a
    queue-master has it in writing that nobody else can be elected; `stale`: it began before its settings were changed.
    """

    standby: str = ""
    witness: str = ""
    beside: str = ""
    broker: int = BROKER_PORT
    alone: bool = False
    stale: bool = False


class Pair(Struct, frozen=True, kw_only=True):
    """Who has been let in for what. `address`: of the standby's broker, as far as it is known."""

    master: str = ""
    standby: str = ""
    witness: str = ""
    address: str = ""


class Moment(Struct, frozen=True, kw_only=True):
    """`well`: who is there and has taken in all it was told; `idle`: nobody waits, nobody is served; `shut`: nor will be
    soon; `dumb`: the queue-master has not been heard for a while.
    """

    well: Collection[str] = ()
    idle: bool = False
    shut: bool = False
    dumb: bool = False


class Told(Struct, frozen=True, kw_only=True):
    """What is to be in the settings; "" takes a line out. `beside` None: that stays. `now`: its process may begin anew."""

    settings: Mapping[str, str] = {}
    beside: str | None = None
    now: bool = False


def pair(members: Collection[tuple[str, str]], address: str) -> Pair:
    """Of names and roles, the oldest first: of two standbys the first stays until it is let in no more."""
    first: dict[str, str] = {}
    for name, role in members:
        first.setdefault(role, name)
    return Pair(
        master=first.get(QUEUE_MASTER, ""),
        standby=first.get(STANDBY, ""),
        witness=first.get(WITNESS, ""),
        address=address if STANDBY in first else "",
    )


def told(stands: Stands, name: str, role: str, hall: Pair, moment: Moment) -> Told:
    """What the box of `name` is told."""
    if role == QUEUE_MASTER:
        return _master(stands, hall, moment)
    if role == STANDBY:
        if name != hall.standby:
            return Told()
        # A first machine that was let in no more is its other one until the next is there: without, it would back up nothing.
        return Told(
            settings={"standby": hall.master or stands.standby, "witness": hall.witness or stands.witness}, now=True
        )
    beside = hall.address if hall.address or not hall.standby else None
    return Told(beside=beside, now=role == WITNESS or moment.shut)


def knows(stands: Stands, name: str, hall: Pair) -> bool:
    """Whether a voter's process has everything that it needs."""
    if stands.stale:
        return False
    if name == hall.standby:
        return not hall.witness or stands.witness == hall.witness
    return bool(hall.address) and stands.beside == hall.address


def _master(stands: Stands, hall: Pair, moment: Moment) -> Told:
    """Its new settings and its new beginning go together: it begins while its voters are there."""
    quiet = moment.idle or moment.dumb
    has = (stands.standby, stands.witness)
    # A witness that was let in no more is one until there is another: without any nobody keeps two masters apart.
    wanted = (hall.standby, hall.witness or stands.witness if hall.standby else "")
    second = {"second_broker": hall.address} if hall.address not in ("", stands.beside) else {}
    if has == wanted:
        return Told(settings=second if wanted[0] else {}, now=stands.stale and quiet)
    if hall.standby:
        sure = all(each in moment.well for each in (hall.standby, hall.witness) if each)
    else:  # gone: the witness has it in writing that it is no heir, or is let in no more itself
        sure = not stands.witness or stands.alone or not hall.witness
    if not (sure and quiet):
        return Told()
    return Told(settings={"standby": wanted[0], "witness": wanted[1], **second}, now=True)


def merged(settings: Mapping[str, Setting], told: Told) -> dict[str, Setting]:
    """A role's settings with what it was told. The first broker stays: the desk is there."""
    changed = {**settings, **told.settings}
    if told.beside is not None:
        first = str(settings.get("broker_host", LOOPBACK)).split()[0]
        changed["broker_host"] = f"{first} {told.beside}".strip()
        if "broker_host" not in settings and not told.beside:
            del changed["broker_host"]
    return {name: value for name, value in changed.items() if value != "" or name not in told.settings}


def moved(settings: Mapping[str, Setting], host: str) -> dict[str, Setting]:
    """A role's settings when the queue-master's machine is at `host` now. Its own machine has none of that."""
    first, *others = str(settings.get("broker_host", "")).split() or [""]
    if not first or first == LOOPBACK:
        return dict(settings)
    port = first[first.rindex(":") :] if first.count(":") == 1 else ""
    return {**settings, "broker_host": " ".join((f"{host}{port}", *others))}


def forsakes(stands: Stands, told: Told) -> bool:
    """Whether a queue-master is left without anybody who could confirm it: both its voters are others now."""
    then = {stands.standby, stands.witness}
    now = {told.settings.get("standby", stands.standby), told.settings.get("witness", stands.witness)}
    return bool(stands.witness) and not stands.alone and not then & now
