"""A small hall for the dispenser's tests, and what its queue-master would answer."""

from datetime import UTC, datetime, timedelta

from broker.contracts.events import Estimate
from broker.contracts.hall_check import parse
from broker.contracts.hall_file import HallFile
from broker.contracts.replies import Reply, TicketView

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

_TOP = """
[hall]
id = "test-hall"
name = { uk = "ЦНАП м. Кам'янське", en = "Kamianske service centre" }

[[zone]]
id = "hall-1"
name = { uk = "Зал 1", en = "Hall 1" }

[[line]]
id = "residence"
letter = "А"
name = { uk = "Місце проживання", en = "Residence" }

[[line]]
id = "land"
letter = "К"
name = { uk = "Земля", en = "Land" }

[[window]]
id = 1
zone = "hall-1"
accessible = true

[[priority]]
id = "veteran"
name = { uk = "Захисники і захисниці", en = "Defenders" }
evidence = { uk = "посвідчення учасника бойових дій", en = "combatant's certificate" }

[[menu]]
id = "residence"
name = { uk = "Місце проживання", en = "Residence" }

[[menu]]
id = "land"
name = { uk = "Земля та майно", en = "Land and property" }
"""


_OFFER = """
[[menu]]
id = "papers"
name = { uk = "Документи", en = "Papers" }

[[menu]]
id = "old-papers"
parent = "papers"
name = { uk = "Старі документи", en = "Old papers" }

[[menu]]
id = "birth"
life_event = true
name = { uk = "Народилась дитина", en = "A child is born" }

[[matter]]
id = "passport"
menu = ["papers", "birth"]
name = { uk = "Закордонний паспорт", en = "Passport for travel abroad" }

[[purpose]]
id = "complaint"
name = { uk = "Скарга", en = "Complaint" }

[[service]]
id = "passport-submit"
matter = "passport"
purpose = "submit"
line = "residence"
name = { uk = "Закордонний паспорт: подати", en = "Passport: submit" }
not_needed = [{ uk = "довідка", en = "a certificate" }]
bring = [{ uk = "паспорт", en = "ID card" }, { uk = "квитанція", en = "receipt" }]
fee = { amount = 790.5, note = { uk = "карткою", en = "by card" } }
term = { uk = "20 днів", en = "20 days" }

[[service]]
id = "passport-complaint"
matter = "passport"
purpose = "complaint"
line = "land"
name = { uk = "Закордонний паспорт: скарга", en = "Passport: complaint" }

[[service]]
id = "archive"
line = "land"
menu = ["old-papers", "papers"]
name = { uk = "Архівний витяг", en = "Archive extract" }
fee = { amount = 0 }

[[service]]
id = "archive-copy"
line = "land"
menu = ["old-papers"]
name = { uk = "Копія", en = "Copy" }
"""


def hall(residence: int = 10, *, plain: bool = False, offer: bool = False, documents: bool = False) -> HallFile:
    """`residence` services in one group, one land service in another. `plain`: no priorities, no accessible window.
    `offer`: a tree, a life event, a matter, services with a card.
    `documents`: visitors may ask whether theirs is ready.
    """
    text = _TOP
    for n in range(residence):
        text += f"""
[[service]]
id = "residence-{n}"
line = "residence"
menu = ["residence"]
name = {{ uk = "Послуга {n}", en = "Service {n}" }}
"""
    text += """
[[service]]
id = "plot"
line = "land"
menu = ["land"]
name = { uk = "Земельна ділянка", en = "Land plot" }

[[service]]
id = "wedding"
line = "land"
menu = ["land"]
modes = ["booking"]
name = { uk = "Шлюб", en = "Marriage" }
"""
    text += _OFFER if offer else ""
    text += '\n[documents]\nservice = "plot"\n' if documents else ""
    if plain:
        text = text.replace("accessible = true", "")
        before, _, rest = text.partition("[[priority]]")
        text = before + rest[rest.index("[[menu]]") :]
    return parse(text)


def ticket(ticket_id: str, number: str = "А042", **fields: object) -> TicketView:
    given: dict[str, object] = {
        "id": ticket_id,
        "number": number,
        "service": "plot",
        "line": "land",
        "zone": "hall-1",
        "issued_at": MORNING,
        "ahead": 7,
        "estimate": Estimate(
            earliest=MORNING + timedelta(minutes=21),
            likely=MORNING + timedelta(minutes=27),
            latest=MORNING + timedelta(minutes=36),
        ),
    }
    return TicketView(**(given | fields))  # type: ignore[arg-type]


def done(ticket_id: str) -> Reply:
    return Reply(id=ticket_id, status="done", seq=1, ticket=ticket(ticket_id))


def refused(ticket_id: str) -> Reply:
    words = {"uk": "Запис на сьогодні завершено.", "en": "No more tickets today."}
    return Reply(id=ticket_id, status="refused", reason="line-closed", message=words)
