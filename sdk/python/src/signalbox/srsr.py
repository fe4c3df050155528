"""A client of srsr ("really simple service registry") with the calls of its own Python client.

Unlike that one it registers again when the registry has lost its entry, and its requests end after five seconds.
"""

from __future__ import annotations

import threading
from typing import Any, Dict, Optional

from ._model import REQUEST_SECONDS, Error, base_of
from ._sync import _Connection

__all__ = ["ServiceRegistryClient"]


class ServiceRegistryClient:
    """Registers one service."""

    def __init__(
        self, server_address: str, client_name: str, client_address: str = "", port: str = ""
    ) -> None:
        self._base = base_of(server_address)
        self._about = {"name": client_name, "address": client_address, "port": str(port)}
        #: Seconds between two heartbeats; entries live for 30 s.
        self.heartbeat_interval_seconds = 20.0
        self._id: Optional[str] = None
        self._closing = threading.Event()
        self._thread: Optional[threading.Thread] = None

    def register(self) -> bool:
        """Registers and begins to beat; False when that fails, whatever the reason."""
        if self._thread is not None:
            return False
        if not self._register():
            return False
        self._closing.clear()
        self._thread = threading.Thread(target=self._beat, name="srsr-heartbeat", daemon=True)
        self._thread.start()
        return True

    def deregister(self) -> None:
        """Ends the heartbeats and takes the entry out; does nothing for one that was not registered."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._closing.set()
        thread.join()
        self._post("/deregister", {"id": self._id})

    def lookup(self, name: str) -> Optional[str]:
        """The address of a service; None where there is none, or nobody answers."""
        reply = self._post("/lookup", {"name": name})
        return str(reply["address"]) if reply is not None and _is_true(reply.get("success")) else None

    def _beat(self) -> None:
        while not self._closing.wait(self.heartbeat_interval_seconds):
            reply = self._post("/heartbeat", {"id": self._id})
            if reply is not None and not _is_true(reply.get("success")):
                self._register()  # the next beat tries again

    def _register(self) -> bool:
        reply = self._post("/register", self._about)
        if reply is None or "id" not in reply:
            return False
        self._id = reply["id"]
        return True

    def _post(self, path: str, body: Dict[str, Any]) -> Optional[Dict[str, Any]]:
        try:
            reply = _Connection(self._base).ask("POST", path, body, REQUEST_SECONDS)
        except (Error, OSError, ValueError):
            return None
        return reply if isinstance(reply, dict) else None


def _is_true(value: object) -> bool:
    """As the published description of srsr has it, a boolean may be a text."""
    return value is True or value == "true"
