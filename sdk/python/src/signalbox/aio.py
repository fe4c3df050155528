"""The same clients for asyncio."""

from __future__ import annotations

import asyncio
import json
from types import TracebackType
from typing import Any, AsyncIterator, Dict, List, Optional, Set, Tuple, Type
from urllib.parse import urlencode, urlsplit

from ._model import (
    REQUEST_SECONDS,
    RETRY_SECONDS_MAX,
    RETRY_SECONDS_MIN,
    WAIT_SECONDS,
    Error,
    Filter,
    Instance,
    Registration,
    Service,
    ServiceSize,
    base_of,
    choose_path,
    is_gone,
    pick,
    read_answer,
    route_of,
    service_path,
    wait_path,
)

__all__ = ["Client", "Gateway", "Lease", "Resolver"]


async def _ask(base: str, method: str, path: str, body: Any, seconds: float) -> Any:
    try:
        return await asyncio.wait_for(_exchange(base, method, path, body), seconds)
    except asyncio.TimeoutError:
        raise TimeoutError(f"no answer from {base} within {seconds} s") from None


async def _exchange(base: str, method: str, path: str, body: Any) -> Any:
    """One request over a connection of its own."""
    parts = urlsplit(base)
    is_tls = parts.scheme == "https"
    port = parts.port or (443 if is_tls else 80)
    reader, writer = await asyncio.open_connection(parts.hostname, port, ssl=is_tls or None)
    try:
        payload = b"" if body is None else json.dumps(body).encode()
        head = [
            f"{method} {parts.path}{path} HTTP/1.1",
            f"Host: {parts.netloc}",
            f"Content-Length: {len(payload)}",
            "Connection: close",
        ]
        if body is not None:
            head.append("Content-Type: application/json")
        writer.write("\r\n".join([*head, "", ""]).encode("ascii") + payload)
        await writer.drain()
        status, fields = await _read_head(reader)
        return read_answer(status, await _read_body(reader, fields))
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
        raise ConnectionError(f"{base} broke off: {error!r}") from error
    finally:
        writer.close()


async def _read_head(reader: asyncio.StreamReader) -> Tuple[int, Dict[str, str]]:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    fields: Dict[str, str] = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        fields[name.strip().lower()] = value.strip()
    words = lines[0].split(" ")
    if len(words) < 2 or not words[1].isdigit():
        raise ConnectionError(f"no HTTP: {lines[0]!r}")
    return int(words[1]), fields


async def _read_body(reader: asyncio.StreamReader, fields: Dict[str, str]) -> bytes:
    if fields.get("transfer-encoding", "").lower() != "chunked":
        length = fields.get("content-length")
        return await (reader.read() if length is None else reader.readexactly(int(length)))
    parts: List[bytes] = []
    while True:
        size = int((await reader.readuntil(b"\r\n")).split(b";")[0], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)


class Client:
    """Asks one registry."""

    def __init__(self, address: str) -> None:
        """:param address: of the registry, for example ``http://127.0.0.1:4214``."""
        self._base = base_of(address)

    async def register(self, name: str, **about: Any) -> "Lease":
        """Registers an instance and keeps it registered until the lease is closed; see signalbox.Client.register."""
        lease = Lease(self, Registration(name, **about))
        await lease._begin()
        return lease

    async def lookup(self, name: str, where: Filter = Filter()) -> Service:
        """The instances of a name; none for a name that is not there."""
        return Service.read(await self._ask("GET", service_path(name, "", where.query())))

    async def choose(
        self, name: str, policy: str = "random", key: Optional[str] = None, where: Filter = Filter()
    ) -> Instance:
        """Lets the registry choose one that passes; see signalbox.Client.choose."""
        reply = await self._ask("GET", choose_path(name, policy, key, where))
        return Instance.read(reply["instance"])

    async def services(self, prefix: str = "") -> List[ServiceSize]:
        """The names that begin with a prefix, in order."""
        found: List[ServiceSize] = []
        query = {"prefix": prefix}
        while True:
            page = await self._ask("GET", f"/v1/services?{urlencode(query)}")
            found += [ServiceSize(**one) for one in page["services"]]
            if page["next"] is None:
                return found
            query["after"] = page["next"]

    async def wait_for_change(
        self, name: str, index: int, seconds: float = WAIT_SECONDS, where: Filter = Filter()
    ) -> Service:
        """As :meth:`lookup`, when there is a change after an index, or the time is over."""
        path = wait_path(name, where, index, seconds)
        return Service.read(await self._ask("GET", path, None, REQUEST_SECONDS + seconds))

    def resolve(self, name: str, where: Filter = Filter()) -> "Resolver":
        """Keeps the instances of a name at hand from the first use on; close it, or use it with ``async with``."""
        return Resolver(self, name, where)

    async def _ask(
        self, method: str, path: str, body: Any = None, seconds: float = REQUEST_SECONDS
    ) -> Any:
        return await _ask(self._base, method, path, body, seconds)


