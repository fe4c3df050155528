"""Clients for threads."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from types import TracebackType
from typing import Any, Callable, List, Optional, Tuple, Type
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
    tell_listener,
    wait_path,
)


class _Connection:
    """One request at a time, which another thread can break off."""

    def __init__(self, base: str) -> None:
        parts = urlsplit(base)
        self._kind = (
            http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        )
        self._where = parts.netloc
        self._path = parts.path
        self._current: Optional[http.client.HTTPConnection] = None
        self._is_broken = False

    def ask(self, method: str, path: str, body: Any, seconds: float) -> Any:
        connection = self._kind(self._where, timeout=seconds)
        self._current = connection
        try:
            headers = {} if body is None else {"Content-Type": "application/json"}
            payload = None if body is None else json.dumps(body)
            connection.request(method, self._path + path, payload, headers)
            if self._is_broken:
                raise ConnectionAbortedError("it was closed")
            response = connection.getresponse()
            return read_answer(response.status, response.read())
        except http.client.HTTPException as error:
            raise ConnectionError(f"{self._where}: {error!r}") from error
        finally:
            self._current = None
            connection.close()

    def break_off(self) -> None:
        self._is_broken = True
        current = self._current
        sock = None if current is None else current.sock
        if sock is None:
            return
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # it has ended by itself


class Client:
    """Asks one registry. May be used by many threads."""

    def __init__(self, address: str) -> None:
        """:param address: of the registry, for example ``http://127.0.0.1:4214``."""
        self._base = base_of(address)

    def register(self, name: str, **about: Any) -> "Lease":
        """Registers an instance and keeps it registered until the lease is closed.

        :param about: the fields of :class:`Registration`: address, port, id, version, tags, weight, metadata,
            lease_seconds, check, on_event.
        :raises Error: when it is refused; OSError when the registry cannot be reached.
        """
        return Lease(self, Registration(name, **about))

    def lookup(self, name: str, where: Filter = Filter()) -> Service:
        """The instances of a name; none for a name that is not there."""
        return Service.read(self._ask("GET", service_path(name, "", where.query())))

    def choose(
        self, name: str, policy: str = "random", key: Optional[str] = None, where: Filter = Filter()
    ) -> Instance:
        """Lets the registry choose one that passes.

        :param policy: random, round-robin, weighted, or hash, which wants a key.
        :raises Error: ERR_NOT_FOUND where there is none.
        """
        return Instance.read(self._ask("GET", choose_path(name, policy, key, where))["instance"])

    def services(self, prefix: str = "") -> List[ServiceSize]:
        """The names that begin with a prefix, in order."""
        found: List[ServiceSize] = []
        query = {"prefix": prefix}
        while True:
            page = self._ask("GET", f"/v1/services?{urlencode(query)}")
            found += [ServiceSize(**one) for one in page["services"]]
            if page["next"] is None:
                return found
            query["after"] = page["next"]

    def wait_for_change(
        self, name: str, index: int, seconds: float = WAIT_SECONDS, where: Filter = Filter()
    ) -> Service:
        """As :meth:`lookup`, when there is a change after an index, or the time is over."""
        path = wait_path(name, where, index, seconds)
        return Service.read(self._ask("GET", path, None, REQUEST_SECONDS + seconds))

    def resolve(
        self,
        name: str,
        where: Filter = Filter(),
        on_change: Optional[Callable[[Service], None]] = None,
    ) -> "Resolver":
        """Keeps the instances of a name at hand and follows their changes until it is closed.

        :param on_change: is called from the resolver's thread with each change, the first state included.
        """
        return Resolver(self._base, name, where, on_change)

    def _ask(
        self, method: str, path: str, body: Any = None, seconds: float = REQUEST_SECONDS
    ) -> Any:
        return _Connection(self._base).ask(method, path, body, seconds)


