"""The demo, whose broker says everything that it is asked for and everything that it denies."""

import sys

from broker.mosquitto import configuration
from provisioning.demo.command import main

secure = configuration.secure
configuration.secure = lambda **given: f"{secure(**given)}\nlog_type all\n"  # type: ignore[assignment]

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