class Lease:
    """Keeps an instance registered until it is closed; an asynchronous context manager."""

    #: What the registry made of the registration.
    instance: Instance

    def __init__(self, client: Client, registration: Registration) -> None:
        """Made by :meth:`Client.register`."""
        self._client = client
        self._registration = registration
        self._task: Optional["asyncio.Task[None]"] = None

    async def close(self) -> None:
        """Ends the heartbeats and takes the instance out; may be called more than once."""
        await _end(self._task)
        self._task = None
        try:
            await self._client._ask("DELETE", f"/v1/instances/{self._registration.id}")
        except Error as error:
            if not is_gone(error):
                raise

    async def __aenter__(self) -> "Lease":
        return self

    async def __aexit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        try:
            await self.close()
        except OSError:
            pass  # its lease ends by itself; what happened inside counts for more

    async def _begin(self) -> None:
        await self._register()
        self._task = asyncio.create_task(self._keep())

    async def _register(self) -> None:
        body = self._registration.body()
        self.instance = Instance.read(await self._client._ask("POST", "/v1/instances", body))

    async def _keep(self) -> None:
        interval = self._registration.lease_seconds / 3
        wait, retry = interval, RETRY_SECONDS_MIN
        while True:
            await asyncio.sleep(wait)
            try:
                await self._beat()
                wait, retry = interval, RETRY_SECONDS_MIN
            except (Error, OSError) as error:
                self._registration.tell(error)
                wait = min(retry, interval)
                retry = min(2 * retry, RETRY_SECONDS_MAX)

    async def _beat(self) -> None:
        try:
            await self._client._ask("PUT", f"/v1/instances/{self._registration.id}/lease")
        except Error as error:
            if not is_gone(error):
                raise
            await self._register()
            self._registration.tell(None)


class Resolver:
    """The instances of a name, kept at hand; goes on with what it knows while the registry is away."""

    def __init__(self, client: Client, name: str, where: Filter) -> None:
        """Made by :meth:`Client.resolve`."""
        self._client = client
        self._name = name
        self._where = where
        self._known = asyncio.Event()
        self._service: Optional[Service] = None
        self._watchers: Set["asyncio.Queue[Optional[Service]]"] = set()
        self._task: Optional["asyncio.Task[None]"] = None
        #: Why the last request failed; None when it did not.
        self.error: Optional[Exception] = None

    async def instances(self, seconds: float = REQUEST_SECONDS) -> Tuple[Instance, ...]:
        """Those that are known now; the first call waits until the registry has answered once.

        :raises TimeoutError: when it has not within so many seconds.
        """
        self._start()
        try:
            await asyncio.wait_for(self._known.wait(), seconds)
        except asyncio.TimeoutError:
            raise TimeoutError(f"no answer for {self._name}: {self.error}") from None
        return () if self._service is None else self._service.instances

    async def pick(self, seconds: float = REQUEST_SECONDS) -> Instance:
        """One of them, by weight.

        :raises Error: ERR_NOT_FOUND where there is none.
        """
        return pick(self._name, await self.instances(seconds))

    async def watch(self) -> AsyncIterator[Service]:
        """The instances as they are, and then at each change, until close; a reader that is slow gets the newest alone."""
        self._start()
        queue: "asyncio.Queue[Optional[Service]]" = asyncio.Queue(1)
        if self._service is not None:
            queue.put_nowait(self._service)
        self._watchers.add(queue)
        try:
            while True:
                service = await queue.get()
                if service is None:
                    return
                yield service
        finally:
            self._watchers.discard(queue)

    async def close(self) -> None:
        """Ends it, and those who watch; what it knows stays."""
        await _end(self._task)
        self._task = None
        for queue in self._watchers:
            _put_newest(queue, None)

    async def __aenter__(self) -> "Resolver":
        self._start()
        return self

    async def __aexit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        await self.close()

    def _start(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._follow())

    async def _follow(self) -> None:
        index: Optional[int] = None
        retry = RETRY_SECONDS_MIN
        while True:
            try:
                service = await (
                    self._client.lookup(self._name, self._where)
                    if index is None
                    else self._client.wait_for_change(self._name, index, WAIT_SECONDS, self._where)
                )
            except (Error, OSError, ValueError) as error:
                self.error = error
                await asyncio.sleep(retry)
                retry = min(2 * retry, RETRY_SECONDS_MAX)
                continue
            retry = RETRY_SECONDS_MIN
            self.error = None
            self._service = service
            self._known.set()
            if service.index != index:
                for queue in self._watchers:
                    _put_newest(queue, service)
            index = service.index


def _put_newest(queue: "asyncio.Queue[Optional[Service]]", service: Optional[Service]) -> None:
    if queue.full():
        queue.get_nowait()
    queue.put_nowait(service)


async def _end(task: Optional["asyncio.Task[None]"]) -> None:
    if task is None:
        return
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        pass


class Gateway:
    """Calls routes over the HTTP gateway of a center."""

    def __init__(self, address: str) -> None:
        """:param address: of the gateway, for example ``http://127.0.0.1:8080``."""
        self._base = base_of(address)

    async def call(self, route: str, body: Any = None, seconds: float = 30.0) -> Any:
        """Calls a route and answers with its JSON; see signalbox.Gateway.call."""
        method, path = route_of(route)
        return await _ask(self._base, method, path, body, seconds)
