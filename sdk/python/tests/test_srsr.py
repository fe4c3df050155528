from __future__ import annotations

import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from signalbox.srsr import ServiceRegistryClient

from .server import registry, until


class Texts(BaseHTTPRequestHandler):
    """Answers as the published description of srsr has it."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        text = b'{"success":"true","address":"http://a:1"}'
        self.send_response(200)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        pass


class SrsrTest(unittest.TestCase):
    def test_38_register_then_deregister(self) -> None:
        server = registry(self)
        client = ServiceRegistryClient(server.srsr, "pyclient", "http://h:1")
        self.assertIs(client.register(), True)
        self.assertEqual(client.lookup("pyclient"), "http://h:1")
        client.deregister()
        self.assertIsNone(client.lookup("pyclient"))

    def test_39_b18_heartbeats_and_registration_after_loss(self) -> None:
        server = registry(self, "-t", "0.5")
        client = ServiceRegistryClient(server.srsr, "pyclient", "http://h:1")
        client.heartbeat_interval_seconds = 0.01
        self.assertTrue(client.register())
        first = client._id
        client._post("/deregister", {"id": first})
        until(lambda: client._id != first)
        self.assertEqual(client.lookup("pyclient"), "http://h:1")
        client.deregister()

    def test_40_41_no_registry_and_no_registration(self) -> None:
        client = ServiceRegistryClient("http://127.0.0.1:1", "pyclient")
        self.assertIs(client.register(), False)
        client.deregister()

    def test_42_43_the_registry_goes(self) -> None:
        server = registry(self)
        client = ServiceRegistryClient(server.srsr, "pyclient")
        client.heartbeat_interval_seconds = 0.01
        self.assertTrue(client.register())
        server.stop()
        threading.Event().wait(0.03)
        registry(self, port=server.port)
        until(lambda: client.lookup("pyclient") == "http://127.0.0.1")
        client.deregister()

    def test_e14_texts_that_say_booleans(self) -> None:
        server = ThreadingHTTPServer(("127.0.0.1", 0), Texts)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        client = ServiceRegistryClient(f"http://127.0.0.1:{server.server_port}", "x")
        self.assertEqual(client.lookup("x"), "http://a:1")

    def test_e16_alive_over_several_leases_and_port_only(self) -> None:
        server = registry(self, "-t", "1")
        client = ServiceRegistryClient(server.srsr, "pyclient", "127.0.0.1:1")
        client.heartbeat_interval_seconds = 0.1
        self.assertTrue(client.register())
        threading.Event().wait(1.5)
        self.assertEqual(client.lookup("pyclient"), "127.0.0.1:1")
        client.deregister()
        self.assertIsNone(client.lookup("pyclient"))
        port_only = ServiceRegistryClient(server.srsr, "pyclient", port="4321")
        self.assertTrue(port_only.register())
        self.assertEqual(client.lookup("pyclient"), "http://127.0.0.1:4321")
        port_only.deregister()
        strict = registry(self, "-strict-address")
        self.assertFalse(ServiceRegistryClient(strict.srsr, "p", "127.0.0.1:1").register())
