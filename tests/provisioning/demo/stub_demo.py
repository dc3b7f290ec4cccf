"""`cherha demo` with stub roles: `python -m tests.provisioning.demo.stub_demo [deaf|misled] DEMO ARGUMENTS`."""

import sys
from pathlib import Path

from provisioning.demo.command import main

if __name__ == "__main__":
    words = sys.argv[1:]
    manner = [words.pop(0)] if words[0] in ("deaf", "misled") else []
    stub = str(Path(__file__).with_name("stub_role.py"))
    sys.exit(main(words, start=lambda _part: (sys.executable, stub, *manner)))
