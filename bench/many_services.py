"""A hall of as many services as a whole city has, from a seed: for tests, for pictures and for the bench."""

from __future__ import annotations

import json
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

LETTERS = "АБВГДЖКЛМНПРСТУФХЦЧШ"


def names(count: int = 700, seed: int = 4) -> list[tuple[str, str]]:
    """So many different names of services, in Ukrainian and English, in an order by chance."""
    all_names = [
        (" ".join(filter(None, (deed[0], thing[0], whom[0]))), " ".join(filter(None, (deed[1], thing[1], whom[1]))))
        for deed, thing, whom in product(_DEEDS, _THINGS, _FOR_WHOM)
    ]
    return Random(seed).sample(all_names, count)  # noqa: S311 - no secret hangs on it


def hall_file(count: int = 700, seed: int = 4, *, priorities: bool = True) -> str:
    """The text of a hall file with so many services: a tree of groups, life events, matters with three purposes each
    and services of every kind, cards included.
    """
    chance = Random(seed + 1)  # noqa: S311 - no secret hangs on it
    parts = [_HALL, _PRIORITY if priorities else ""]
    parts += [_LINE.format(place=place, letter=letter) for place, letter in enumerate(LETTERS)]
    parts += [_GROUP.format(id=f"area-{n}", more="", uk=uk, en=en) for n, (uk, en) in enumerate(_AREAS)]
    corners = [f"corner-{n}" for n in range(6 * len(_AREAS))]
    for n, corner in enumerate(corners):
        uk, en = _THINGS[n % len(_THINGS)]
        named = {"uk": uk[0].upper() + uk[1:], "en": en[0].upper() + en[1:]}
        parts.append(_GROUP.format(id=corner, more=f'parent = "area-{n // 6}"', **named))
    parts += [
        _GROUP.format(id=f"event-{n}", more="life_event = true", uk=uk, en=en) for n, (uk, en) in enumerate(_EVENTS)
    ]
    left = names(count, seed)
    for n in range(count // 20):
        uk, en = left.pop()
        parts.append(_MATTER.format(id=f"matter-{n}", menu=chance.choice(corners), uk=uk, en=en))
        for purpose, (said, told) in _PURPOSES.items():
            parts.append(
                _SERVICE.format(
                    id=f"matter-{n}-{purpose}",
                    line=chance.randrange(len(LETTERS)),
                    where=f'matter = "matter-{n}"\npurpose = "{purpose}"',
                    uk=f"{uk}: {said}",
                    en=f"{en}: {told}",
                    more=_CARD if purpose == "submit" else "",
                )
            )
    for n in range(count - count // 20 * 3):
        uk, en = left.pop()
        menu = [chance.choice(corners), *([f"event-{n // 40 % len(_EVENTS)}"] if n % 40 == 0 else [])]
        where = f"menu = {json.dumps(menu)}"
        more = _CARD if n % 5 == 0 else ""
        line = chance.randrange(len(LETTERS))
        parts.append(_SERVICE.format(id=f"service-{n}", line=line, where=where, uk=uk, en=en, more=more))
    parts.append(_WINDOW)
    return "\n".join(parts)


_AREAS = (
    ("Місце проживання", "Residence"), ("Паспорти й посвідчення", "Passports and licences"), ("Сім'я та діти", "Family"),
    ("Соціальна підтримка", "Social support"), ("Земля та нерухомість", "Land and property"), ("Бізнес", "Business"),
    ("Транспорт", "Transport"), ("Довідки й витяги", "Certificates"),
)  # fmt: skip
_EVENTS = (
    ("Народилась дитина", "A child is born"), ("Переїзд", "Moving house"), ("Шлюб", "Marriage"),
    ("Померла близька людина", "A relative has died"), ("Повернення зі служби", "Back from service"),
)  # fmt: skip
_PURPOSES = {
    "consultation": ("консультація", "advice"),
    "submit": ("подати", "submit"),
    "pick-up": ("отримати", "pick up"),
}

_HALL = """\
[hall]
id = "many-services"
name = { uk = "ЦНАП із сімома сотнями послуг", en = "A centre of seven hundred services" }

[policy]
stop_issuing = "at-closing"

[[zone]]
id = "hall-1"
name = { uk = "Зал 1", en = "Hall 1" }
"""
_PRIORITY = """\
[[priority]]
id = "veteran"
name = { uk = "Захисники і захисниці", en = "Defenders" }
evidence = { uk = "посвідчення", en = "certificate" }
"""
_LINE = """\
[[line]]
id = "line-{place}"
letter = "{letter}"
name = {{ uk = "Черга {letter}", en = "Line {letter}" }}
"""
_GROUP = """\
[[menu]]
id = "{id}"
{more}
name = {{ uk = "{uk}", en = "{en}" }}
"""
_MATTER = """\
[[matter]]
id = "{id}"
menu = ["{menu}"]
name = {{ uk = "{uk}", en = "{en}" }}
"""
_SERVICE = """\
[[service]]
id = "{id}"
line = "line-{line}"
{where}
name = {{ uk = "{uk}", en = "{en}" }}
{more}
"""
_CARD = """\
bring = [{ uk = "Паспорт або ID-картка", en = "Passport or ID card" }, { uk = "Заява", en = "Application" }]
not_needed = [{ uk = "Довідка про місце проживання", en = "A certificate of residence" }]
fee = { amount = 170 }
term = { uk = "5 робочих днів", en = "5 working days" }
"""
_WINDOW = """\
[[window]]
id = 1
zone = "hall-1"
"""
