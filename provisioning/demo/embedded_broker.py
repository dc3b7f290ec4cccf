"""The embedded broker as a process: `python -m provisioning.demo.embedded_broker rumqttd.toml`."""

from __future__ import annotations

import logging
import sys

from iotcore.iotcore import IotCoreBroker


def main() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    # It reports every packet at level ERROR.
    logging.getLogger("rumqttd").setLevel(logging.CRITICAL)
    IotCoreBroker(config_path=sys.argv[1]).run_forever()


if __name__ == "__main__":
    main()
