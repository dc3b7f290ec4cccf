"""What goes with a card: the list of what is on it, as people and as programs read it."""

import json

import pytest

from provisioning.image.imager import Weighed, os_list
from provisioning.image.papers import Part, listed, of_debian, of_python, spdx

pytestmark = pytest.mark.fast

# What its schema requires of an entry; os-list-schema.json.
NEEDED_BY_IMAGER = (
    "name", "description", "icon", "url", "extract_size", "extract_sha256", "image_download_size", "release_date"
)  # fmt: skip

STATUS = """\
Package: mosquitto
Status: install ok installed
Architecture: amd64
Version: 2.0.21-1+b1
Description: broker
 of many lines

Package: gone
Status: deinstall ok config-files
Architecture: amd64
Version: 1
"""


def test_what_was_taken_out_is_not_on_the_list():
    assert of_debian(STATUS) == [Part("deb", "mosquitto", "2.0.21-1+b1", "amd64")]


def test_wheels_are_listed_with_their_licence():
    text = "Metadata-Version: 2.4\nName: segno\nVersion: 1.6.6\nLicense-Expression: BSD-3-Clause\n\nwords\n"
    assert of_python([text]) == [Part("pypi", "segno", "1.6.6", licence="BSD-3-Clause")]


def test_the_list_has_one_line_for_each():
    assert listed([Part("deb", "rauc", "1.13-1")]) == "deb\trauc\t1.13-1\n"


def test_every_part_can_be_found_by_its_address():
    told = json.loads(spdx("cherha-amd64", of_debian(STATUS), 0))
    address = told["packages"][0]["externalRefs"][0]["referenceLocator"]
    assert address == "pkg:deb/debian/mosquitto@2.0.21-1%2Bb1?arch=amd64"
    assert told["creationInfo"]["created"] == "1970-01-01T00:00:00Z"
    assert {each["relatedSpdxElement"] for each in told["relationships"]} == {told["packages"][0]["SPDXID"]}


def test_a_python_package_has_the_address_by_which_others_know_it():
    assert Part("pypi", "Kivy_Garden", "0.1.5").address == "pkg:pypi/kivy-garden@0.1.5"
    assert (
        Part("deb", "libstdc++6", "14.2.0-19", "amd64").address == "pkg:deb/debian/libstdc%2B%2B6@14.2.0-19?arch=amd64"
    )


def test_two_builds_of_the_same_agree_to_the_letter():
    assert spdx("a", of_debian(STATUS), 5) == spdx("a", of_debian(STATUS), 5)
    assert spdx("a", of_debian(STATUS), 5) != spdx("a", [], 5)


def test_imager_is_told_the_sizes_and_sums_of_the_card_before_and_after_unpacking():
    text = os_list("file:///card.img.zst", Weighed(20, "aa"), Weighed(10, "bb"), ("Черга", "one card"), 86400)
    (entry,) = json.loads(text)["os_list"]
    assert (entry["extract_size"], entry["extract_sha256"]) == (20, "aa")
    assert (entry["image_download_size"], entry["image_download_sha256"]) == (10, "bb")
    assert (entry["release_date"], entry["url"]) == ("1970-01-02", "file:///card.img.zst")
    assert set(NEEDED_BY_IMAGER) <= set(entry)
