"""What the registry and the gateway say, as both clients read and write it."""

from __future__ import annotations

import json
import logging
import random
import re
import uuid
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple
from urllib.parse import quote, urlencode, urlsplit

#: Seconds that one request may take.
REQUEST_SECONDS = 5.0
#: Seconds that an instance lives without a heartbeat, unless its registration says otherwise.
LEASE_SECONDS = 30.0
#: Seconds that one request waits for a change.
WAIT_SECONDS = 30.0
#: Least and most seconds between two tries while the registry is away.
RETRY_SECONDS_MIN = 0.1
RETRY_SECONDS_MAX = 5.0

_ROUTE = re.compile(r"([A-Z]+) (/\S*)")


class Error(Exception):
    """A refusal of the registry or of a route. Codes are stable; docs/ERRORS.md of signalbox lists them."""

    def __init__(self, code: str, text: str, status: int, retryable: bool = False) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text
        #: The HTTP status.
        self.status = status
        #: Whether the same request may succeed when it is made again.
        self.retryable = retryable


#: Told why a heartbeat or a registration failed; None: the instance was registered again.
OnEvent = Callable[[Optional[Exception]], None]


@dataclass(frozen=True)
class Instance:
    """One registered instance of a service."""

    id: str
    name: str
    address: str
    version: str
    tags: Tuple[str, ...]
    weight: int
    metadata: Mapping[str, str]
    #: None for an instance that its checks alone keep.
    lease_seconds: Optional[float]
    check: Mapping[str, Any]
    #: "passing" or "failing".
    state: str
    #: Why it is as it is, for people.
    note: str

    @staticmethod
    def read(fields: Mapping[str, Any]) -> "Instance":
        lease_ms = fields["leaseMs"]
        return Instance(
            id=fields["id"],
            name=fields["name"],
            address=fields["address"],
            version=fields["version"],
            tags=tuple(fields["tags"]),
            weight=fields["weight"],
            metadata=dict(fields["metadata"]),
            lease_seconds=None if lease_ms is None else lease_ms / 1000,
            check=dict(fields["check"]),
            state=fields["state"],
            note=fields["note"],
        )


@dataclass(frozen=True)
class Service:
    """A name with its instances."""

    #: Number of the newest change that this shows.
    index: int
    name: str
    instances: Tuple[Instance, ...]

    @staticmethod
    def read(fields: Mapping[str, Any]) -> "Service":
        instances = tuple(Instance.read(one) for one in fields["instances"])
        return Service(index=fields["index"], name=fields["name"], instances=instances)


@dataclass(frozen=True)
class ServiceSize:
    """A name in a list."""

    name: str
    instances: int
    #: Addresses that may be chosen.
    passing: int


@dataclass(frozen=True)
class Filter:
    """Which instances are wanted; all that pass unless told."""

    #: They must all be there.
    tags: Sequence[str] = ()
    version: Optional[str] = None
    #: Wants those that fail, too.
    any_state: bool = False

    def query(self) -> List[Tuple[str, str]]:
        query = [("tag", tag) for tag in self.tags]
        if self.version is not None:
            query.append(("version", self.version))
        if self.any_state:
            query.append(("state", "any"))
        return query


@dataclass(frozen=True)
class Registration:
    """What an instance says of itself, and how it is kept."""

    name: str
    address: Optional[str] = None
    port: Optional[int] = None
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    version: str = ""
    tags: Sequence[str] = ()
    weight: int = 1
    metadata: Mapping[str, str] = field(default_factory=dict)
    lease_seconds: float = LEASE_SECONDS
    check: Optional[Mapping[str, Any]] = None
    on_event: Optional[OnEvent] = None

    def body(self) -> Dict[str, Any]:
        body: Dict[str, Any] = {
            "id": self.id,
            "name": self.name,
            "version": self.version,
            "tags": list(self.tags),
            "weight": self.weight,
            "metadata": dict(self.metadata),
            "leaseMs": round(self.lease_seconds * 1000),
        }
        for key in ("address", "port", "check"):
            value = getattr(self, key)
            if value is not None:
                body[key] = value
        return body

    def tell(self, error: Optional[Exception]) -> None:
        tell_listener(self.on_event, error)


def tell_listener(listener: Optional[Callable[[Any], None]], what: Any) -> None:
    """Calls what the program gave. Its mistakes are logged: heartbeats and lookups go on."""
    if listener is None:
        return
    try:
        listener(what)
    except Exception:
        logging.getLogger("signalbox").exception("a listener failed")


def base_of(address: str) -> str:
    """Checks the address of a server and cuts the slash off its end."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"address {address!r}: http://host:port is wanted")
    return address.rstrip("/")


def service_path(name: str, rest: str = "", query: Sequence[Tuple[str, str]] = ()) -> str:
    path = f"/v1/services/{quote(name, safe='')}{rest}"
    return f"{path}?{urlencode(query)}" if query else path


def wait_path(name: str, where: Filter, index: int, seconds: float) -> str:
    query = [*where.query(), ("index", str(index)), ("waitMs", str(round(seconds * 1000)))]
    return service_path(name, "", query)


def choose_path(name: str, policy: str, key: Optional[str], where: Filter) -> str:
    query = [pair for pair in where.query() if pair[0] != "state"] + [("policy", policy)]
    return service_path(name, "/choose", query if key is None else [*query, ("key", key)])


def route_of(route: str) -> Tuple[str, str]:
    """Method and path of a route such as `GET /stock/7`."""
    match = _ROUTE.fullmatch(route)
    if match is None:
        raise ValueError(f"route {route!r}: METHOD /path is wanted")
    return match.group(1), match.group(2)


def read_answer(status: int, text: bytes) -> Any:
    """The JSON of an answer; None where there is no body.

    :raises Error: for a refusal.
    """
    if status >= 400:
        raise _read_error(status, text)
    return json.loads(text) if text else None


def _read_error(status: int, text: bytes) -> Error:
    try:
        fields = json.loads(text)
    except ValueError:
        fields = None
    if isinstance(fields, dict):
        if isinstance(fields.get("code"), str):
            return Error(fields["code"], fields.get("text", ""), status, bool(fields.get("retryable")))
        if isinstance(fields.get("id"), str):  # the gateway's errors have micro's form
            return Error(fields["id"], fields.get("detail", ""), status, status in (429, 503))
    return Error("ERR_STATUS", f"status {status}: {text[:200]!r}", status)


def is_gone(error: Exception) -> bool:
    return isinstance(error, Error) and error.status == 404


def pick(name: str, instances: Sequence[Instance]) -> Instance:
    """One of them, by weight."""
    if not instances:
        raise Error("ERR_NOT_FOUND", f"an instance of {name} not found", 404)
    return random.choices(instances, weights=[one.weight for one in instances])[0]
