"""A technician learns what is wrong with the tree of the menu, its matters, purposes and fees, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import parse, remarks

pytestmark = pytest.mark.fast

GOOD = (
    (Path(__file__).with_name("hall_files") / "good.toml").read_text("utf-8")
    + """
[[menu]]
id = "identity"
parent = "papers"
name = { uk = "Паспорти", en = "Passports" }

[[menu]]
id = "birth"
life_event = true
name = { uk = "Народилась дитина", en = "A child is born" }

[[menu]]
id = "first-days"
parent = "birth"
life_event = true
name = { uk = "Перші дні", en = "The first days" }

[[purpose]]
id = "complaint"
name = { uk = "Скарга", en = "Complaint" }

[[matter]]
id = "passport"
menu = ["identity", "first-days"]
name = { uk = "Закордонний паспорт", en = "Passport for travel abroad" }

[[service]]
id = "passport-submit"
matter = "passport"
purpose = "submit"
line = "passport"
name = { uk = "Закордонний паспорт: подати документи", en = "Passport: submit documents" }
not_needed = [{ uk = "довідка про місце проживання", en = "certificate of residence" }]
bring = [{ uk = "паспорт", en = "ID card" }, { uk = "квитанція", en = "receipt" }]
fee = { amount = 790, note = { uk = "карткою", en = "by card" } }
term = { uk = "20 робочих днів", en = "20 working days" }

[[service]]
id = "passport-complaint"
matter = "passport"
purpose = "complaint"
line = "passport"
name = { uk = "Закордонний паспорт: скарга", en = "Passport: complaint" }
fee = { amount = 0 }
"""
)


def said(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    return caught.value.mistakes


def test_the_offer_is_read() -> None:
    hall = parse(GOOD)
    assert [(g.id, g.parent, g.life_event) for g in hall.menu][-3:] == [
        ("identity", "papers", False),
        ("birth", "", True),
        ("first-days", "birth", True),
    ]
    submit = hall.services["passport-submit"]
    assert (submit.matter, submit.purpose) == ("passport", "submit")
    assert submit.fee is not None
    assert (submit.fee.amount, len(submit.bring), len(submit.not_needed)) == (790, 2, 1)
    assert hall.matters["passport"].menu == ("identity", "first-days")
    assert hall.policy.menu_order == "by-demand"
    assert remarks(GOOD) == []


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        ('parent = "papers"', 'parent = "paper"', 'did you mean "papers"?'),
        ('parent = "papers"', 'parent = "identity"', "the group stands in itself: identity in identity"),
        ('parent = "papers"', 'parent = "papers"\nlife_event = true', "a life event has a way of its own"),
        ('menu = ["identity", "first', 'menu = ["identiti", "first', 'did you mean "identity"?'),
        (
            'matter = "passport"\npurpose = "submit"',
            'matter = "pasport"\npurpose = "submit"',
            'did you mean "passport"?',
        ),
        ('purpose = "submit"', 'purpose = "submitt"', 'did you mean "submit"?'),
        ('purpose = "submit"', 'purpose = "complaint"', 'the service "passport-submit" is for this purpose'),
        ('purpose = "submit"', "", 'which purpose of "passport" is it for?'),
        ('matter = "passport"\npurpose = "submit"', 'purpose = "submit"', "a purpose of what?"),
        ('purpose = "submit"', 'purpose = "submit"\nmenu = ["papers"]', 'take "menu" away'),
        ("amount = 790", "amount = -1", "it must be 0 or more"),
        ("amount = 790", "amont = 790", "it must be a fee in braces"),
        ('term = { uk = "20', 'term = { ua = "20', "there are no Ukrainian words"),
        ('bring = [{ uk = "паспорт", ', "bring = [{ ", "there are no Ukrainian words"),
        ('id = "complaint"', 'id = "Complaint"', "must be 1 to 40 of a-z"),
    ],
)
def test_a_mistake_is_told_with_what_to_do(good: str, bad: str, words: str) -> None:
    assert good in GOOD
    found = said(GOOD.replace(good, bad, 1))
    assert [mistake for mistake in found if words in mistake], found


def test_a_circle_of_groups_is_told_with_its_way_round() -> None:
    circle = GOOD.replace('id = "papers"', 'id = "papers"\nparent = "identity"', 1)
    assert any("papers in identity in papers" in mistake for mistake in said(circle))


def test_a_group_too_deep_to_be_found_is_told() -> None:
    deep = "".join(
        f'\n[[menu]]\nid = "deep-{n}"\nparent = "{f"deep-{n - 1}" if n else "identity"}"\nname = {{ uk = "{n}", en = "{n}" }}\n'
        for n in range(5)
    )
    assert any("7 touches deep" in mistake for mistake in said(GOOD + deep))
    assert any(
        'nothing stands in the group "deep-0"' in r for r in remarks(GOOD + deep.split('\n[[menu]]\nid = "deep-1')[0])
    )


def test_a_matter_without_services_is_odd() -> None:
    alone = GOOD + '\n[[matter]]\nid = "car"\nname = { uk = "Авто", en = "Car" }\n'
    assert any('no service is about the matter "car"' in remark for remark in remarks(alone))
