"""Giving tasks to Ray: a bounded number at a time, and again what failed in passing."""

from __future__ import annotations

import contextlib
import heapq
import itertools
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import ray
from ray.exceptions import RayError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from leaksift_fleet import task
from leaksift_fleet.workplace import Settings

LOGGER = logging.getLogger("leaksift_fleet")


class Answer(Protocol):
    """What comes of a piece of work."""

    @property
    def name(self) -> str:
        """That of the work."""

    @property
    def reason(self) -> str:
        """Why it failed."""

    @property
    def is_worth_another_try(self) -> bool:
        """Whether it failed in passing."""


AnswerT = TypeVar("AnswerT", bound=Answer)


GivenT = TypeVar("GivenT", bound=Answer, covariant=True)


class Work(Protocol[GivenT]):
    """What a worker does."""

    @property
    def name(self) -> str:
        """What it is about."""

    def answer(self) -> GivenT:
        """Does it, on the worker. Everything that goes wrong is part of the answer."""

    def lost(self, reason: str) -> GivenT:
        """The answer in the place of a worker that is gone."""


@dataclass(frozen=True)
class Patience:
    """How often a task is tried."""

    attempts: int = 3
    pause: float = 5.0
    """Seconds before the second attempt; twice as long before each further one."""


class Whereabouts:
    """On which node each piece of work was begun last: an actor, since of a worker that is gone nobody can ask it."""

    def __init__(self) -> None:
        self._nodes: dict[str, str] = {}

    def began(self, name: str, node: str) -> None:
        """Work has begun on a node."""
        self._nodes[name] = node

    def of(self, name: str) -> str:
        """The node; empty when the work did not begin."""
        return self._nodes.get(name, "")

    def ended(self, name: str) -> None:
        """Nobody will ask for it any more."""
        self._nodes.pop(name, None)


@ray.remote(max_retries=0)
def _run(work: Any, whereabouts: Any) -> Any:
    whereabouts.began.remote(work.name, ray.get_runtime_context().get_node_id())
    return work.answer()


@ray.remote(max_retries=0, num_cpus=0)
def _sweep(settings: Settings) -> None:
    task.sweep(settings)


def sweep(settings: Settings) -> None:
    """Deletes on every node what is left of a run; a node that does not answer within a minute is left."""
    places = [NodeAffinitySchedulingStrategy(node_id=node["NodeID"], soft=False) for node in _nodes() if node["Alive"]]
    swept = [_sweep.options(scheduling_strategy=place).remote(settings) for place in places]
    if swept:
        ray.wait(swept, num_returns=len(swept), timeout=60)


class Schedule(Generic[AnswerT]):
    """Runs work on the cluster, the first first."""

    def __init__(self, work: Iterable[Work[AnswerT]], patience: Patience, *, processors_each: float) -> None:
        self._waiting: Iterator[tuple[Work[AnswerT], int]] = ((one, 1) for one in work)
        self._patience = patience
        self._processors_each = processors_each
        self._running: dict[Any, tuple[Work[AnswerT], int]] = {}
        self._later: list[tuple[float, int, Work[AnswerT], int]] = []
        """Failed attempts by the time at which the next one begins."""
        self._order = itertools.count()
        self._failed_on: dict[str, set[str]] = {}
        """The nodes on which work has failed, by its name."""
        self._whereabouts: Any = ray.remote(Whereabouts).options(num_cpus=0, max_restarts=-1).remote()

    def answers(self, *, on_retry: Callable[[str, str], None] = lambda name, reason: None) -> Iterator[AnswerT]:
        """Yields an answer for each piece of work, as they come; the last attempt's if none succeeds."""
        while self._submitted() or self._running or self._later:
            if not self._running:
                time.sleep(max(0.0, self._later[0][0] - time.monotonic()))
                continue
            ready, _ = ray.wait(list(self._running), timeout=1.0)
            for reference in ready:
                work, attempt = self._running.pop(reference)
                answer = self._received(reference, work)
                if answer.is_worth_another_try and attempt < self._patience.attempts:
                    on_retry(answer.name, answer.reason)
                    self._note_failure(work)
                    pause = self._patience.pause * 2 ** (attempt - 1)
                    heapq.heappush(self._later, (time.monotonic() + pause, next(self._order), work, attempt + 1))
                else:
                    self._failed_on.pop(work.name, None)
                    self._whereabouts.ended.remote(work.name)
                    yield answer

    def _submitted(self) -> bool:
        """Submits work until the cluster has some in hand; whether any was."""
        submitted = False
        most = self._most_running()
        while len(self._running) < most:
            following = self._next()
            if following is None:
                break
            work, _ = following
            self._running[self._start(work)] = following
            submitted = True
        return submitted

    def _next(self) -> tuple[Work[AnswerT], int] | None:
        if self._later and self._later[0][0] <= time.monotonic():
            _, _, work, attempt = heapq.heappop(self._later)
            return work, attempt
        return next(self._waiting, None)

    def _start(self, work: Work[AnswerT]) -> Any:
        options: dict[str, Any] = {"num_cpus": self._processors_each, "name": work.name}
        place = self._elsewhere(work)
        if place is not None:
            options["scheduling_strategy"] = NodeAffinitySchedulingStrategy(node_id=place, soft=True)
        return _run.options(**options).remote(work, self._whereabouts)

    def _elsewhere(self, work: Work[AnswerT]) -> str | None:
        """For another attempt a node on which none has failed yet, which it waits for; none where there is no such."""
        failed_on = self._failed_on.get(work.name)
        if not failed_on:
            return None
        fresh = [node for node in sorted(_nodes_for_work(self._processors_each)) if node not in failed_on]
        return fresh[hash(work.name) % len(fresh)] if fresh else None

    def _note_failure(self, work: Work[AnswerT]) -> None:
        with contextlib.suppress(RayError):
            self._failed_on.setdefault(work.name, set()).add(ray.get(self._whereabouts.of.remote(work.name)))

    def _most_running(self) -> int:
        """Twice what runs at a time: a worker has its next task at once, and large ones are not handed out early."""
        processors = _processors()
        return max(2, int(2 * processors / self._processors_each))

    @staticmethod
    def _received(reference: Any, work: Work[AnswerT]) -> AnswerT:
        try:
            answer: AnswerT = ray.get(reference)
            return answer
        except RayError as error:
            lines = str(error).strip().splitlines()
            reason = f"the worker was lost: {type(error).__name__}" + (f": {lines[0][:200]}" if lines else "")
            LOGGER.debug("%s: %s", work.name, error)
            return work.lost(reason)


def _nodes() -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = ray.nodes()  # type: ignore[no-untyped-call]
    return nodes


def _nodes_for_work(processors: float) -> list[str]:
    """The nodes that have so many processors at all."""
    return [node["NodeID"] for node in _nodes() if node["Alive"] and node["Resources"].get("CPU", 0) >= processors]


def _processors() -> int:
    return int(ray.cluster_resources().get("CPU", 1))  # type: ignore[no-untyped-call]
