from __future__ import annotations

import asyncio
import unittest
from typing import List, Optional

from signalbox import Error, Filter
from signalbox.aio import Client, Gateway

from .server import center, registry
from .test_sync import echo_server


async def soon(told: List[Optional[Exception]]) -> None:
    while None not in told:
        await asyncio.sleep(0.005)


class AsyncTest(unittest.IsolatedAsyncioTestCase):
    async def test_registers_finds_and_leaves(self) -> None:
        client = Client(registry(self).srsr)
        async with await client.register("orders", port=8000, tags=["blue"]) as lease:
            self.assertEqual(lease.instance.address, "http://127.0.0.1:8000")
            self.assertEqual(len((await client.lookup("orders", Filter(tags=["blue"]))).instances), 1)
            self.assertEqual((await client.choose("orders")).id, lease.instance.id)
            self.assertEqual([one.name for one in await client.services()], ["orders"])
        await lease.close()
        self.assertEqual((await client.lookup("orders")).instances, ())
        with self.assertRaises(Error):
            await client.register("a", address="h")

    async def test_loss_registers_again(self) -> None:
        server = registry(self)
        client = Client(server.srsr)
        told: List[Optional[Exception]] = []
        async with await client.register("a", port=1, id="mine", lease_seconds=0.6, on_event=told.append):
            await client._ask("DELETE", "/v1/instances/mine")
            await asyncio.wait_for(soon(told), 20)
            server.stop()
            told.clear()
            registry(self, port=server.port)
            await asyncio.wait_for(soon(told), 20)

    async def test_a_resolver_follows_changes(self) -> None:
        client = Client(registry(self).srsr)
        async with client.resolve("a") as resolver:
            with self.assertRaises(Error):
                await resolver.pick()
            changes = resolver.watch()
            self.assertEqual(len((await changes.__anext__()).instances), 0)
            async with await client.register("a", address="http://h:1"):
                self.assertEqual(len((await changes.__anext__()).instances), 1)
                self.assertEqual((await resolver.pick()).address, "http://h:1")
            self.assertEqual(len((await changes.__anext__()).instances), 0)
        with self.assertRaises(StopAsyncIteration):
            await asyncio.wait_for(changes.__anext__(), 60)

    async def test_a_route_is_called_over_the_gateway(self) -> None:
        server = center(self)
        gateway = Gateway(server.http)
        async with await Client(server.srsr).register("orders", address=echo_server(self)):
            for _ in range(1_000):
                try:
                    reply = await gateway.call("POST /web/orders/x", {"a": 1})
                    break
                except Error:
                    await asyncio.sleep(0.01)
            self.assertEqual(reply, {"path": "/x", "body": {"a": 1}})
        with self.assertRaises(Error):
            await gateway.call("GET /nowhere")
