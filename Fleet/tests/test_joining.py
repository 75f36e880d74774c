"""Secrets of several repositories become one each, on disk."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from leaksift_fleet.joining import Joining, joined, public_record

ONE, TWO, THREE = (f"{number:032x}" for number in (1, 2, 3))


def record(fleet_id: str, severity: str = "high", *, repository: str = "a", **members: Any) -> dict[str, Any]:
    place = {"repository": repository, "path": "x", "line": 1, "in_head": members.pop("in_head", True)}
    facts = {"fleet_id": fleet_id, "rule": "r", "severity": severity, "confidence": "medium", "owners": []}
    return {**facts, **members, "occurrences": [place]}


def write(path: Path, *records: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")
    return path


def test_a_secret_is_as_grave_as_at_its_worst_and_has_all_places() -> None:
    first = record(ONE, "low", confidence="high", exposed_days=3, exposed_since="2026-01-04", owners=["@b"])
    second = record(ONE, "critical", repository="b", exposed_days=9, exposed_since="2025-12-29", owners=["@a", "@b"])
    both = joined([first, second, second])
    assert (both["severity"], both["confidence"]) == ("critical", "high")
    assert (both["exposed_days"], both["exposed_since"]) == (9, "2025-12-29")
    assert both["owners"] == ["@a", "@b"]
    assert [place["repository"] for place in both["occurrences"]] == ["a", "b"]
    shown = public_record(
        {**both, "fingerprint": "0123456789abcdef", "verification": {"status": "active", "host": "x"}}
    )
    assert shown == {
        "fleet_id": ONE,
        "rule": "r",
        "severity": "critical",
        "confidence": "high",
        "exposed_since": "2025-12-29",
        "exposed_days": 9,
        "verification": {"status": "active"},
        "places": 2,
        "repositories": 2,
        "in_head": True,
    }


def test_secrets_come_gravest_first_and_are_compared_with_the_last_run(tmp_path: Path) -> None:
    with Joining(tmp_path / "db") as joining:
        joining.add(write(tmp_path / "a", record(ONE, "low", title="ä\u2028b"), record(TWO)))
        joining.add(write(tmp_path / "b", record(ONE, "critical", repository="b")))
        joining.add_former(write(tmp_path / "former", record(TWO), record(THREE)), doubtful=set())
        found = list(joining.secrets())
        assert [(one["fleet_id"], was_there) for one, was_there in found] == [(ONE, False), (TWO, True)]
        assert len(found[0][0]["occurrences"]) == 2
        assert list(joining.fixed()) == [THREE]
        joining.add_verdict(TWO, {"status": "active"}, is_settled=True)
        (active, _), (other, _) = joining.secrets()
        assert (active["fleet_id"], active["verification"]) == (TWO, {"status": "active"})
        assert "verification" not in other
    assert not (tmp_path / "db").exists()


def test_what_was_in_a_repository_of_which_not_all_is_known_is_not_fixed(tmp_path: Path) -> None:
    with Joining(tmp_path / "db") as joining:
        former = write(tmp_path / "former", record(ONE, repository="huge"), record(TWO, repository="b"))
        joining.add_former(former, doubtful={"huge"})
        assert list(joining.fixed()) == [TWO]


def test_one_repository_is_named_for_each_secret(tmp_path: Path) -> None:
    with Joining(tmp_path / "db") as joining:
        joining.add(write(tmp_path / "a", record(ONE, in_head=False), record(TWO)))
        joining.add(write(tmp_path / "b", record(ONE)))
        assert [(one.fleet_id, one.number) for one in joining.unsettled(0)] == [(TWO, 0), (ONE, 1)]
        joining.add_verdict(TWO, {"status": "inactive"}, is_settled=True)
        joining.add_verdict(ONE, {"status": "skipped"}, is_settled=False)
        assert [(one.fleet_id, one.number) for one in joining.unsettled(1)] == [(ONE, 0)]
        assert list(joining.unsettled(2)) == []
        assert dict(joining.verdicts()) == {ONE: {"status": "skipped"}, TWO: {"status": "inactive"}}
        assert list(joining.without_verdict()) == []


def test_time_grows_with_the_number_of_secrets_and_not_with_its_square(tmp_path: Path) -> None:
    for number in range(20):
        some = (record(f"{number * 1000 + index:032x}", repository=str(number)) for index in range(1000))
        write(tmp_path / str(number), *some)
    started = time.monotonic()
    with Joining(tmp_path / "db") as joining:
        for number in range(20):
            joining.add(tmp_path / str(number))
            joining.add_former(tmp_path / str(number), doubtful=set())
        assert sum(was_there for _, was_there in joining.secrets()) == 20_000
        assert sum(1 for _ in joining.unsettled(0)) == 20_000
        assert not list(joining.fixed())
    # Half a second here; forty with a join that looks at each pair.
    assert time.monotonic() - started < 15
