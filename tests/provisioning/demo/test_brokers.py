"""Both of the demo's brokers do what a hall needs of one."""

import asyncio
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from provisioning.demo import broker, ports
from tests.provisioning.demo.running import ROOT, until

pytestmark = pytest.mark.wire


@pytest.fixture(params=["mosquitto", "embedded"])
def port(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    if request.param == "embedded":
        monkeypatch.setattr(broker, "mosquitto", lambda: None)
    chosen = ports.any_free()
    command = broker.command(chosen, tmp_path)
    assert command is not None
    assert command.embedded == (request.param == "embedded")
    process = subprocess.Popen(command.arguments, cwd=ROOT)
    until(lambda: asyncio.run(ports.answers(chosen)), within=20)
    yield chosen
    process.terminate()
    assert process.wait(10) is not None


class Client:
    """A plain MQTT 5 client that keeps what it hears."""

    def __init__(self, port: int) -> None:
        self.heard: dict[str, bytes] = {}
        self.lost = 0
        self.ready = threading.Event()
        self.mqtt = mqtt.Client(CallbackAPIVersion.VERSION2, protocol=mqtt.MQTTv5)
        self.mqtt.on_message = lambda _client, _data, message: self.heard.update({message.topic: message.payload})
        self.mqtt.on_subscribe = lambda *_: self.ready.set()
        self.mqtt.on_disconnect = self._on_disconnect
        self.mqtt.connect("127.0.0.1", port)
        self.mqtt.loop_start()
        self.mqtt.subscribe("#", qos=1)
        assert self.ready.wait(10)

    def _on_disconnect(self, *_: object) -> None:
        self.lost += 1

    def close(self) -> None:
        self.mqtt.disconnect()
        self.mqtt.loop_stop()


def test_a_message_goes_round(port: int):
    client = Client(port)
    client.mqtt.publish("cherha/1/hall/event", b"{}", qos=1)
    until(lambda: client.heard.get("cherha/1/hall/event") == b"{}", within=5)
    client.close()


def test_a_megabyte_of_garbage_arrives_so_that_its_sender_can_be_answered(port: int):
    client = Client(port)
    client.mqtt.publish("cherha/1/hall/command/test", b"x" * 2**20, qos=1).wait_for_publish(10)
    until(lambda: len(client.heard.get("cherha/1/hall/command/test", b"")) == 2**20, within=10)
    client.mqtt.publish("after", b"1", qos=1)
    until(lambda: "after" in client.heard, within=5)
    assert not client.lost
    client.close()


def test_nobody_outside_this_machine_is_let_in(port: int):
    sockets = [line.split() for kind in ("tcp", "tcp6") for line in Path(f"/proc/net/{kind}").read_text().splitlines()]
    listening = [words[1] for words in sockets if words[3] == "0A" and words[1].endswith(f":{port:04X}")]
    assert listening == [f"0100007F:{port:04X}"]
