"""The entry for non-free is the machine's own mirror, suite and key, with another component."""

from __future__ import annotations

import pytest

from provisioning.apt_source import HEADER, Source, non_free_entry, read_sources

pytestmark = pytest.mark.fast

DEBIAN_12 = """\
Types: deb
# a comment within a stanza
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
"""

DEBIAN_13_ONE_LINE = """\
# made by the installer
#deb cdrom:[Debian GNU/Linux 13]/ trixie main
deb [arch=amd64,arm64 signed-by=/usr/share/keyrings/debian-archive-keyring.pgp] https://mirror.example/debian/ trixie main contrib # here
deb-src https://mirror.example/debian/ trixie main
deb https://mirror.example/debian/ trixie-updates main
deb https://mirror.example/debian-security trixie-security main
"""

SOMEBODY_ELSE = """\
Types: deb
URIs: https://packages.example/stable/debian
Suites: bookworm
Components: main
Signed-By: /usr/share/keyrings/somebody.gpg
"""


def test_a_debian_12_mirror_gives_the_same_mirror_with_non_free():
    assert non_free_entry(read_sources("debian.sources", DEBIAN_12), "bookworm") == HEADER + (
        "Types: deb\n"
        "URIs: http://mirror.example/debian\n"
        "Suites: bookworm\n"
        "Components: non-free\n"
        "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg\n"
    )


def test_one_line_sources_of_debian_13_keep_their_options_under_their_deb822_names():
    assert non_free_entry(read_sources("sources.list", DEBIAN_13_ONE_LINE), "trixie") == HEADER + (
        "Types: deb\n"
        "URIs: https://mirror.example/debian/\n"
        "Suites: trixie\n"
        "Components: non-free\n"
        "Architectures: amd64 arm64\n"
        "Signed-By: /usr/share/keyrings/debian-archive-keyring.pgp\n"
    )


def test_a_minimal_system_with_one_line_is_enough():
    entry = non_free_entry(read_sources("sources.list", "deb http://mirror.example/debian bookworm main\n"), "bookworm")
    assert entry is not None
    assert "URIs: http://mirror.example/debian\nSuites: bookworm\nComponents: non-free\n" in entry


def test_somebody_elses_archive_is_never_taken_for_debians():
    other = read_sources("other.sources", SOMEBODY_ELSE)
    assert non_free_entry(other, "bookworm") is None
    both = non_free_entry([*other, *read_sources("debian.sources", DEBIAN_12)], "bookworm")
    assert both is not None
    assert "mirror.example" in both


def test_without_keys_the_archive_with_updates_is_debians():
    lines = (
        "deb https://packages.example/debian bookworm main\n"
        "deb http://mirror.example/debian bookworm main\n"
        "deb http://mirror.example/debian bookworm-updates main\n"
    )
    entry = non_free_entry(read_sources("sources.list", lines), "bookworm")
    assert entry is not None
    assert "mirror.example" in entry


def test_where_non_free_is_on_already_nothing_is_to_be_added():
    text = DEBIAN_12.replace("Components: main", "Components: main contrib non-free non-free-firmware", 1)
    assert non_free_entry(read_sources("debian.sources", text), "bookworm") == ""


def test_non_free_firmware_is_not_non_free():
    text = DEBIAN_12.replace("Components: main", "Components: main non-free-firmware", 1)
    assert non_free_entry(read_sources("debian.sources", text), "bookworm")


def test_a_machine_that_follows_stable_stays_with_stable():
    entry = non_free_entry(read_sources("sources.list", "deb http://mirror.example/debian stable main\n"), "trixie")
    assert entry is not None
    assert "Suites: stable\n" in entry


@pytest.mark.parametrize("text", ["Enabled: no\n" + DEBIAN_12.partition("\n\n")[0], "Types: deb-src\nURIs: x\n", ""])
def test_disabled_and_source_only_stanzas_are_no_sources(text: str):
    assert read_sources("debian.sources", text) == []


def test_a_key_written_into_the_stanza_is_kept_whole():
    text = DEBIAN_12.partition("\n\n")[0].replace(
        "/usr/share/keyrings/debian-archive-keyring.gpg",
        "\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abc\n -----END PGP PUBLIC KEY BLOCK-----",
    )
    (source,) = read_sources("debian.sources", text)
    assert source.option("Signed-By").startswith("\n -----BEGIN PGP")
    entry = non_free_entry([source], "bookworm")
    assert entry is not None
    assert read_sources("own.sources", entry) == [
        Source(source.uris, ("bookworm",), ("non-free",), source.options),
    ]
