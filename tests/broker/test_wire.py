"""What stands in the place of the MQTT library's slow parts reads and writes exactly what the standard says."""

from __future__ import annotations

import contextlib
import re
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from broker.bus.wire import _request, request_properties

pytestmark = pytest.mark.fast

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200)


@given(words, st.binary(min_size=1, max_size=400))
def test_a_request_is_packed_as_the_library_would(response_topic: str, correlation: bytes) -> None:
    properties = Properties(PacketTypes.PUBLISH)
    properties.ResponseTopic = response_topic
    properties.CorrelationData = correlation
    assert _request(response_topic, correlation).pack() == properties.pack()


@given(words, st.binary(min_size=1, max_size=400), words, st.integers(0, 2**32 - 1), st.binary(max_size=50))
def test_a_request_is_found_among_all_the_properties_of_a_publish(
    response_topic: str, correlation: bytes, word: str, number: int, body: bytes
) -> None:
    properties = Properties(PacketTypes.PUBLISH)
    properties.PayloadFormatIndicator = 1
    properties.MessageExpiryInterval = number
    properties.ContentType = word
    properties.UserProperty = [(word, word), ("a", "")]
    properties.SubscriptionIdentifier = number % 268_435_455 + 1
    properties.TopicAlias = 1 + number % 65535
    properties.ResponseTopic = response_topic
    properties.CorrelationData = correlation
    packet = b"??" + properties.pack() + body
    found = request_properties(packet, 2)
    assert found == (response_topic, correlation, len(packet) - len(body))


@given(st.binary(max_size=100))
def test_bytes_that_are_no_properties_are_an_error_of_a_kind_that_the_link_expects(garbage: bytes) -> None:
    with contextlib.suppress(ValueError, IndexError, struct.error):
        request_properties(garbage, 0)


def test_one_file_imports_the_mqtt_library() -> None:
    root = Path(__file__).parents[2]
    asks = re.compile(r"^\s*(import|from) paho", re.MULTILINE)
    folders = ("announcer", "broker", "display", "kiosk", "office", "provisioning")
    files = (file for folder in folders for file in (root / folder).rglob("*.py"))
    found = [str(file.relative_to(root)) for file in files if asks.search(file.read_text("utf-8"))]
    assert found == ["broker/bus/wire.py"]
