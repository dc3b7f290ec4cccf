"""Fills the templates of this folder. Pure: text out of values."""

from __future__ import annotations

from pathlib import Path
from string import Template

HERE = Path(__file__).parent


def demo(*, port: int, folder: Path, user: str) -> str:
    """The configuration of the demo's broker: anonymous, on 127.0.0.1:`port`, its database in `folder`.

    `user` is the name of the user that starts it; as root Mosquitto would otherwise become a user
    who may not write into `folder`.
    """
    template = (HERE / "hall.conf").read_text("utf-8") + (HERE / "demo.conf").read_text("utf-8")
    return Template(template).substitute(port=port, folder=folder, user=user)


def secure(*, port: int, address: str, folder: Path, user: str, identity: Path, broker: Path) -> str:
    """The configuration of a hall's broker: TLS and names by certificate, on `address`:`port`.

    `identity`: the broker's own (hall.pem, certificate.pem, key.pem); `broker`: revoked.pem and access.list.
    """
    template = (HERE / "hall.conf").read_text("utf-8") + (HERE / "secure.conf").read_text("utf-8")
    places = {"folder": folder, "identity": identity, "broker": broker}
    return Template(template).substitute(port=port, address=address, user=user, **places)
