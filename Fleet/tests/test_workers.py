"""Runs from end to end, with the built program and Ray on this machine."""

from __future__ import annotations

import dataclasses
import gzip
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from leaksift_fleet import objects, task
from leaksift_fleet.children import Limits
from leaksift_fleet.credentials import Credentials, variable_suffix
from leaksift_fleet.mirrors import Mirrors
from leaksift_fleet.model import Kind, Repository
from leaksift_fleet.scanning import Program
from leaksift_fleet.sources.forge import basic
from leaksift_fleet.states import State
from tests import generated
from tests.forges import Server, answer
from tests.test_credentials import publish as publish_repository
from tests.test_stores import bucket as bucket
from tests.test_stores import publish

BINARY = os.environ.get("LEAKSIFT_BINARY") or shutil.which("leaksift") or ""

pytestmark = pytest.mark.skipif(not BINARY, reason="LEAKSIFT_BINARY names no built program")


def token() -> str:
    """A key in the form of a payment vendor's live keys."""
    return "sk_" + "live_" + secrets.token_hex(12)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "leaksift_fleet", *arguments, "--binary", BINARY]


def read(file: Path) -> dict[str, Any]:
    """A JSON report."""
    report: dict[str, Any] = json.loads(file.read_bytes())
    return report


def fleet(*arguments: str, code: int) -> subprocess.CompletedProcess[str]:
    """Runs the command; its exit code must be the one that is expected."""
    done = subprocess.run(command(*arguments), capture_output=True, text=True, check=False, timeout=240, cwd=FLEET)
    assert done.returncode == code, done.stdout + done.stderr
    return done


FLEET = Path(__file__).parent.parent


def states(results: Path) -> dict[str, str]:
    """The state of each repository, by the last part of its name."""
    lines = [json.loads(line) for line in (results / "states.jsonl").read_text().splitlines()]
    assert len({line["repository"] for line in lines}) == len(lines)
    return {Path(line["repository"]).name: line["state"] for line in lines}


def places(report: dict[str, Any]) -> set[tuple[str, str, str]]:
    """Fingerprints with their repositories and paths."""
    return {
        (finding["fingerprint"], Path(place["repository"]).name, place["path"])
        for finding in report["findings"]
        for place in finding["occurrences"]
    }


def test_a_driver_that_is_killed_goes_on_and_finds_what_a_plain_loop_does(tmp_path: Path) -> None:
    plants = generated.make(tmp_path / "repositories", 40, seed=5)
    results = tmp_path / "results"
    arguments = ("scan", str(tmp_path / "repositories"), "--out", str(results))
    driver = subprocess.Popen(command(*arguments), cwd=FLEET, stderr=subprocess.DEVNULL)
    journal = results / "journal.jsonl"
    deadline = time.monotonic() + 120
    while not journal.exists() or len(journal.read_bytes().splitlines()) < 5:
        assert time.monotonic() < deadline
        assert driver.poll() is None
        time.sleep(0.02)
    driver.send_signal(signal.SIGKILL)
    driver.wait()
    done = len(journal.read_bytes().splitlines())
    assert done < 40
    planned = fleet(*arguments, "--resume", "--dry-run", code=0).stdout.splitlines()
    assert sum("done in the run that is resumed" in line for line in planned) == done
    assert len(journal.read_bytes().splitlines()) == done
    fleet(*arguments, "--resume", code=1)
    report = json.loads((results / "report.json").read_bytes())
    assert places(report) == places(read(generated.plain_loop(BINARY, plants.paths, tmp_path / "loop")))
    assert len(report["findings"]) == len(plants.secrets)
    found = states(results)
    assert {name.removesuffix(".git") for name, state in found.items() if state == "findings"} == plants.leaky()
    assert len(found) == 40
    everything = b"".join(file.read_bytes() for file in results.rglob("*") if file.is_file())
    assert not any(secret.encode() in everything for secret in plants.secrets)

    repeated = fleet(*arguments, code=1)
    assert f"0 new, 0 fixed, {len(plants.secrets)} still there" in repeated.stdout
    assert set(states(results).values()) == {"unchanged"}
    assert places(json.loads((results / "report.json").read_bytes())) == places(report)
    records = [json.loads(line) for line in (results / "findings.jsonl").read_text().splitlines()]
    assert len({record["fleet_id"] for record in records}) == len(records) == len(plants.secrets)


