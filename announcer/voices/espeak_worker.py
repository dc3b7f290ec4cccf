"""One phrase, one process: `python -m announcer.voices.espeak_worker VOICE WPM FILE` with the text on its input.

Exit 0: FILE is written. Exit 1 with a word on stderr: it is not. Only `espeak.Espeak` starts it.
"""

from __future__ import annotations

import sys
import threading

import pyttsx3

PATIENCE = 20.0  # seconds; whoever started us kills us sooner, this is for orphans


def main(voice: str, words_per_minute: str, file: str) -> int:
    mistakes: list[str] = []
    engine = pyttsx3.init("espeak")
    # pyttsx3 passes over an unknown voice in silence and goes on in the old one.
    if voice not in {known.id for known in engine.getProperty("voices")}:
        sys.stderr.write(f"no voice {voice}\n")
        return 1
    engine.connect("error", lambda **what: mistakes.append(str(what)))
    engine.setProperty("voice", voice)
    engine.setProperty("rate", int(words_per_minute))
    # runAndWait comes back while espeak-ng's own thread still speaks; the file is written just before this.
    written = threading.Event()
    engine.connect("finished-utterance", lambda **_: written.set())
    engine.save_to_file(sys.stdin.buffer.read().decode(), file)
    engine.runAndWait()
    if not written.wait(PATIENCE):
        mistakes.append("the utterance did not finish")
    if mistakes:
        sys.stderr.write("\n".join(mistakes) + "\n")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
