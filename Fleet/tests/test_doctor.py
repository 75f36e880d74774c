"""What `doctor` says, and what a command at the end of a run is told."""

from __future__ import annotations

import json
import socket
import threading
import time
from pathlib import Path

import pytest

from leaksift_fleet import doctor, notification
from leaksift_fleet.doctor import Health
from leaksift_fleet.notification import Outcome, notify


def program(folder: Path, name: str, body: str) -> str:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


def by_name(found: list[doctor.Check]) -> dict[str, doctor.Check]:
    return {check.name: check for check in found}


def test_a_machine_with_everything_is_ready(tmp_path: Path) -> None:
    binary = program(tmp_path, "leaksift", "echo leaksift 9.9.9")
    found = by_name(doctor.checks(binary, tmp_path / "not" / "there" / "yet", credentials={"GITHUB_TOKEN": False}))
    assert found["leaksift"].detail.startswith("leaksift 9.9.9 (")
    assert (found["python"].health, found["git"].health) == (Health.OK, Health.OK)
    assert (found["GITHUB_TOKEN"].health, found["GITHUB_TOKEN"].detail) == (Health.OPTIONAL, "not set")
    assert "GiB free" in found["disk"].detail


def test_what_is_missing_is_named_with_the_fix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    program(tmp_path, "git", "echo git version 2.20.1")
    broken = program(tmp_path, "leaksift", "exit 3")
    monkeypatch.setattr(doctor, "PACKAGES", ("no-such-package-of-anybody",))
    found = by_name(doctor.checks(broken, tmp_path))
    assert found["no-such-package-of-anybody"].detail == 'pip install "leaksift[fleet]"'
    assert found["leaksift"].health is Health.MISSING
    assert "2.31 or later is needed" in found["git"].detail
    assert found["skopeo"].health is Health.OPTIONAL
    assert not doctor.is_ready(found.values())
    text = doctor.table(found.values())
    assert "missing  leaksift" in text
    assert doctor.is_ready([found["skopeo"], found["disk"]])


def test_hosts_are_tried_when_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def end_at_once() -> None:
            server.accept()[0].close()

        threading.Thread(target=end_at_once, daemon=True).start()
        found = by_name(doctor.checks("leaksift", tmp_path, hosts=[f"127.0.0.1:{port}", "127.0.0.1:x"]))
    assert found[f"127.0.0.1:{port}"].health is Health.MISSING
    assert "cannot be reached" in found[f"127.0.0.1:{port}"].detail
    assert found["127.0.0.1:x"].detail == "is not HOST or HOST:PORT"


OUTCOME = Outcome(1, 5, 2, 1, 3, 0, {"clean": 4, "findings": 2}, "results/report.html", 12.5)


def test_the_command_gets_the_outcome(tmp_path: Path) -> None:
    assert notify(f"cat > {tmp_path}/facts.json", OUTCOME) is None
    facts = json.loads((tmp_path / "facts.json").read_text())
    assert (facts["exit_code"], facts["new"], facts["states"]) == (1, 2, {"clean": 4, "findings": 2})


def test_a_command_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert notify("exit 7", OUTCOME) == "--on-finish: the command ended with 7"
    assert notify("no-such-command-of-anybody 2>/dev/null", OUTCOME) == "--on-finish: the command ended with 127"
    monkeypatch.setattr(notification, "LONGEST", 0.2)
    start = time.monotonic()
    assert "took longer than 0 s" in (notify("sleep 60; true", OUTCOME) or "")
    assert time.monotonic() - start < 30
