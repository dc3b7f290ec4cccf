"""Lets in so many under names of its own, once it is told to begin; a process of a test."""

import sys
from pathlib import Path

from provisioning.authority import certificates
from provisioning.authority.authority import Authority
from tests.provisioning.enrolment.standing import AT

if __name__ == "__main__":
    folder, prefix, count = sys.argv[1:]
    authority, key = Authority(Path(folder)), certificates.new_key()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for number in range(int(count)):
        authority.let_in(certificates.request(key, "box"), f"{prefix}-{number}", "board", AT)
