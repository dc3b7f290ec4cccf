"""Nothing of anybody leaves in a support bundle, however it was written; and what helps to find a fault does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.service_menu.redaction import redacted

pytestmark = pytest.mark.fast

_words = st.text(st.characters(categories=["L", "P", "Z"], exclude_characters="+"), max_size=30)
_digits = st.text("0123456789", min_size=9, max_size=9)
_signs = st.sampled_from(["", " ", "-", " - ", "(", ") ", ".", "\u00a0", "–"])


@st.composite
def _phones(draw: st.DrawFn) -> str:
    """Nine digits after the 0 of a Ukrainian number, in any of the ways in which people write them."""
    digits = draw(_digits)
    before = draw(st.sampled_from(["+380", "380", "80", "0", "+38 (0", "+38-0", "8 0", "+38 0"]))
    return before + "".join(draw(_signs) + digit for digit in digits)


@given(_words, _phones(), _words)
def test_no_phone_number_stays(before: str, phone: str, after: str):
    left = redacted(f"{before} {phone} {after}")
    assert re.sub(r"\D", "", phone)[-9:] not in re.sub(r"\D", "", left)


@given(_words, st.text("0123456789", min_size=10, max_size=10), _words)
def test_no_tax_number_stays(before: str, number: str, after: str):
    for text in (f"{before} {number} {after}", f"РНОКПП:{number}", f'"{number}"', f"x={number},"):
        assert number not in redacted(text)


@given(st.lists(st.text("абвгґдеєжзиіїйклмн", min_size=3, max_size=12), min_size=1, max_size=3), _words)
def test_no_known_name_stays(names: list[str], around: str):
    name = " ".join(names).title()
    text = f"{around} {name} {around} {names[-1].upper()} «{names[0].title()}»"
    left = redacted(text, [name])
    for each in names:
        assert (
            not re.search(rf"(?<!\w){each}(?!\w)", re.sub(r"\[\w+\]", " ", left), re.IGNORECASE)
            or each in around.lower()
        )


_secrets = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.!", min_size=8, max_size=40)


@given(
    st.sampled_from(["password", "CHERHA_TOKEN", "api_key", "client-secret", "digest", "salt", "Authorization"]),
    st.sampled_from(["={}", ' = "{}"', "='{}'", '": "{}"', ": {}"]),
    _secrets,
)
def test_no_secret_stays(name: str, written: str, secret: str):
    assert secret not in redacted(f"before {name}{written.format(secret)} after")


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADAN\nBgkqhkiG9w0B\n-----END PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B and the file ends",
        "mqtt://dispenser:MIIEvQIBADAN@broker:1883 BgkqhkiG9w0B".replace("BgkqhkiG9w0B", ""),
        "$argon2id$v=19$m=65536,t=3,p=4$MIIEvQIBADAN$BgkqhkiG9w0B",
        "olena.koval@example.gov.ua",
        "паспорт АБ 123456, запис 19850101-12345, картка 123456789",
        'open-window operator="Петренко Іван" window=3',
        "operator: Петренко Іван, window 3",
        "5f" * 20,
        "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7",
    ],
)
def test_it_is_taken_out(text: str):
    left = redacted(text)
    for secret in ("MIIEvQIBADAN", "BgkqhkiG9w0B", "koval", "123456", "12345", "Петренко", "Іван", "5f5f5f5f"):
        assert secret not in left


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23T08:00:04.120+02:00 printer: paper out",
        "2026-11-23 08:00:04,120 WARNING link: connection lost: Keep alive timeout",
        "ticket А042 01JD8Z5V3T7Q9W2X4Y6ZABCDEF at window 5",
        "192.168.10.21:1883 eth0 1000 Mbit/s, 14 ms",
        "/usr/lib/python3.11/site-packages/kivy/core/window/__init__.py, line 1234",
        "seq 4711, 39 waiting, 12.5 s, 0.004 s, at_ns 2082771585969",
        "Raspberry Pi 4 Model B Rev 1.5, kernel 6.12.47+rpt-rpi-v8",
    ],
)
def test_what_helps_to_find_a_fault_stays(text: str):
    assert redacted(text, ["Олена Коваль"]) == text


@given(st.text(max_size=300))
def test_any_text_is_read_and_reading_it_twice_finds_nothing_more(text: str):
    once = redacted(text, ["Олена Коваль"])
    assert redacted(once, ["Олена Коваль"]) == once
