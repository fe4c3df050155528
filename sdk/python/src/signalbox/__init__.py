"""Registers services with a signalbox registry, finds others there, and calls routes through its gateway.

The clients of this module are for threads; those of ``signalbox.aio`` have the same names and are for asyncio.
"""

from ._model import Error, Filter, Instance, Registration, Service, ServiceSize
from ._sync import Client, Gateway, Lease, Resolver

__all__ = [
    "Client",
    "Error",
    "Filter",
    "Gateway",
    "Instance",
    "Lease",
    "Registration",
    "Resolver",
    "Service",
    "ServiceSize",
]