def test_what_cannot_be_listed_makes_a_run_incomplete(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("nowhere\n")
    fleet("scan", str(tmp_path / "list.txt"), "--out", str(tmp_path / "results"), code=3)
    assert "no such file or folder" in (tmp_path / "results" / "overview.html").read_text()
    coverage = read(tmp_path / "results" / "report.json")["coverage"]
    assert not coverage["complete"]
    assert [gap["repository"] for gap in coverage["skipped"]] == [f"{tmp_path}/list.txt:1"]
    fleet("scan", "nowhere", "--out", str(tmp_path / "none"), code=2)
    assert not (tmp_path / "none").exists()


def test_a_dry_run_scans_nothing(tmp_path: Path) -> None:
    generated.make(tmp_path / "repositories", 2, seed=1)
    done = fleet("scan", str(tmp_path / "repositories"), "--out", str(tmp_path / "results"), "--dry-run", code=0)
    assert [json.loads(line)["kind"] for line in done.stdout.splitlines()] == ["git", "git"]
    assert not (tmp_path / "results").exists()


def test_an_organisation_is_scanned_with_its_credential(server: Server, tmp_path: Path) -> None:
    plants = generated.make(tmp_path / "r", 4, seed=3)
    credential = secrets.token_hex(20)
    rows: list[object] = [{"id": n, "full_name": f"acme/{path.stem}", "size": n} for n, path in enumerate(plants.paths)]
    server.list("/api/v3/orgs/acme/repos", rows)
    server.script["/api/v3/orgs/acme/repos"] = [answer({}, 500)]
    for path in plants.paths:
        subprocess.run(["git", "-C", str(path), "update-server-info"], check=True)
        publish_repository(server, path, f"/acme/{path.name}")
    server.tokens = {f"Bearer {credential}", basic("x-access-token", credential)}
    environment = {**os.environ, f"LEAKSIFT_TOKEN_{variable_suffix(server.host)}": credential}
    results = tmp_path / "results"
    line = command("scan", f"github+{server.url}/acme", "--out", str(results), "--mirrors", str(tmp_path / "m"))
    done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=240, cwd=FLEET, env=environment)
    assert done.returncode == 1, done.stdout + done.stderr
    assert server.host in done.stderr
    found = states(results)
    assert len(found) == 4
    assert {name for name, state in found.items() if state == "findings"} == plants.leaky()
    everything = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert credential.encode() not in everything
    assert credential not in done.stdout + done.stderr


def settings(folder: Path, binary: str = BINARY, **limits: float) -> task.Settings:
    """Those of a run with mirrors in a folder."""
    bounds = Limits(limits.get("seconds", 60.0), int(limits["memory"]) if "memory" in limits else None)
    return task.Settings(Program(binary), str(folder), str(folder / "run"), bounds)


def answer_of(repository: Repository, settings: task.Settings, version: str = "") -> tuple[task.Answer, dict[str, Any]]:
    """What a worker answers, and the report in it."""
    answer = task.run(task.Task(repository, settings, version))
    report: dict[str, Any] = json.loads(gzip.decompress(answer.report)) if answer.report else {}
    return answer, report


@pytest.mark.skipif(shutil.which("skopeo") is None, reason="skopeo is not installed")
def test_images_are_scanned(server: Server, tmp_path: Path) -> None:
    secret = token()
    publish(server, "team/app", "1.0", {"app/settings.py": f'KEY = "{secret}"\n'.encode()})
    reference = f"{server.host}/team/app:1.0"
    repository = Repository(reference, Kind.IMAGE, f"docker://{reference}")
    answer, report = answer_of(repository, settings(tmp_path))
    assert answer.outcome.state is State.FINDINGS, answer.outcome.reason
    assert report["target"] == reference
    assert secret not in json.dumps(report)
    again, _ = answer_of(repository, settings(tmp_path), answer.outcome.version)
    assert again.outcome.state is State.UNCHANGED


def test_objects_are_scanned_and_what_is_not_copied_is_a_gap(bucket: str, tmp_path: Path) -> None:
    client = objects._client()
    client.put_object(Bucket=bucket, Key="a/x.env", Body=f"KEY={token()}\n".encode())
    location = f"s3://{bucket}/a"
    repository = Repository(location, Kind.OBJECTS, location)
    assert answer_of(repository, settings(tmp_path))[0].outcome.state is State.FINDINGS
    client.put_object(Bucket=bucket, Key="a/cold: x", Body=b"x", StorageClass="GLACIER")
    answer, report = answer_of(repository, settings(tmp_path))
    assert answer.outcome.state is State.INCOMPLETE
    assert answer.outcome.reason.startswith("a/cold: x: is in GLACIER")
    assert len(report["findings"]) == 1
    assert [gap["path"] for gap in report["coverage"]["skipped"]] == ["a/cold: x"]
    assert list(tmp_path.glob("scan-*")) == []


