"""libRHVoice.so.5 as ctypes sees it: the shapes of its C header, and nothing that thinks.

The same layout in 1.8 (Debian 12) and 1.14 (Debian 13): RHVoice.h of the library's version 5 interface.
"""

from __future__ import annotations

import ctypes
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_double, c_int, c_short, c_uint, c_void_p

LIBRARY = "libRHVoice.so.5"

SetSampleRate = CFUNCTYPE(c_int, c_int, c_void_p)
PlaySpeech = CFUNCTYPE(c_int, POINTER(c_short), c_uint, c_void_p)


class Callbacks(Structure):
    """Only the first two are required; the others stay null."""

    _fields_ = [
        ("set_sample_rate", SetSampleRate),
        ("play_speech", PlaySpeech),
        ("process_mark", c_void_p),
        ("word_starts", c_void_p),
        ("word_ends", c_void_p),
        ("sentence_starts", c_void_p),
        ("sentence_ends", c_void_p),
        ("play_audio", c_void_p),
        ("done", c_void_p),
    ]


class InitParams(Structure):
    _fields_ = [
        ("data_path", c_char_p),
        ("config_path", c_char_p),
        ("resource_paths", c_void_p),
        ("callbacks", Callbacks),
        ("options", c_uint),
    ]


class VoiceInfo(Structure):
    _fields_ = [("language", c_char_p), ("name", c_char_p), ("gender", c_int), ("country", c_char_p)]


class SynthParams(Structure):
    """Absolute values are -1…1 around the voice's own, relative ones multiply it."""

    _fields_ = [
        ("voice_profile", c_char_p),
        ("absolute_rate", c_double),
        ("absolute_pitch", c_double),
        ("absolute_volume", c_double),
        ("relative_rate", c_double),
        ("relative_pitch", c_double),
        ("relative_volume", c_double),
        ("punctuation_mode", c_int),
        ("punctuation_list", c_char_p),
        ("capitals_mode", c_int),
        ("flags", c_int),
    ]


def load() -> ctypes.CDLL:
    """The library with its functions' types set. OSError when it is not installed."""
    library = ctypes.CDLL(LIBRARY)
    for name, result, arguments in (
        ("get_version", c_char_p, []),
        ("new_tts_engine", c_void_p, [POINTER(InitParams)]),
        ("delete_tts_engine", None, [c_void_p]),
        ("get_number_of_voices", c_uint, [c_void_p]),
        ("get_voices", POINTER(VoiceInfo), [c_void_p]),
        ("new_message", c_void_p, [c_void_p, c_char_p, c_uint, c_int, POINTER(SynthParams), c_void_p]),
        ("speak", c_int, [c_void_p]),
        ("delete_message", None, [c_void_p]),
    ):
        function = getattr(library, f"RHVoice_{name}")
        function.restype, function.argtypes = result, arguments
    return library
