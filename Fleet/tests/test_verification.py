"""Verification over a fleet: each secret once, the limits of a host over all workers, verdicts in every result."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from leaksift_fleet import objects
from leaksift_fleet.children import Limits
from leaksift_fleet.leases import PATIENCE, Leases
from leaksift_fleet.model import Kind, Repository
from leaksift_fleet.scanning import Program
from leaksift_fleet.states import State
from leaksift_fleet.task import Task
from leaksift_fleet.verifying import Asking, Plan, Question, Verdicts
from leaksift_fleet.workplace import Settings
from tests import generated
from tests.driver import BINARY, command, count, kill_in_mid_run, read_json, read_lines, scan
from tests.forges import Server
from tests.generated import Plants
from tests.test_stores import bucket as bucket
from tests.test_stores import publish
from tests.vendors import HOST, Vendor

needs_program = pytest.mark.skipif(not BINARY, reason="leaksift is not installed")


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_host_has_one_run_at_a_time_and_a_pause_after_it() -> None:
    clock = Clock()
    leases = Leases(0.5, clock=clock)
    assert leases.request("a", ["x", "y"], 60)
    assert leases.request("a", ["x", "y"], 60), "who has it has it"
    assert not leases.request("b", ["y"], 60)
    assert leases.request("c", ["z"], 60)
    leases.give_back("a")
    assert not leases.request("b", ["y"], 60)
    clock.now += 0.51
    assert leases.request("b", ["y"], 60)
    assert leases.request("d", [], 60)


def test_who_waits_for_several_hosts_is_not_passed_by() -> None:
    clock = Clock()
    leases = Leases(0.0, clock=clock)
    assert leases.request("a", ["x"], 60)
    assert not leases.request("both", ["x", "y"], 60)
    assert not leases.request("later", ["y"], 60), "y is wished for by who came before"
    leases.give_back("a")
    clock.now += 0.01
    assert not leases.request("later", ["y"], 60)
    assert leases.request("both", ["x", "y"], 60)


def test_what_is_gone_keeps_no_host() -> None:
    clock = Clock()
    leases = Leases(0.5, clock=clock)
    assert leases.request("crashed", ["x"], 60)
    assert not leases.request("gone", ["x"], 60)
    clock.now += 61
    assert leases.request("late", ["y"], 60)
    assert leases.request("next", ["x"], 60), "the lease is over, and who waited has not come again"
    leases.give_back("next", pause=25)
    clock.now += 24
    assert not leases.request("after", ["x"], 60), "a request of it may be on its way"
    clock.now += 2
    assert leases.request("after", ["x"], 60)
    assert PATIENCE < 61


def test_a_plan_is_read() -> None:
    plan = Plan.parsed(
        "leaksift: plan: api.stripe.com: at most 1,200 requests\nleaksift: plan: b.example: at most 1 request\n"
        "leaksift: plan: skipped, 3: no request is known\n"
    )
    assert plan.requests == {"api.stripe.com": 1200, "b.example": 1}
    assert plan.skipped == {"no request is known": 3}


@needs_program
def test_each_secret_is_asked_about_once_and_every_result_says_what_came_of_it(tmp_path: Path) -> None:
    plants = generated.make(tmp_path / "all", 14, seed=random.randrange(2**32))
    active = _shared(plants)
    vendor = Vendor(tmp_path / "vendor", plants.secrets, active=[active])
    out = tmp_path / "out"
    options = ("--verify", "--verify-rate", "1000", "--fail-on", "active")
    said = scan([tmp_path / "all"], out, *options, "-f", "csv", code=1, environment=vendor.environment)
    assert vendor.asked == dict.fromkeys(plants.secrets, 1)
    assert vendor.most_at_once <= 4
    inactive = len(plants.secrets) - 1
    assert f"Verified: 1 active, {inactive} inactive." in said
    report = read_json(out / "report.json")
    assert report["fail_on"] == "active"
    findings = read_lines(out / "findings.jsonl")
    for found in (report["findings"], findings):
        assert Counter(one["verification"]["status"] for one in found) == {"active": 1, "inactive": inactive}
        assert found[0]["verification"]["status"] == "active"
        assert len(found[0]["occurrences"]) == len(plants.secrets[active])
    assert {one["fleet_id"] for one in report["findings"]} == {one["fleet_id"] for one in findings}
    assert {one["fleet_id"] for one in read_lines(out / "verdicts.jsonl")} == {one["fleet_id"] for one in findings}
    receipts = read_lines(out / "verification_requests.jsonl")
    assert Counter(one["purpose"] for one in receipts) == {"verification": len(plants.secrets), "control": 1}
    assert "active" in (out / "report.csv").read_text()
    assert "</b>active</div>" in (out / "overview.html").read_text()
    assert not (out / "asked.jsonl").exists()
    everything = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    assert not [secret for secret in plants.secrets if secret.encode() in everything]
    assert not list((tmp_path / "mirrors").glob("run-*"))

    # All are known to be inactive: nothing fails the run. Reports list only what is active.
    vendor.active = set()
    vendor.forget()
    scan([tmp_path / "all"], out, *options, "--only", "active", code=0, environment=vendor.environment)
    assert vendor.asked == dict.fromkeys(plants.secrets, 1)
    assert read_json(out / "report.json")["findings"] == []
    assert len(read_lines(out / "findings.jsonl")) == len(plants.secrets)

    # Nobody can tell.
    vendor.fails_with = 500
    scan([tmp_path / "all"], out, *options, code=3, environment=vendor.environment)
    assert {one["verification"]["status"] for one in read_lines(out / "findings.jsonl")} == {"unknown"}

    # Nobody is asked: what an earlier run was told does not count any more.
    scan([tmp_path / "all"], out, code=1, environment=vendor.environment)
    assert not [one for one in read_lines(out / "findings.jsonl") if "verification" in one]
    assert '"verification"' not in (out / "report.json").read_text()
    assert not (out / "verdicts.jsonl").exists()


@needs_program
def test_a_plan_names_the_hosts_and_sends_nothing(tmp_path: Path) -> None:
    plants = generated.make(tmp_path / "all", 4, seed=7)
    vendor = Vendor(tmp_path / "vendor", plants.secrets)
    said = scan([tmp_path / "all"], tmp_path / "out", "--verify-plan", environment=vendor.environment)
    # Each repository that is named has a control request of its own at most.
    assert f"plan: {HOST}: at most " in said
    assert not vendor.times
    assert not [one for one in read_lines(tmp_path / "out" / "findings.jsonl") if "verification" in one]


@needs_program
def test_the_rate_of_a_host_is_kept_over_all_workers(tmp_path: Path) -> None:
    secrets = generated.make_one_each(tmp_path / "all", 6)
    vendor = Vendor(tmp_path / "vendor", secrets)
    scan([tmp_path / "all"], tmp_path / "out", "--verify", environment=vendor.environment)
    assert vendor.asked == dict.fromkeys(secrets, 1)
    # Twice a second, but for what a loaded machine may shift.
    assert vendor.times[-1] - vendor.times[0] >= 0.5 * (len(vendor.times) - 1) - 0.3
    assert all(later - earlier > 0.2 for earlier, later in pairwise(vendor.times))


@needs_program
def test_a_driver_that_is_killed_while_it_asks_asks_nobody_twice(tmp_path: Path) -> None:
    secrets = generated.make_one_each(tmp_path / "all", 8)
    vendor = Vendor(tmp_path / "vendor", secrets, active=secrets[:1])
    out = tmp_path / "out"
    line = command([tmp_path / "all"], out, "--verify")
    kill_in_mid_run(line, lambda: count(out / "asked.jsonl") >= 3, vendor.environment)
    known = count(out / "asked.jsonl")
    first = Counter(vendor.asked)
    vendor.forget()
    scan([tmp_path / "all"], out, "--verify", "--resume", environment=vendor.environment)
    assert len(vendor.asked) == len(secrets) - known
    # Of what was on its way when the driver died nobody knows the answer.
    assert sum(((first + vendor.asked) - Counter(secrets)).values()) <= 2
    assert Counter(one["verification"]["status"] for one in read_lines(out / "findings.jsonl")) == {
        "active": 1,
        "inactive": 7,
    }


@needs_program
def test_what_cannot_be_read_again_is_unknown_with_the_reason(tmp_path: Path) -> None:
    chance = random.Random()
    place = tmp_path / "all" / "leaky.git"
    secret = generated.secret(chance)
    generated.make_repository(place, chance, [secret], commits=3)
    scan([place], tmp_path / "out")
    (place / "HEAD").unlink()
    (tmp_path / "list.txt").write_text(f"{place}\n")
    vendor = Vendor(tmp_path / "vendor", [secret])
    options = ("--attempts", "1", "--verify")
    scan([tmp_path / "list.txt"], tmp_path / "out", *options, code=1, environment=vendor.environment)
    (found,) = read_lines(tmp_path / "out" / "findings.jsonl")
    assert found["change"] == "still there"
    assert found["verification"]["status"] in ("unknown", "skipped")
    assert found["verification"]["reason"]
    assert not vendor.asked


@needs_program
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--fail-on", "active"], "--fail-on active needs --verify"),
        (["--only", "active"], "--only needs --verify"),
        (["--verify-host", "a.example"], "needs --verify"),
        (["--verify", "--verify-plan"], "asks nobody"),
    ],
)
def test_options_that_need_each_other_are_told(tmp_path: Path, options: list[str], said: str) -> None:
    generated.make(tmp_path / "all", 1, seed=4)
    assert said in scan([tmp_path / "all"], tmp_path / "out", *options, code=2)


def _shared(plants: Plants) -> str:
    """The secret that most repositories have."""
    return max(plants.secrets, key=lambda secret: len(plants.secrets[secret]))


class NoLimits:
    """Hands out any host at once."""

    def __init__(self) -> None:
        self.lent: list[list[str]] = []

    def wait(self, work: str, hosts: list[str], seconds: float, *, most: float) -> bool:
        self.lent.append(hosts)
        return True

    def give_back(self, work: str, pause: float = 0.0) -> None:
        self.lent.append([])


def verdict_of(repository: Repository, settings: Settings, *, asking: Asking | None = None) -> Verdicts:
    """Scans a repository with one secret as a worker does, and asks about it."""
    answer = Task(repository, settings).answer()
    assert answer.outcome.state is State.FINDINGS, answer.outcome.reason
    limits = NoLimits()
    verdicts = Question("q", repository, settings, asking or Asking(rate=1000), answer.report, limits).answer()
    assert limits.lent[-1:] in ([[]], []), "what is borrowed is given back"
    assert not list(Path(settings.scratch).glob("verify-*"))
    return verdicts


@needs_program
@pytest.mark.parametrize("kind", ["mirror", "image", "objects", "folder"])
def test_secrets_are_read_again_wherever_they_are(
    kind: str, server: Server, bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random()
    secret = generated.secret(chance)
    vendor = Vendor(tmp_path / "vendor", [secret], active=[secret])
    for name, value in vendor.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    text = f'payment_key = "{secret}"\n'.encode()
    if kind == "image":
        if shutil.which("skopeo") is None:
            pytest.skip("skopeo is not installed")
        publish(server, "team/app", "1.0", {"app/settings.py": text})
        repository = Repository("a", Kind.IMAGE, f"docker://{server.host}/team/app:1.0")
    elif kind == "objects":
        objects._client().put_object(Bucket=bucket, Key="a/b/settings.py", Body=text)
        repository = Repository("a", Kind.OBJECTS, f"s3://{bucket}/a/")
    else:
        place = tmp_path / "all" / "leaky.git"
        generated.make_repository(place, chance, [secret], commits=3, is_removed=True)
        location = str(place) if kind == "folder" else f"file://{place}"
        repository = Repository("a", Kind.GIT, location)
    settings = Settings(Program(BINARY), str(tmp_path / "m"), str(tmp_path / "m" / "run"), Limits(60.0), key=b"k")
    verdicts = verdict_of(repository, settings)
    assert verdicts.reason == ""
    assert [verdict["status"] for verdict in verdicts.verdicts.values()] == ["active"], verdicts
    assert vendor.asked == {secret: 1}
    assert verdicts.plan.requests == {HOST: 2}
    planned = verdict_of(repository, settings, asking=Asking(only_plans=True))
    assert (planned.plan.requests, planned.verdicts) == ({HOST: 2}, {})
    assert vendor.asked == {secret: 1}


@needs_program
def test_a_question_that_hangs_is_ended_and_its_host_rests(tmp_path: Path) -> None:
    chance = random.Random()
    place = tmp_path / "all" / "leaky.git"
    generated.make_repository(place, chance, [generated.secret(chance)], commits=3)
    hanging = tmp_path / "hanging"
    hanging.write_text(
        f'#!/bin/sh\ncase "$*" in *--plan*) ;; verify*) sleep 60 ;; esac\nexec {BINARY} "$@"\n', encoding="utf-8"
    )
    hanging.chmod(0o700)
    settings = Settings(Program(str(hanging)), str(tmp_path / "m"), str(tmp_path / "m" / "run"), Limits(2.0), key=b"k")
    repository = Repository(str(place), Kind.GIT, str(place))
    pauses: list[float] = []

    class Rests(NoLimits):
        def give_back(self, work: str, pause: float = 0.0) -> None:
            pauses.append(pause)

    report = Task(repository, settings).answer().report
    verdicts = Question("q", repository, settings, Asking(), report, Rests()).answer()
    assert verdicts.reason == "leaksift verify took more than 2 s and was stopped"
    assert pauses == [25.0]
