"""The lists of an image: short, each with its reason, and nothing in them of the place where they were written."""

import re
import stat
import tomllib
from pathlib import Path

import pytest

from provisioning.apt_source import read_sources
from provisioning.image.archive import sources_for
from provisioning.image.build import CannotBuild, layers_of
from provisioning.image.furnish import PLACES, enabled
from provisioning.image.layers import MOST_LINES, read_layer, twice
from provisioning.subcommands import ROLES

pytestmark = pytest.mark.fast

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "images"
FILES = sorted(file for file in IMAGES.rglob("*") if file.is_file() and not file.is_symlink())
# Debian 13 gave some libraries new names when times became 64 bits wide.
RENAMED = {"libmtdev1": "libmtdev1t64"}


def test_every_layer_has_its_reason_and_is_short():
    layers = layers_of()
    assert len({layer.reason for layer in layers}) == len(layers)
    assert all(layer.reason.endswith(".") for layer in layers)
    for file in FILES:
        if file.name != "README.md":
            assert len(file.read_text("utf-8").splitlines()) <= MOST_LINES, file


def test_all_mistakes_of_a_layer_are_told_at_once():
    _, mistakes = read_layer("50-screen", "xserver-xorg-core\nTwo Words\n")
    assert [each.split(":")[1] for each in mistakes] == ["1", "2"]


def test_a_package_in_two_layers_is_a_mistake():
    one, _ = read_layer("10-a", "# Why.\nrauc\n")
    two, _ = read_layer("20-b", "# Why.\nrauc\n")
    assert twice([one, two]) == ["20-b/packages: rauc is in 10-a already"]


def test_a_folder_of_layers_with_mistakes_builds_nothing(tmp_path: Path):
    (tmp_path / "10-a").mkdir()
    (tmp_path / "10-a/packages").write_text("rauc\n")
    with pytest.raises(CannotBuild, match="10-a/packages:1"):
        layers_of(tmp_path)


def test_a_package_may_be_for_one_architecture():
    layer, mistakes = read_layer("20-boot", "# Why.\ngrub-efi-amd64-bin [amd64]\nrauc\n")
    assert not mistakes
    assert layer.packages_for("arm64") == ["rauc"]
    assert layer.packages_for("amd64") == ["grub-efi-amd64-bin", "rauc"]


def test_what_a_role_needs_of_debian_is_on_the_card():
    needed = tomllib.loads((ROOT / "provisioning/system/packages.toml").read_text("utf-8"))
    on_the_card = {package for layer in layers_of() for package in layer.packages_for("amd64")}
    of_roles = {RENAMED.get(name, name) for name, entry in needed.items() if set(entry["for"]) & set(ROLES)}
    assert of_roles <= on_the_card


def test_nothing_names_a_host():
    for file in FILES:
        if file.suffix != ".md":
            assert not re.search(r"\b(https?|ftp)://", file.read_text("utf-8")), file


def test_packages_come_from_the_machines_own_mirror():
    machine = (
        "deb https://mirror.example/extra trixie main\n".replace("deb ", "deb [signed-by=/k/other.gpg] ")
        + "deb http://one.example/debian bookworm main\n"
        + "deb http://one.example/debian bookworm-updates main\n"
        + "deb http://two.example/security bookworm-security main\n"
    )
    lines = sources_for("trixie", "main non-free", read_sources("sources.list", machine))
    assert [line.split()[2:4] for line in lines] == [
        ["http://one.example/debian", "trixie"],
        ["http://one.example/debian", "trixie-updates"],
        ["http://two.example/security", "trixie-security"],
    ]


def test_a_machine_without_a_debian_archive_is_told_so():
    assert sources_for("trixie", "main", []) == []


def test_programs_of_an_overlay_may_be_run_and_nothing_else():
    for file in FILES:
        if "overlay" in file.parts or "early" in file.parts:
            runs = bool(file.stat().st_mode & stat.S_IXUSR)
            assert runs == (file.parent.name in {"libexec", "bin"}), file
            assert runs == file.read_text("utf-8").startswith("#!"), file


def test_every_program_that_a_unit_of_ours_starts_is_there():
    laid = {f"/{PLACES['libexec']}/{file.name}" for file in (ROOT / "systemd/libexec").iterdir()}
    for overlay in IMAGES.glob("layers/*/overlay"):
        laid |= {f"/{file.relative_to(overlay)}" for file in overlay.rglob("*") if file.is_file()}
    for unit in (*IMAGES.rglob("*.service"), *(ROOT / "systemd/system").glob("*.service")):
        if not unit.is_symlink():
            for program in re.findall(r"^ExecStart=(/opt/cherha/libexec/\S+)", unit.read_text("utf-8"), re.MULTILINE):
                assert program in laid, unit


def test_what_is_masked_is_no_unit_of_ours():
    ours = {unit.name for unit in (ROOT / "systemd/system").iterdir()}
    for link in IMAGES.rglob("*"):
        if link.is_symlink():
            assert link.readlink() == Path("/dev/null"), link
            assert link.name not in ours


def test_every_folder_of_units_has_its_place_on_the_card():
    folders = {folder.name for folder in (ROOT / "systemd").iterdir() if folder.is_dir()}
    assert folders == set(PLACES)


def test_units_that_say_when_they_start_are_switched_on(tmp_path: Path):
    (tmp_path / "a.service").write_text("[Install]\nWantedBy=multi-user.target\n")
    (tmp_path / "b.service").write_text("[Service]\n")
    (tmp_path / "c.service").symlink_to("/dev/null")
    assert enabled(tmp_path) == ["a.service"]
