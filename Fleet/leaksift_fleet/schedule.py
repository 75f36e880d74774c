"""Giving tasks to Ray: a bounded number at a time, and again what failed in passing."""

from __future__ import annotations

import heapq
import itertools
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import ray
from ray.exceptions import RayError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from leaksift_fleet import task
from leaksift_fleet.states import Outcome, State
from leaksift_fleet.task import Answer, Settings, Task

LOGGER = logging.getLogger("leaksift_fleet")


@dataclass(frozen=True)
class Patience:
    """How often a task is tried."""

    attempts: int = 3
    pause: float = 5.0
    """Seconds before the second attempt; twice as long before each further one."""


class ClusterError(Exception):
    """There is no cluster to run on: why."""


@dataclass(frozen=True)
class Cluster:
    """Where tasks run."""

    address: str | None = None
    """Of a cluster's head (`auto`, `HOST:PORT`, `ray://HOST:PORT`); a cluster of this machine alone without one."""
    processors: int | None = None
    """Of this machine that tasks may use; all of them without a number."""

    def connect(self) -> None:
        """Starts or joins the cluster. Raises :class:`ClusterError`."""
        try:
            self._connect()
        except (ConnectionError, ValueError, RuntimeError, OSError, RayError) as error:
            where = f"cannot join the cluster at {self.address}" if self.address else "cannot start Ray on this machine"
            raise ClusterError(f"{where}: {str(error).strip() or type(error).__name__}") from error

    def _connect(self) -> None:
        if self.address is not None:
            ray.init(address=self.address, log_to_driver=False, logging_level=logging.ERROR)
            return
        ray.init(
            # Without it Ray joins a cluster that somebody else runs on this machine.
            address="local",
            num_cpus=self.processors,
            include_dashboard=False,
            log_to_driver=False,
            logging_level=logging.ERROR,
            _node_ip_address="127.0.0.1",
        )


@ray.remote(max_retries=0)
def _run(work: Task) -> Answer:
    return task.run(work)


@ray.remote(max_retries=0, num_cpus=0)
def _sweep(settings: Settings) -> None:
    task.sweep(settings)


def sweep(settings: Settings) -> None:
    """Deletes on every node what is left of a run; a node that does not answer within a minute is left."""
    places = [NodeAffinitySchedulingStrategy(node_id=node["NodeID"], soft=False) for node in _nodes() if node["Alive"]]
    swept = [_sweep.options(scheduling_strategy=place).remote(settings) for place in places]
    if swept:
        ray.wait(swept, num_returns=len(swept), timeout=60)


class Schedule:
    """Runs tasks on the cluster, the first ones first."""

    def __init__(self, tasks: Iterable[Task], patience: Patience, *, processors_each: int) -> None:
        self._waiting: Iterator[tuple[Task, int]] = ((work, 1) for work in tasks)
        self._patience = patience
        self._processors_each = processors_each
        self._running: dict[Any, tuple[Task, int]] = {}
        self._later: list[tuple[float, int, Task, int]] = []
        """Failed attempts by the time at which the next one begins."""
        self._order = itertools.count()

    def answers(self, *, on_retry: Callable[[str, str], None] = lambda name, reason: None) -> Iterator[Answer]:
        """Yields an answer for each task, as they come; the last attempt's if none succeeds."""
        while self._submitted() or self._running or self._later:
            if not self._running:
                time.sleep(max(0.0, self._later[0][0] - time.monotonic()))
                continue
            ready, _ = ray.wait(list(self._running), timeout=1.0)
            for reference in ready:
                work, attempt = self._running.pop(reference)
                answer = self._received(reference, work)
                if answer.is_worth_another_try and attempt < self._patience.attempts:
                    on_retry(answer.outcome.name, answer.outcome.reason)
                    pause = self._patience.pause * 2 ** (attempt - 1)
                    heapq.heappush(self._later, (time.monotonic() + pause, next(self._order), work, attempt + 1))
                else:
                    yield answer

    def _submitted(self) -> bool:
        """Submits tasks until the cluster has some in hand; whether any was."""
        submitted = False
        most = self._most_running()
        while len(self._running) < most:
            following = self._next()
            if following is None:
                break
            work, attempt = following
            self._running[self._start(work, attempt)] = following
            submitted = True
        return submitted

    def _next(self) -> tuple[Task, int] | None:
        if self._later and self._later[0][0] <= time.monotonic():
            _, _, work, attempt = heapq.heappop(self._later)
            return work, attempt
        return next(self._waiting, None)

    def _start(self, work: Task, attempt: int) -> Any:
        options: dict[str, Any] = {"num_cpus": self._processors_each, "name": f"scan {work.repository.name}"}
        nodes = sorted(node["NodeID"] for node in _nodes() if node["Alive"]) if attempt > 1 else []
        if len(nodes) > 1:
            # Another attempt goes to another node, if that has room.
            place = nodes[(hash(work.repository.name) + attempt) % len(nodes)]
            options["scheduling_strategy"] = NodeAffinitySchedulingStrategy(node_id=place, soft=True)
        return _run.options(**options).remote(work)

    def _most_running(self) -> int:
        """Twice what runs at a time: a worker has its next task at once, and large ones are not handed out early."""
        processors = _processors()
        return max(2, 2 * processors // self._processors_each)

    @staticmethod
    def _received(reference: Any, work: Task) -> Answer:
        try:
            answer: Answer = ray.get(reference)
            return answer
        except RayError as error:
            lines = str(error).strip().splitlines()
            reason = f"the worker was lost: {type(error).__name__}" + (f": {lines[0][:200]}" if lines else "")
            LOGGER.debug("%s: %s", work.repository.name, error)
            return Answer(Outcome(work.repository.name, State.FAILED, reason), is_worth_another_try=True)


def _nodes() -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = ray.nodes()  # type: ignore[no-untyped-call]
    return nodes


def _processors() -> int:
    return int(ray.cluster_resources().get("CPU", 1))  # type: ignore[no-untyped-call]
