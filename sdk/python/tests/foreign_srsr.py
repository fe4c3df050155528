"""srsr's own Python client (srsrpy 1.1) against our registry; run by itself, for the package is none of ours."""

from __future__ import annotations

import os
import sys
import threading
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from srsrpy import ServiceRegistryClient  # noqa: E402

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "src"))
from signalbox.srsr import ServiceRegistryClient as OurClient  # noqa: E402
from tests.server import registry  # noqa: E402


class ForeignTest(unittest.TestCase):
    def test_registers_beats_and_leaves(self) -> None:
        server = registry(self, "-t", "1")
        ours = OurClient(server.srsr, "asks")
        foreign = ServiceRegistryClient(
            "theirs",
            registry_address=server.srsr,
            service_address="http://h:1",
            heartbeat_interval=0.1,
        )
        self.assertTrue(foreign.register())
        threading.Event().wait(1.5)
        self.assertEqual(ours.lookup("theirs"), "http://h:1")
        foreign.deregister()
        self.assertIsNone(ours.lookup("theirs"))

    def test_port_only_gives_the_clients_address(self) -> None:
        server = registry(self)
        foreign = ServiceRegistryClient("theirs", registry_address=server.srsr, service_port="4321")
        self.assertTrue(foreign.register())
        self.assertEqual(OurClient(server.srsr, "asks").lookup("theirs"), "http://127.0.0.1:4321")
        foreign.deregister()

    def test_a_bad_address_is_refused(self) -> None:
        server = registry(self)
        foreign = ServiceRegistryClient("theirs", registry_address=server.srsr, service_address="localhost")
        self.assertFalse(foreign.register())


if __name__ == "__main__":
    unittest.main()
