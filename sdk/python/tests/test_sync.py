from __future__ import annotations

import json
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import List, Optional

from signalbox import Client, Error, Filter, Gateway, Service

from .server import center, registry, until


class Echo(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        text = json.dumps({"path": self.path, "body": json.loads(body)}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        pass


def echo_server(test: unittest.TestCase) -> str:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    test.addCleanup(server.server_close)
    test.addCleanup(server.shutdown)
    return f"http://127.0.0.1:{server.server_port}"


class SyncTest(unittest.TestCase):
    def test_registers_finds_and_leaves(self) -> None:
        client = Client(registry(self).srsr)
        lease = client.register(
            "orders", port=8000, version="1.2", tags=["blue"], weight=3, metadata={"zone": "a"}
        )
        self.assertEqual(lease.instance.address, "http://127.0.0.1:8000")
        self.assertEqual(lease.instance.lease_seconds, 30)
        with client.register("orders", address="http://h:1"):
            self.assertEqual(len(client.lookup("orders").instances), 2)
            for where in (Filter(tags=["blue"]), Filter(version="1.2")):
                found = client.lookup("orders", where).instances
                self.assertEqual([one.id for one in found], [lease.instance.id])
            chosen = client.choose("orders", "hash", "k", Filter(version="1.2"))
            self.assertEqual(chosen, client.lookup("orders", Filter(version="1.2")).instances[0])
            self.assertEqual([(one.name, one.instances) for one in client.services("ord")], [("orders", 2)])
        lease.close()
        lease.close()
        self.assertEqual(client.lookup("orders").instances, ())

    def test_refusals_are_typed(self) -> None:
        client = Client(registry(self).srsr)
        with self.assertRaises(Error) as caught:
            client.register("a", address="h")
        error = caught.exception
        self.assertEqual((error.code, error.status, error.retryable), ("ERR_BAD_ARGUMENT", 400, False))
        with self.assertRaises(Error) as caught:
            client.choose("none")
        self.assertEqual(caught.exception.code, "ERR_NOT_FOUND")
        for address in ("", "localhost:80", "ftp://h"):
            self.assertRaises(ValueError, Client, address)
        self.assertRaises(OSError, Client("http://127.0.0.1:1").lookup, "a")

    def test_heartbeats_keep_it_and_loss_registers_again(self) -> None:
        server = registry(self)
        client = Client(server.srsr)
        told: List[Optional[Exception]] = []
        with client.register("a", port=1, id="mine", lease_seconds=0.6, on_event=told.append):
            client._ask("DELETE", "/v1/instances/mine")
            until(lambda: None in told)
            self.assertEqual(len(client.lookup("a").instances), 1)
            server.stop()
            until(lambda: any(one is not None for one in told))
            told.clear()
            registry(self, port=server.port)
            until(lambda: None in told)
            self.assertEqual([one.id for one in client.lookup("a").instances], ["mine"])

    def test_a_resolver_follows_changes_and_goes_on_alone(self) -> None:
        server = registry(self)
        client = Client(server.srsr)
        changes: List[Service] = []
        with client.resolve("a b/c", on_change=changes.append) as resolver:
            self.assertRaises(Error, resolver.pick)
            with client.register("a b/c", address="http://h:1"):
                until(lambda: len(resolver.instances()) == 1)
                self.assertEqual(resolver.pick().address, "http://h:1")
            until(lambda: len(resolver.instances()) == 0)
            self.assertEqual([len(one.instances) for one in changes], [0, 1, 0])
            lease = client.register("a b/c", address="http://h:2")
            until(lambda: len(resolver.instances()) == 1)
            server.stop()
            until(lambda: resolver.error is not None)
            self.assertEqual(resolver.pick().address, "http://h:2")
            self.assertRaises(OSError, lease.close)
        with client.resolve("b") as never:
            self.assertRaises(TimeoutError, never.instances, 0.2)

    def test_a_listener_that_fails_is_logged_and_stops_nothing(self) -> None:
        client = Client(registry(self).srsr)

        def fail(_service: Service) -> None:
            raise RuntimeError("mine")

        with self.assertLogs("signalbox", "ERROR") as logs:
            with client.resolve("a", on_change=fail) as resolver:
                self.assertEqual(resolver.instances(60), ())
                with client.register("a", address="http://h:1"):
                    until(lambda: len(resolver.instances()) == 1)
        self.assertIn("RuntimeError: mine", logs.output[0])

    def test_a_route_is_called_over_the_gateway(self) -> None:
        server = center(self)
        gateway = Gateway(server.http)
        with Client(server.srsr).register("orders", address=echo_server(self)):

            def is_there() -> bool:
                try:
                    reply = gateway.call("POST /web/orders/stock/7", {"a": 1})
                except Error:
                    return False
                return bool(reply == {"path": "/stock/7", "body": {"a": 1}})

            until(is_there)
        with self.assertRaises(Error) as caught:
            gateway.call("GET /nowhere")
        self.assertEqual((caught.exception.code, caught.exception.status), ("ERR_NO_ROUTE", 404))
        self.assertRaises(ValueError, gateway.call, "nowhere")
