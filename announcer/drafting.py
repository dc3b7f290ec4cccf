"""Lets a drafted phrase be heard by whoever drafts it, and by nobody in the hall: asked from afar (`do` `try-phrase`)."""

from __future__ import annotations

import base64

from msgspec import Struct, ValidationError, convert

from announcer.announcing import AREA, PHRASES, Announcer
from announcer.sound.files import encode
from announcer.sound.pcm import read
from announcer.trying import tried
from broker.bus.appliance import Outcome, Sound
from broker.contracts import hall_phrases
from broker.contracts.errors import ConfigError
from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import Phrases
from broker.contracts.status import Do

WHAT = "try-phrase"
PATIENCE = 30.0  # seconds; what the hall is to hear is made first


class Draft(Struct, frozen=True, forbid_unknown_fields=True):
    """`phrases`: the text of such a file; `key`: of it, or of what was shipped."""

    key: str
    language: str
    phrases: str = ""


def let_drafts_be_heard(announcer: Announcer, hall: HallFile) -> None:
    """Teach it to say what it is sent into a file, by the voice that would say it in the hall."""

    def try_phrase(do: Do) -> Outcome:
        try:
            draft = convert(do.arguments, Draft)
            phrases = Phrases.load(PHRASES)
            phrases.speak(hall_phrases.parse(draft.phrases, {AREA: phrases}, part=True).get(AREA, {}))
            phrase = tried(phrases, hall, draft.language, draft.key)
        except (ValidationError, ConfigError, KeyError, ValueError) as wrong:
            return "failed", str(wrong), ""
        file = announcer.workshop.make(phrase).result(PATIENCE)
        if file is None:
            return "failed", "no voice can say it", ""
        return "done", phrase.text, Sound(base64.b64encode(encode(read(file))).decode("ascii"))

    announcer.appliance.can(WHAT, try_phrase)
