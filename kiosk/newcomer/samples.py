"""A step for every screen of a box without a role, for pictures and tests of looks. Pure."""

from __future__ import annotations

from msgspec.structs import replace

from broker.contracts.arrival import Arrival

_BOX = Arrival(stage="searching", hall="kamianske-centre", hardware="10000000a1b2c3d4", address="192.168.10.2:8443")
STEPS: dict[str, Arrival] = {
    "searching": _BOX,
    "waiting": replace(_BOX, stage="waiting", code="K7RM-4QXD", technician="Тарас, тел. 123"),
    "wanted": replace(_BOX, stage="waiting", code="K7RM-4QXD", technician="Тарас, тел. 123", role="info"),
    "accepted": replace(_BOX, stage="accepted", name="dispenser-2", role="dispenser"),
    "replacing": replace(_BOX, stage="replacing", name="queue-master", role="queue-master"),
    "no-room": replace(_BOX, stage="no-room", name="queue-master", role="queue-master"),
    "refused": replace(_BOX, stage="refused", details=("refused",)),
    "kit-broken": Arrival(
        stage="kit-broken",
        hardware="10000000a1b2c3d4",
        details=(
            "hall-kit.toml:3: address: адреса має вигляд 192.168.1.10 або queue.local",
            "hall-kit.toml:9: бракує token; зробіть новий комплект",
        ),
    ),
    "founding": Arrival(stage="founding", hardware="10000000a1b2c3d4"),
    "hall-broken": Arrival(
        stage="hall-broken",
        hardware="10000000a1b2c3d4",
        details=(
            'hall.toml:14: [[service]]: немає [[line]] з ідентифікатором "v"; можливо, малося на увазі "b"?',
            "hall.toml:92: [[window]]: вікно 12 уже є; у кожного вікна свій номер",
        ),
    ),
    "founded": replace(_BOX, stage="founded", code="482913", address="192.168.10.2:8444", name="technician"),
    "no-kit": Arrival(stage="no-kit", hardware="10000000a1b2c3d4"),
}