def test_a_poisonous_repository_fails_with_its_reason(tmp_path: Path) -> None:
    (path,) = generated.make(tmp_path / "r", 1, seed=1).paths
    repository = Repository(str(path), Kind.GIT, str(path))
    slow = tmp_path / "slow"
    slow.write_text('#!/bin/sh\n[ "$1" = version ] || sleep 60\n')
    slow.chmod(0o700)
    answer, _ = answer_of(repository, settings(tmp_path / "m", str(slow), seconds=1))
    assert (answer.outcome.state, answer.outcome.reason) == (
        State.FAILED,
        "leaksift took more than 1 s and was stopped",
    )
    answer, _ = answer_of(repository, settings(tmp_path / "m", memory=4 * 1024**2))
    assert answer.outcome.state is State.FAILED


def test_what_a_repository_hides_itself_is_hidden_in_its_mirror_too(tmp_path: Path) -> None:
    work = tmp_path / "work"
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-C", str(work)]
    subprocess.run(["git", "init", "-q", str(work)], check=True)
    (work / "a.py").write_text(f'KEY = "{token()}"\n')
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-qm", "x"], check=True)
    repository = Repository("a", Kind.GIT, f"file://{work}")
    answer, report = answer_of(repository, settings(tmp_path / "m"))
    assert answer.outcome.state is State.FINDINGS, answer.outcome.reason
    fingerprint = report["findings"][0]["fingerprint"]
    subprocess.run([BINARY, "ignore", fingerprint, "--reason", "revoked", str(work)], check=True, capture_output=True)
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-qm", "y"], check=True)
    answer, report = answer_of(repository, settings(tmp_path / "m"))
    assert answer.outcome.state is State.CLEAN, answer.outcome.reason
    assert report["hidden"]["ignore_file"] == 1


def test_a_folder_of_another_account_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path,) = generated.make(tmp_path / "r", 1, seed=1).paths
    (tmp_path / "m").mkdir()
    monkeypatch.setattr("leaksift_fleet.mirrors.os.geteuid", lambda: 4711)
    monkeypatch.setattr(Path, "lstat", lambda path: os.stat_result((0o40700, 0, 0, 2, 1234, 0, 0, 0, 0, 0)))
    answer, _ = answer_of(Repository("a", Kind.GIT, str(path)), settings(tmp_path / "m"))
    assert answer.outcome.state is State.FAILED
    assert answer.outcome.reason.endswith("belongs to another account; name a folder of your own with --mirrors")


def test_a_repository_without_commits_is_clean(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "e")], check=True)
    answer, _ = answer_of(Repository("e", Kind.GIT, f"file://{tmp_path}/e"), settings(tmp_path / "m"))
    assert answer.outcome.state is State.CLEAN, answer.outcome.reason


def test_a_damaged_mirror_is_made_again(tmp_path: Path) -> None:
    (path,) = generated.make(tmp_path / "r", 1, seed=1).paths
    repository = Repository("a", Kind.GIT, f"file://{path}")
    kept = dataclasses.replace(settings(tmp_path / "m"), keeps_mirrors=True)
    _, first = answer_of(repository, kept)
    (mirror,) = (tmp_path / "m" / "mirrors").glob("*.git")
    assert mirror.parent.stat().st_mode & 0o777 == 0o700
    for file in mirror.glob("objects/**/*"):
        if file.is_file():
            file.unlink()
            file.write_bytes(b"damaged")
    answer, again = answer_of(repository, kept)
    assert answer.outcome.state is State.FINDINGS, answer.outcome.reason
    assert [one["fingerprint"] for one in again["findings"]] == [one["fingerprint"] for one in first["findings"]]
    fsck = ["git", "-C", str(mirror), "fsck", "--full"]
    assert subprocess.run(fsck, check=False, capture_output=True).returncode == 0
    answer_of(repository, settings(tmp_path / "m"))
    assert list((tmp_path / "m" / "run" / "mirrors").glob("*.git")) == []


def test_mirrors_beyond_the_limit_are_deleted_unless_in_use(tmp_path: Path) -> None:
    paths = generated.make(tmp_path / "r", 3, seed=1).paths
    one, two, three = (Repository(path.name, Kind.GIT, f"file://{path}") for path in paths)
    mirrors = Mirrors(tmp_path / "mirrors", Credentials({}), Limits(60.0), most_bytes=1)
    with mirrors.updated(one) as used:
        with mirrors.updated(two) as unused:
            assert used.exists()
        with mirrors.updated(three) as newest:
            assert used.exists()
            assert newest.exists()
            assert not unused.exists()
