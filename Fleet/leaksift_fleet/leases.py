"""Which work may send requests to which hosts at the moment, over all workers of a cluster.

leaksift keeps the limits of a host within one run of it: requests in a second, and at once. So that they are kept over
the whole fleet, a host has one run at a time, and a pause before the next one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import ray
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

PATIENCE = 60.0
"""Seconds after which who waits and does not ask again is taken for gone."""


@dataclass
class _Lease:
    work: str
    until: float


@dataclass
class _Wish:
    hosts: frozenset[str]
    seen: float


class Leases:
    """Hands out hosts, all that a run needs together, to who has waited longest."""

    def __init__(self, pause: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        """`pause` is the time between two requests to a host, in seconds."""
        self._pause = pause
        self._clock = clock
        self._leases: dict[str, _Lease] = {}
        """By host. One without work is over, and counts until its end all the same."""
        self._wishes: dict[str, _Wish] = {}
        """By work, in the order in which they came."""

    def request(self, work: str, hosts: Collection[str], seconds: float) -> bool:
        """Whether `work` has all `hosts` from now on, for so many seconds at most; if not, it has to ask again."""
        now = self._clock()
        self._leases = {host: lease for host, lease in self._leases.items() if lease.until > now}
        self._wishes = {who: wish for who, wish in self._wishes.items() if wish.seen > now - PATIENCE}
        wished = frozenset(hosts)
        self._wishes.setdefault(work, _Wish(wished, now)).seen = now
        taken = {host for host, lease in self._leases.items() if lease.work != work}
        for who, wish in self._wishes.items():
            if who == work:
                break
            taken |= wish.hosts
        if not taken.isdisjoint(wished):
            return False
        del self._wishes[work]
        self._leases.update({host: _Lease(work, now + seconds) for host in wished})
        return True

    def give_back(self, work: str, pause: float = 0.0) -> None:
        """`work` has ended; `pause` seconds from now nothing of it is on its way any more."""
        self._wishes.pop(work, None)
        end = self._clock() + max(self._pause, pause)
        self._leases.update({host: _Lease("", end) for host, lease in self._leases.items() if lease.work == work})


class HostLimits:
    """The leases of a cluster: an actor of Ray's, which any worker can call."""

    def __init__(self, rate: int) -> None:
        """Starts the actor, beside the driver. `rate` is of requests to a host in a second."""
        here = NodeAffinitySchedulingStrategy(node_id=ray.get_runtime_context().get_node_id(), soft=True)
        actor = ray.remote(Leases).options(num_cpus=0, max_restarts=-1, max_task_retries=-1, scheduling_strategy=here)
        self._actor: Any = actor.remote(1 / rate)

    def wait(self, work: str, hosts: Collection[str], seconds: float, *, most: float) -> bool:
        """Waits until `work` may send requests to all `hosts`; false when that took more than `most` seconds."""
        deadline = time.monotonic() + most
        pause = 0.05
        while not ray.get(self._actor.request.remote(work, frozenset(hosts), seconds)):
            if time.monotonic() > deadline:
                self.give_back(work)
                return False
            time.sleep(pause)
            pause = min(1.0, pause * 1.5)
        return True

    def give_back(self, work: str, pause: float = 0.0) -> None:
        """As :meth:`Leases.give_back`."""
        self._actor.give_back.remote(work, pause)
