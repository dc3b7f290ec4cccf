"""A hall of as many services as a whole city has, from a seed: for tests, for pictures and for the bench."""

from __future__ import annotations

from itertools import product
from random import Random

# What is done, with what, for whom. Everyday names, so that searching them is as hard as in a real catalogue.
_DEEDS = (
    ("Реєстрація", "Registration of"), ("Зняття з обліку", "Removal from the register of"), ("Видача", "Issue of"),
    ("Обмін", "Exchange of"), ("Відновлення", "Renewal of"), ("Погодження", "Approval of"),
    ("Витяг про", "Extract about"), ("Скасування", "Cancellation of"), ("Внесення змін до", "Changes to"),
    ("Продовження", "Extension of"), ("Переоформлення", "Re-issue of"), ("Консультація щодо", "Advice about"),
)  # fmt: skip
_THINGS = (
    ("місця проживання", "residence"), ("закордонного паспорта", "a passport for travel abroad"),
    ("ID-картки", "an ID card"), ("посвідчення водія", "a driving licence"),
    ("свідоцтва про народження", "a birth certificate"), ("шлюбу", "marriage"),
    ("права власності на житло", "ownership of housing"), ("земельної ділянки", "a land plot"),
    ("дозволу на будівництво", "a building permit"), ("підприємця", "a sole trader"),
    ("громадської організації", "an association"), ("юридичної особи", "a company"),
    ("допомоги на догляд", "a carer's benefit"), ("субсидії на тепло", "a heating subsidy"),
    ("статусу ветерана війни", "war veteran status"), ("статусу багатодітної сім'ї", "large family status"),
    ("транспортного засобу", "a vehicle"), ("ліцензії на торгівлю", "a trade licence"),
    ("дозволу на зовнішню рекламу", "an outdoor advertising permit"), ("паспорта прив'язки", "a siting passport"),
    ("довідки про доходи", "an income certificate"), ("електронного підпису", "an electronic signature"),
    ("договору оренди", "a lease"), ("технічних умов на воду", "water connection terms"),
    ("лічильника газу", "a gas meter"), ("пам'ятки архітектури", "a listed building"),
    ("місця в дитсадку", "a nursery place"), ("путівки на оздоровлення", "a health holiday"),
    ("полювання й рибальства", "hunting and fishing"), ("поховання", "burial"),
)  # fmt: skip
_FOR_WHOM = (
    ("", ""), ("для дитини", "for a child"), ("для переселенців", "for displaced people"), ("після втрати", "after a loss"),
    ("за довіреністю", "by proxy"),
)  # fmt: skip

LETTERS = "АБВГДЖЗКЛМНПРСТУФХЦЧ"


def names(count: int = 700, seed: int = 4) -> list[tuple[str, str]]:
    """So many different names of services, in Ukrainian and English, in an order by chance."""
    all_names = [
        (" ".join(filter(None, (deed[0], thing[0], whom[0]))), " ".join(filter(None, (deed[1], thing[1], whom[1]))))
        for deed, thing, whom in product(_DEEDS, _THINGS, _FOR_WHOM)
    ]
    return Random(seed).sample(all_names, count)  # noqa: S311 - no secret hangs on it
