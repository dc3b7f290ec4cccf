"""The hall kit: made once, copied by hand onto many cards, and read as an editor has left it."""

from pathlib import Path

import pytest

from broker.bus.on_disk import look_of
from broker.contracts.errors import ConfigError
from broker.contracts.mistakes.words import told
from provisioning.kit.command import main
from provisioning.kit.reading import SCRUBBED, decoded, read, scrubbed, shown
from provisioning.kit.schema import KEYS
from provisioning.kit.scrubbing import scrub
from provisioning.kit.signing import need_unchanged

pytestmark = pytest.mark.fast

HALL = Path(__file__).parents[3] / "provisioning" / "demo" / "hall.toml"


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("kit")
    made = folder / "hall-kit.toml"
    words = ["--address", "192.168.1.10", "--technician", "Олена, 050 000-00-00", "--out", str(made)]
    assert main(["make", str(HALL), "--authority", str(folder / "authority"), *words]) == 0
    assert main(["check", str(made)]) == 0
    return made.read_bytes()


def good(content: bytes) -> dict[str, object]:
    values, _ = read(content)
    need_unchanged(values)
    return values


def test_it_is_small_and_says_where_the_hall_is(kit: bytes):
    values = good(kit)
    assert (values["hall"], values["address"], values["port"]) == ("lotsman", "192.168.1.10", 8443)
    assert len(kit) < 4096


@pytest.mark.parametrize(
    "edited",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace('"192.168.1.10"', "“192.168.1.10”").replace('"lotsman"', "«lotsman»"),
        lambda text: text.replace(" = ", "="),
        lambda text: text + "\n\n# a remark of mine\n",
    ],
)
def test_an_editor_does_it_no_harm(kit: bytes, edited: object):
    assert callable(edited)
    assert good(edited(kit.decode()).encode()) == good(kit)


def test_notepads_unicode_is_read_too(kit: bytes):
    assert good(kit.decode().encode("utf-16")) == good(kit)


@pytest.mark.parametrize(("old", "new"), [("192.168.1.10", "192.168.1.66"), ("lotsman", "other"), ("8443", "8444")])
def test_a_changed_kit_is_not_believed(kit: bytes, old: str, new: str):
    with pytest.raises(ConfigError, match="changed"):
        good(kit.decode().replace(old, new).encode())


def test_every_mistake_is_told_with_its_line(kit: bytes):
    text = (
        kit.decode().replace('address = "192.168.1.10"', 'address = "192.168.1.10').replace("port = 8443", "port = 0")
    )
    with pytest.raises(ConfigError) as wrong:
        read(text.encode())
    lines = text.splitlines()
    at = lines.index("port = 0") + 1
    assert any(mistake.startswith(f"hall-kit.toml:{at}: port: ") for mistake in wrong.value.mistakes)
    assert any(
        f":{lines.index('address = ' + chr(34) + '192.168.1.10') + 1}: " in each for each in wrong.value.mistakes
    )


def test_what_is_missing_and_what_is_unknown_is_told(kit: bytes):
    with pytest.raises(ConfigError, match="token is missing"):
        read(b"\n".join(line for line in kit.splitlines() if not line.startswith(b"token")))
    _, remarks = read(kit + b'adress = "x"\n')
    assert len(remarks) == 1
    assert "did you mean address?" in told(remarks[0])


def test_no_secret_stays_on_the_card_and_no_secret_or_name_gets_into_a_log(kit: bytes):
    values = good(kit)
    left = scrubbed(kit)
    assert str(values["token"]).encode() not in left
    with pytest.raises(ConfigError, match="used up"):
        read(left)
    assert SCRUBBED.encode() in left
    told = str(shown(values))
    for key in KEYS:
        if key.kind != "plain":
            assert str(values[key.name]) not in told


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_secret_is_overwritten_where_it_lies(kit: bytes, encoding: str, tmp_path: Path):
    """A second name of the same place on the disk shows what is left there."""
    card, place = tmp_path / "hall-kit.toml", tmp_path / "place"
    card.write_bytes(kit.decode().replace("\n", "\r\n").encode(encoding))
    before = card.stat().st_size
    place.hardlink_to(card)
    scrub(card)
    token = str(good(kit)["token"])
    assert token not in decoded(place.read_bytes())
    assert place.stat().st_size == before, "not a byte of it lies beyond"
    assert SCRUBBED in decoded(card.read_bytes())
    done = look_of(card)
    scrub(card)
    assert look_of(card) == done, "the card is written once"


def test_a_file_that_is_no_text_is_told_of(kit: bytes):
    with pytest.raises(ConfigError, match="no text"):
        read(b"\xff" + kit)
