"""An appliance that does nothing but say that it is ready, and that has children.

`python stub_role.py [deaf|misled]`: deaf, it and its child hear no SIGTERM; misled, it ends at once with exit code 78.
"""

import os
import signal
import subprocess
import sys
import threading

from broker.bus.appliance import Appliance
from broker.bus.link import Link
from broker.bus.settings import Settings
from broker.contracts.status import About

DEAF = "deaf" in sys.argv


def main() -> None:
    if "misled" in sys.argv:
        sys.stderr.write("the journal is broken\n")
        sys.exit(os.EX_CONFIG)
    settings = Settings.read()
    hall = settings.hall_file()
    ended = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, signal.SIG_IGN if DEAF else lambda *_: ended.set())
    # One child as a voice is, and one in a session of its own, which its parent's process group does not reach.
    subprocess.Popen(["sleep", "600"])
    subprocess.Popen(["sleep", "600"], start_new_session=True)
    link = Link(hall.hall.id, settings.appliance, settings.broker_host, settings.broker_port)
    about = About(role="stub", version="0")
    appliance = Appliance(link, id=settings.appliance, role="stub", version="0", about=about, zone=hall.timezone)
    link.start()
    appliance.ready()
    ended.wait()
    appliance.stop()
    link.stop()


if __name__ == "__main__":
    main()
