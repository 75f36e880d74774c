"""A cluster of several nodes on this machine, some of which are lost in mid-run."""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path

import pytest
from ray.cluster_utils import Cluster

from tests import generated
from tests.driver import BINARY, SECONDS, command, comparable, count, states, wait_for
from tests.test_runs import slow_program

pytestmark = pytest.mark.skipif(not BINARY, reason="leaksift is not installed")


def test_nodes_that_are_lost_in_mid_run_lose_nothing(tmp_path: Path) -> None:
    plants = generated.make(tmp_path / "all", 30, seed=random.randrange(2**32))
    out = tmp_path / "out"
    slow = slow_program(tmp_path)
    # The head runs the driver's side alone.
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    try:
        nodes = [cluster.add_node(num_cpus=1) for _ in range(2)]
        cluster.wait_for_nodes(timeout=SECONDS)
        line = [*command([tmp_path / "all"], out), "--binary", str(slow), "--log", str(tmp_path / "log")]
        driver = subprocess.Popen(
            [*line, "--address", cluster.address],
            stdout=subprocess.DEVNULL,
            stderr=(tmp_path / "errors").open("w"),
            env={**os.environ, "RAY_gcs_server_request_timeout_seconds": "30"},
        )
        try:
            wait_for(lambda: count(out / "journal.jsonl") >= 5 or driver.poll() is not None)
            # One of them was at work; what it had is given to the new one.
            cluster.add_node(num_cpus=2)
            for node in nodes:
                cluster.remove_node(node, allow_graceful=False)
            assert driver.wait(SECONDS) == 1, (tmp_path / "errors").read_text()
        finally:
            driver.kill()
            driver.wait()
    finally:
        cluster.shutdown()
    assert len(states(out)) == 30
    assert set(states(out).values()) == {"clean", "findings"}
    loop = generated.plain_loop(BINARY, plants.paths, tmp_path / "loop")
    assert comparable(out / "report.json") == comparable(loop)
