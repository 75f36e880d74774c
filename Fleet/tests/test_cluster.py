"""A cluster of several nodes on this machine, some of which are lost in mid-run."""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path

import pytest
from ray.cluster_utils import Cluster

from tests import generated
from tests.driver import BINARY, SECONDS, command, comparable, count, scan, states, wait_for
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


def test_what_fails_is_tried_on_another_node(tmp_path: Path) -> None:
    generated.make(tmp_path / "all", 1, seed=random.randrange(2**32))
    out = tmp_path / "out"
    failing = tmp_path / "failing"
    # Ray tells a worker which raylet it belongs to. The first scan takes its worker with it, the second one fails.
    failing.write_text(
        f"""#!/bin/sh
        [ "$1" = scan ] || exec {BINARY} "$@"
        echo "$RAY_RAYLET_PID" >>{tmp_path}/places
        case "$(wc -l <{tmp_path}/places)" in
        1) kill -9 $PPID ;;
        2) exit 7 ;;
        *) exec {BINARY} "$@" ;;
        esac
        """
    )
    failing.chmod(0o700)
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    try:
        for _ in range(3):
            cluster.add_node(num_cpus=1)
        cluster.wait_for_nodes(timeout=SECONDS)
        scan([tmp_path / "all"], out, "--binary", str(failing), "--address", cluster.address)
    finally:
        cluster.shutdown()
    places = (tmp_path / "places").read_text().split()
    assert len(places) == 3
    assert len(set(places)) == 3, "each attempt is on a node where none has failed"
