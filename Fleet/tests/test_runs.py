"""Whole runs on a local Ray: they equal a plain loop, remember, compare, and lose nothing when something dies."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from tests import generated
from tests.driver import (
    BINARY,
    SECONDS,
    command,
    comparable,
    count,
    kill_in_mid_run,
    read_json,
    read_lines,
    scan,
    served,
    states,
)

pytestmark = pytest.mark.skipif(not BINARY, reason="leaksift is not installed")


def test_a_run_equals_a_plain_loop_and_the_next_one_compares(tmp_path: Path) -> None:
    plants = generated.make(tmp_path / "all", 14, seed=random.randrange(2**32))
    loop = generated.plain_loop(BINARY, plants.paths, tmp_path / "loop")
    out = tmp_path / "out"
    scan([tmp_path / "all"], out, "--public", "-f", "sarif", "-f", "csv")
    assert comparable(out / "report.json") == comparable(loop)
    assert {name for name, state in states(out).items() if state == "findings"} == plants.leaky()
    assert set(states(out).values()) == {"findings", "clean"}
    assert (out / "report.sarif").stat().st_size > 0
    findings = read_lines(out / "findings.jsonl")
    _agrees_with_the_report(findings, out)
    _is_there_for_each_repository(findings, out)
    assert len(findings) == len(plants.secrets)
    shared = max(findings, key=lambda one: len(one["occurrences"]))
    assert len(shared["occurrences"]) == max(map(len, plants.secrets.values()))
    _shows_no_secret(out, list(plants.secrets), [one["fingerprint"] for one in findings])
    assert not list((tmp_path / "mirrors").glob("run-*"))

    chance = random.Random()
    generated.make_repository(tmp_path / "all" / "later.git", chance, [generated.secret(chance)], commits=3)
    planned = scan([tmp_path / "all"], out, "--dry-run", code=0)
    assert Counter(json.loads(line)["action"] for line in planned.splitlines()) == {
        "nothing: it is unchanged": 14,
        "scan": 1,
    }
    said = scan([tmp_path / "all"], out)
    assert "1 new, 0 fixed" in said
    assert Counter(states(out).values()) == {"unchanged": 14, "findings": 1}
    changes = Counter(one["change"] for one in read_lines(out / "findings.jsonl"))
    assert changes == {"new": 1, "still there": len(plants.secrets)}
    loop = generated.plain_loop(BINARY, sorted((tmp_path / "all").iterdir()), tmp_path / "loop")
    assert comparable(out / "report.json") == comparable(loop)


def _agrees_with_the_report(findings: list[dict[str, Any]], out: Path) -> None:
    """What this program joins is what leaksift merges."""

    def facts(found: list[dict[str, Any]]) -> list[object]:
        return sorted(
            (one["fleet_id"], one["fingerprint"], one["severity"], one["confidence"], one["exposed_since"], place)
            for one in found
            for place in sorted(f"{at['repository']}:{at['path']}:{at['line']}" for at in one["occurrences"])
        )

    assert facts(findings) == facts(read_json(out / "report.json")["findings"])


def _is_there_for_each_repository(findings: list[dict[str, Any]], out: Path) -> None:
    """What came while the run went on is what came of it."""
    lines = [one for path in (out / "findings").glob("*.jsonl") for one in read_lines(path)]
    rows = [row for path in (out / "findings").glob("*.parquet") for row in parquet.read_table(path).to_pylist()]
    joined = parquet.read_table(out / "findings.parquet").to_pylist()
    places = [(one["fleet_id"], at["repository"]) for one in findings for at in one["occurrences"]]
    assert sorted((one["fleet_id"], one["occurrences"][0]["repository"]) for one in lines) == sorted(places)
    assert sorted((row["fleet_id"], row["repositories"][0]) for row in rows) == sorted(places)
    assert {row["fleet_id"] for row in joined} == {one["fleet_id"] for one in findings}
    assert all(row["change"] == "new" for row in joined)


def _shows_no_secret(out: Path, secrets: list[str], fingerprints: list[str]) -> None:
    for path in out.rglob("*"):
        text = path.read_bytes() if path.is_file() else b""
        assert not [secret for secret in secrets if secret.encode() in text], path
        if path.name.startswith("public."):
            assert text
            assert not [one for one in fingerprints if one.encode() in text]
            assert not [word for word in (b".git", b"settings.py", b"Ada") if word in text], path
            places = [one["fleet_id"][:16] for one in read_lines(out / "findings.jsonl")]
            assert not [one for one in places if one.encode() not in text], path
    assert len(list(out.glob("public.*"))) == 3
    assert (out / "fleet.key").stat().st_mode & 0o777 == 0o600


def test_what_cannot_be_scanned_is_a_gap_of_the_report_and_never_clean(tmp_path: Path) -> None:
    generated.make_repository(tmp_path / "good.git", random.Random(), [], commits=3)
    broken = tmp_path / "broken.git"
    generated.make_repository(broken, random.Random(), [], commits=3)
    _damage(broken)
    listed = tmp_path / "list.txt"
    listed.write_text(
        f"{tmp_path}/good.git\n{tmp_path}/broken.git\nhttp://127.0.0.1:9/none/here.git\n{tmp_path}/missing\n"
    )
    scan([listed], tmp_path / "out", "--attempts", "1", code=3)
    found = states(tmp_path / "out")
    assert found["good"] == "clean"
    assert found["broken"] in ("incomplete", "failed")
    assert found["here"] == "failed"
    report = (tmp_path / "out" / "report.json").read_text()
    for place in ("here", "missing", "broken.git"):
        assert place in report, place
    assert '"complete": false' in report


def test_a_failed_repository_keeps_the_findings_of_the_last_run(tmp_path: Path) -> None:
    chance = random.Random()
    place = tmp_path / "all" / "leaky.git"
    generated.make_repository(place, chance, [generated.secret(chance)], commits=3)
    scan([place], tmp_path / "out")
    (place / "HEAD").unlink()
    (tmp_path / "list.txt").write_text(f"{place}\n")
    scan([tmp_path / "list.txt"], tmp_path / "out", "--attempts", "1", code=1)
    assert [one["change"] for one in read_lines(tmp_path / "out" / "findings.jsonl")] == ["still there"]


def test_a_kept_mirror_that_is_damaged_is_made_again(tmp_path: Path) -> None:
    chance = random.Random()
    place = tmp_path / "all" / "leaky.git"
    generated.make_repository(place, chance, [generated.secret(chance)], commits=3)
    subprocess.run(["git", "-C", str(place), "update-server-info"], check=True)
    with served(place.parent) as address:
        source = f"{address}/leaky.git"
        scan([source], tmp_path / "out", "--keep-mirrors")
        (mirror,) = (tmp_path / "mirrors" / "mirrors").glob("*.git")
        _damage(mirror)
        scan([source], tmp_path / "out", "--keep-mirrors", "--rescan")
    assert states(tmp_path / "out") == {"leaky": "findings"}
    assert (tmp_path / "mirrors").stat().st_mode & 0o077 == 0


def _damage(repository: Path) -> None:
    damaged = [path for path in (repository / "objects").rglob("*") if path.is_file() and "info" not in path.parts]
    assert damaged
    for path in damaged:
        path.chmod(0o600)
        path.write_bytes(b"no object")


def test_a_driver_that_is_killed_goes_on_and_counts_nothing_twice(tmp_path: Path) -> None:
    plants = generated.make(tmp_path / "all", 40, seed=random.randrange(2**32))
    out = tmp_path / "out"
    slow = slow_program(tmp_path)
    line = [*command([tmp_path / "all"], out), "--binary", str(slow)]
    kill_in_mid_run(line, lambda: count(out / "journal.jsonl") >= 6)
    done = count(out / "journal.jsonl")
    assert done < 40
    assert not (out / "states.jsonl").exists()
    scan([tmp_path / "all"], out, "--binary", str(slow), "--resume", "--log", str(tmp_path / "log"))
    again = [line for line in read_lines(tmp_path / "log") if line["message"] == "repository"]
    assert len(again) == 40 - done
    assert len(states(out)) == 40
    loop = generated.plain_loop(BINARY, plants.paths, tmp_path / "loop")
    assert comparable(out / "report.json") == comparable(loop)


def test_a_worker_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    plants = generated.make(tmp_path / "all", 12, seed=random.randrange(2**32))
    out = tmp_path / "out"
    slow = slow_program(tmp_path, kills_once=tmp_path / "killed")
    scan([tmp_path / "all"], out, "--binary", str(slow), "--log", str(tmp_path / "log"))
    assert (tmp_path / "killed").exists()
    retries = [line for line in read_lines(tmp_path / "log") if line["message"] == "retry"]
    assert len(retries) >= 1
    loop = generated.plain_loop(BINARY, plants.paths, tmp_path / "loop")
    assert comparable(out / "report.json") == comparable(loop)


def test_a_poisonous_repository_is_set_aside_with_its_reason(tmp_path: Path) -> None:
    generated.make(tmp_path / "all", 2, seed=3)
    hanging = tmp_path / "hanging"
    hanging.write_text(f'#!/bin/sh\ncase "$*" in *r0001*) sleep 600 ;; esac\nexec {BINARY} "$@"\n')
    hanging.chmod(0o755)
    scan([tmp_path / "all"], tmp_path / "out", "--binary", str(hanging), "--time", "3s")
    (failed,) = (line for line in read_lines(tmp_path / "out" / "states.jsonl") if line["state"] == "failed")
    assert failed["repository"].endswith("r0001.git")
    assert failed["reason"] == "leaksift took more than 3 s and was stopped"


def test_secrets_beyond_what_a_report_lists_are_not_lost(tmp_path: Path) -> None:
    chance = random.Random()
    secrets = [generated.secret(chance) for _ in range(300)]
    generated.make_repository(tmp_path / "all" / "leaky.git", chance, secrets, commits=3)
    said = scan([tmp_path / "all"], tmp_path / "out", "--report-memory", "2M")
    assert "of 300 secrets and count the others" in said
    assert len(read_json(tmp_path / "out" / "report.json")["findings"]) < 300
    assert len(read_lines(tmp_path / "out" / "findings.jsonl")) == 300
    said = scan([tmp_path / "all"], tmp_path / "out", "--report-memory", "2M")
    assert "0 new, 0 fixed, 300 still there" in said


def test_another_key_changes_all_ids(tmp_path: Path) -> None:
    plants = generated.make(tmp_path / "all", 4, seed=5)
    scan([tmp_path / "all"], tmp_path / "out")
    before = {one["fleet_id"] for one in read_lines(tmp_path / "out" / "findings.jsonl")}
    (tmp_path / "out" / "fleet.key").unlink()
    scan([tmp_path / "all"], tmp_path / "out")
    after = {one["fleet_id"] for one in read_lines(tmp_path / "out" / "findings.jsonl")}
    assert len(before) == len(after) == len(plants.secrets)
    assert not before & after


def test_results_do_not_go_to_an_object_store(tmp_path: Path) -> None:
    generated.make(tmp_path / "all", 1, seed=4)
    for out in ("s3://bucket/results", "S3:/bucket"):
        line = [sys.executable, "-m", "leaksift_fleet", "scan", str(tmp_path / "all"), "--out", out, "--binary", BINARY]
        done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=SECONDS)
        assert done.returncode == 2
        assert "aws s3 sync" in done.stderr


def test_a_cluster_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    generated.make(tmp_path / "all", 1, seed=4)
    started = time.monotonic()
    said = scan([tmp_path / "all"], tmp_path / "out", "--address", "127.0.0.1:9", code=2)
    assert "cannot join the cluster at 127.0.0.1:9" in said
    assert time.monotonic() - started < 60


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    import fcntl

    (tmp_path / "out").mkdir()
    generated.make(tmp_path / "all", 1, seed=4)
    with (tmp_path / "out" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "is in use by another run" in scan([tmp_path / "all"], tmp_path / "out", code=2)


def slow_program(folder: Path, *, kills_once: Path | None = None) -> Path:
    """leaksift, half a second later; with `kills_once` the first scan kills the worker that began it."""
    program = folder / "slow"
    kill = f'test "$1" = scan && mkdir "{kills_once}" 2>/dev/null && kill -9 $PPID\n' if kills_once else ""
    program.write_text(f'#!/bin/sh\n{kill}test "$1" = scan && sleep 0.5\nexec {BINARY} "$@"\n')
    program.chmod(0o755)
    return program