class Lease:
    """Keeps an instance registered until it is closed; a context manager."""

    def __init__(self, client: Client, registration: Registration) -> None:
        """Made by :meth:`Client.register`."""
        self._client = client
        self._registration = registration
        self._closing = threading.Event()
        #: What the registry made of the registration.
        self.instance = self._register()
        self._thread = threading.Thread(target=self._keep, name="signalbox-lease", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends the heartbeats and takes the instance out; may be called more than once.

        One that is gone already is no error. One that cannot be taken out goes when its lease ends.
        """
        self._closing.set()
        if self._thread is not threading.current_thread():
            self._thread.join()
        try:
            self._client._ask("DELETE", f"/v1/instances/{self._registration.id}")
        except Error as error:
            if not is_gone(error):
                raise

    def __enter__(self) -> "Lease":
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        try:
            self.close()
        except OSError:
            pass  # its lease ends by itself; what happened inside counts for more

    def _register(self) -> Instance:
        body = self._registration.body()
        return Instance.read(self._client._ask("POST", "/v1/instances", body))

    def _keep(self) -> None:
        interval = self._registration.lease_seconds / 3
        wait, retry = interval, RETRY_SECONDS_MIN
        while not self._closing.wait(wait):
            try:
                self._beat()
                wait, retry = interval, RETRY_SECONDS_MIN
            except (Error, OSError) as error:
                self._registration.tell(error)
                wait = min(retry, interval)
                retry = min(2 * retry, RETRY_SECONDS_MAX)

    def _beat(self) -> None:
        try:
            self._client._ask("PUT", f"/v1/instances/{self._registration.id}/lease")
        except Error as error:
            if not is_gone(error):
                raise
            self.instance = self._register()
            self._registration.tell(None)


class Resolver:
    """The instances of a name, kept at hand; goes on with what it knows while the registry is away."""

    def __init__(
        self,
        base: str,
        name: str,
        where: Filter,
        on_change: Optional[Callable[[Service], None]],
    ) -> None:
        """Made by :meth:`Client.resolve`."""
        self._name = name
        self._where = where
        self._on_change = on_change
        self._connection = _Connection(base)
        self._known = threading.Event()
        self._closing = threading.Event()
        self._service: Optional[Service] = None
        #: Why the last request failed; None when it did not.
        self.error: Optional[Exception] = None
        self._thread = threading.Thread(target=self._follow, name="signalbox-resolver", daemon=True)
        self._thread.start()

    def instances(self, seconds: float = REQUEST_SECONDS) -> Tuple[Instance, ...]:
        """Those that are known now; the first call waits until the registry has answered once.

        :raises TimeoutError: when it has not within so many seconds.
        """
        if not self._known.wait(seconds) or self._service is None:
            raise TimeoutError(f"no answer for {self._name}: {self.error}")
        return self._service.instances

    def pick(self, seconds: float = REQUEST_SECONDS) -> Instance:
        """One of them, by weight.

        :raises Error: ERR_NOT_FOUND where there is none.
        """
        return pick(self._name, self.instances(seconds))

    def close(self) -> None:
        """Ends it; what it knows stays."""
        self._closing.set()
        self._connection.break_off()
        if self._thread is not threading.current_thread():
            self._thread.join()

    def __enter__(self) -> "Resolver":
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def _follow(self) -> None:
        index: Optional[int] = None
        retry = RETRY_SECONDS_MIN
        while not self._closing.is_set():
            try:
                service = self._next(index)
            except (Error, OSError, ValueError) as error:
                self.error = error
                self._closing.wait(retry)
                retry = min(2 * retry, RETRY_SECONDS_MAX)
                continue
            retry = RETRY_SECONDS_MIN
            self.error = None
            self._service = service
            self._known.set()
            if service.index != index:
                tell_listener(self._on_change, service)
            index = service.index

    def _next(self, index: Optional[int]) -> Service:
        wait = 0.0 if index is None else WAIT_SECONDS
        path = (
            service_path(self._name, "", self._where.query())
            if index is None
            else wait_path(self._name, self._where, index, wait)
        )
        return Service.read(self._connection.ask("GET", path, None, REQUEST_SECONDS + wait))


class Gateway:
    """Calls routes over the HTTP gateway of a center. May be used by many threads."""

    def __init__(self, address: str) -> None:
        """:param address: of the gateway, for example ``http://127.0.0.1:8080``."""
        self._base = base_of(address)

    def call(self, route: str, body: Any = None, seconds: float = 30.0) -> Any:
        """Calls a route and answers with its JSON; None where it has no body.

        :param route: ``GET /stock/7``.
        :param body: is sent as JSON, unless it is None.
        :raises Error: when the route fails or is not there; OSError when the gateway cannot be reached.
        """
        method, path = route_of(route)
        return _Connection(self._base).ask(method, path, body, seconds)
