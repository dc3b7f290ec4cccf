"""What staff are told of the voice is steady: a name that it lacks is no voice that comes and goes."""

import pytest

from announcer.voice_report import VoiceReport
from announcer.voices.choose import UNDERSTOOD

pytestmark = pytest.mark.fast


def test_words_that_a_voice_lacks_are_told_once_and_for_good() -> None:
    told = VoiceReport().after("espeak", "clips", UNDERSTOOD)
    assert told == VoiceReport(lacking=("clips", "espeak"))
    assert told.after("clips", "", UNDERSTOOD) == told
    assert told.after("espeak", "clips", UNDERSTOOD) == told


def test_a_voice_that_failed_is_told_until_it_speaks_again_whatever_others_lack() -> None:
    failed = VoiceReport().after("espeak", "", UNDERSTOOD)
    assert failed == VoiceReport(degraded="espeak")
    assert failed.after("rhvoice", "recordings", UNDERSTOOD) == failed
    assert failed.after("rhvoice", "", UNDERSTOOD) == VoiceReport()


def test_words_that_another_good_voice_has_are_no_problem() -> None:
    assert VoiceReport().after("rhvoice", "recordings", UNDERSTOOD) == VoiceReport()


def test_without_any_voice_the_gong_alone_is_told() -> None:
    assert VoiceReport().after("chime", "", UNDERSTOOD) == VoiceReport(away=True)
