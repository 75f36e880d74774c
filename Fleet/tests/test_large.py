"""What takes minutes: many repositories, and disks that fill up. For `.ci/nightly`."""

from __future__ import annotations

import os
import random
import shlex
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests import generated
from tests.driver import BINARY, SECONDS, command, comparable, read_lines, scan, served, states

pytestmark = pytest.mark.skipif(not BINARY, reason="leaksift is not installed")

REAL = [Path(path) for path in os.environ.get("LEAKSIFT_FLEET_REPOSITORIES", "").split(":") if path]
"""Clones or bare repositories beside the generated ones."""

COUNT = 500


def can_mount() -> bool:
    """Whether a file system can be mounted for one process."""
    try:
        return subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


needs_mounts = pytest.mark.skipif(not can_mount(), reason="a mount namespace needs root")


def test_many_repositories_equal_a_plain_loop(tmp_path: Path) -> None:
    plants = generated.make(tmp_path / "all", COUNT, seed=random.randrange(2**32))
    loop = generated.plain_loop(BINARY, sorted(plants.paths + REAL, key=str), tmp_path / "loop")
    out = tmp_path / "out"
    scan([tmp_path / "all", *REAL], out, seconds=3600)
    assert comparable(out / "report.json", sorts=True) == comparable(loop, sorts=True)
    found = {Path(line["repository"]): line["state"] for line in read_lines(out / "states.jsonl")}
    assert len(found) == COUNT + len(REAL)
    assert {path.stem for path in plants.paths if found[path] == "findings"} == plants.leaky()
    assert set(found.values()) == {"findings", "clean"}
    said = scan([tmp_path / "all", *REAL], out, seconds=3600)
    assert "0 new, 0 fixed" in said
    assert Counter(states_of(out)) == {"unchanged": COUNT + len(REAL)}


def states_of(out: Path) -> list[str]:
    """The state of each repository."""
    return [str(line["state"]) for line in read_lines(out / "states.jsonl")]


@needs_mounts
def test_a_full_disk_of_results_loses_nothing(tmp_path: Path) -> None:
    plants = generated.make(tmp_path / "all", 24, seed=random.randrange(2**32))
    out = tmp_path / "disk" / "out"
    line = shlex.join(command([tmp_path / "all"], out, "--mirrors", str(tmp_path / "mirrors")))
    # More and more room, so that it is used up at ever later points of a run.
    script = f"""
        mount -t tmpfs -o size=200k tmpfs {tmp_path}/disk
        code=2
        for size in $(seq 230 30 3000); do
            {line} $again >>{tmp_path}/said 2>&1 && code=0 || code=$?
            echo "code $code" >>{tmp_path}/said
            [ $code -eq 2 ] || break
            again=--resume
            mount -o remount,size=${{size}}k {tmp_path}/disk
        done
        cp -R {out} {tmp_path}/kept
        exit $code
    """
    (tmp_path / "disk").mkdir()
    done = subprocess.run(["unshare", "-m", "bash", "-c", script], check=False, capture_output=True, timeout=3600)
    said = (tmp_path / "said").read_text()
    assert done.returncode == 1, said[-3000:]
    assert "Traceback" not in said, said
    full = said.count("code 2")
    assert full >= 3, said
    assert said.count("then go on with --resume") == full, said
    assert len(states(tmp_path / "kept")) == 24
    loop = generated.plain_loop(BINARY, plants.paths, tmp_path / "loop")
    assert comparable(tmp_path / "kept" / "report.json") == comparable(loop)
    assert len(read_lines(tmp_path / "kept" / "findings.jsonl")) == len(plants.secrets)


@needs_mounts
def test_a_full_disk_of_mirrors_fails_what_does_not_fit_and_nothing_else(tmp_path: Path) -> None:
    plants = generated.make(tmp_path / "all", 6, seed=random.randrange(2**32))
    large = tmp_path / "all" / "large.git"
    generated.make_repository(large, random.Random(), [], commits=3, ballast=os.urandom(6_000_000))
    for path in [*plants.paths, large]:
        subprocess.run(["git", "-C", str(path), "update-server-info"], check=True)
    (tmp_path / "disk").mkdir()
    out = tmp_path / "out"
    with served(tmp_path / "all") as address:
        sources: list[Path | str] = [f"{address}/{path.name}" for path in [*plants.paths, large]]
        line = shlex.join([*command(sources, out), "--mirrors", f"{tmp_path}/disk/m"])
        script = (
            f"mount -t tmpfs -o size=4M tmpfs {tmp_path}/disk && {line}; code=$?; ls -R {tmp_path}/disk; exit $code"
        )
        run = ["unshare", "-m", "bash", "-c", script]
        done = subprocess.run(run, check=False, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert ".git" not in done.stdout.partition("overview.html")[2], "mirrors are left"
    found = states(out)
    assert {name for name, state in found.items() if state == "failed"} == {"large"}
    assert {name for name, state in found.items() if state == "findings"} == plants.leaky()
    (reason,) = (one["reason"] for one in read_lines(out / "states.jsonl") if one["state"] == "failed")
    assert reason.startswith("git clone ended with")
