"""Owners, counts and the page that is made of them."""

from __future__ import annotations

import re
import subprocess
import time
from pathlib import Path

from leaksift_fleet.overview import MOST_GAPS, MOST_ROWS, Changes, Gap, Overview, Run, duration, page
from leaksift_fleet.owners import LARGEST, Owners
from leaksift_fleet.tally import NOBODY, Tally, age


def finding(rule: str = "some-token", severity: str = "high", **members: object) -> dict[str, object]:
    place = {"path": "a.txt", "line": 1, "repository": members.pop("repository", "forge.example/a")}
    return {"rule": rule, "title": f"Title of {rule}", "severity": severity, "occurrences": [place], **members}


def overview(tally: Tally, **members: object) -> Overview:
    facts: dict[str, object] = {
        "started_at": "2026-11-30T12:00:00Z",
        "seconds": 3725.0,
        "version": "0.2.0",
        "states": {"clean": 3, "findings": 1, "incomplete": 0, "failed": 1, "unchanged": 0},
        "tally": tally,
    }
    return Overview(**{**facts, **members})  # type: ignore[arg-type]


def test_the_last_matching_line_names_the_owners() -> None:
    owners = Owners.parsed("* @org/all\n/db/ @org/data ops@example.com\n# /web/ @nobody\n*.js @frontend\n")
    assert owners.of("readme") == ("@org/all",)
    assert owners.of("db/x/y.sql") == ("@org/data", "ops@example.com")
    assert owners.of("db/x.js") == ("@frontend",)
    assert owners.of("db/dump.zip!a/b.js") == ("@org/data", "ops@example.com")
    assert owners.problems == []


def test_lines_that_cannot_be_used_are_problems_and_cost_no_time() -> None:
    owners = Owners.parsed("[abc @a\n" + "*a" * 40 + " @b\n/ok @c\n")
    start = time.monotonic()
    assert owners.of("a" * 5000) == ()
    assert owners.of("ok") == ("@c",)
    assert time.monotonic() - start < 5
    assert [problem.split(":")[1] for problem in owners.problems] == ["1", "2"]
    assert Owners().of("x") == ()


def test_owners_are_read_from_head_of_a_mirror(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-C", str(tmp_path / "work")]
        subprocess.run(["git", *who, *arguments], check=True, capture_output=True)

    (tmp_path / "work" / ".github").mkdir(parents=True)
    git("init", "-q")
    assert Owners.of_repository(tmp_path / "work").of("x") == ()
    (tmp_path / "work" / "CODEOWNERS").write_text("* @second\n")
    (tmp_path / "work" / ".github" / "CODEOWNERS").write_text("* @first\n")
    git("add", "-A")
    git("commit", "-qm", "x")
    git("clone", "-q", "--mirror", str(tmp_path / "work"), str(tmp_path / "mirror"))
    assert Owners.of_repository(tmp_path / "mirror").of("x") == ("@first",)
    (tmp_path / "work" / ".github" / "CODEOWNERS").write_text("#" * (LARGEST + 1))
    git("commit", "-qam", "y")
    assert "larger than 3 MB" in Owners.of_repository(tmp_path / "work").problems[0]
    (tmp_path / "work" / ".github" / "CODEOWNERS").unlink()
    (tmp_path / "work" / ".github" / "CODEOWNERS").symlink_to("/etc/passwd")
    git("add", "-A")
    git("commit", "-qm", "z")
    assert Owners.of_repository(tmp_path / "work").of("x") == ("@second",)


def test_ages_are_grouped() -> None:
    assert [age(days) for days in (0, 29, 30, 364, 365, 729, 730, None)] == [
        "under a month",
        "under a month",
        "under a year",
        "under a year",
        "1 to 2 years",
        "1 to 2 years",
        "over 2 years",
        "unknown",
    ]


def test_a_secret_counts_once_and_once_for_each_repository_and_team() -> None:
    tally = Tally()
    both = finding(severity="medium", exposed_days=400, verification={"status": "active"})
    both["occurrences"] = [
        {"repository": "a", "in_head": False},
        {"repository": "b", "in_head": True},
        {"repository": "a"},
    ]
    tally.add(both, ["@x", "@y", "@x"])
    tally.add(finding(severity="critical", repository="a", occurrences_gone=True))
    gone = finding(repository="c")
    gone["occurrences"] = [{"repository": "c", "in_head": False}]
    tally.add(gone)
    assert (tally.findings, tally.places, tally.in_head, tally.verdicts) == (3, 5, 2, {"active": 1})
    assert tally.repositories == {"a": 2, "b": 1, "c": 1}
    assert tally.worst == {"a": "critical", "b": "medium", "c": "high"}
    assert tally.teams == {"@x": 1, "@y": 1, NOBODY: 2}
    assert tally.ages == {"1 to 2 years": 1, "unknown": 2}


def test_the_page_says_it_all_and_loads_nothing() -> None:
    tally = Tally()
    for index in range(MOST_ROWS + 5):
        tally.add(finding(f"rule-{index:02}", repository=f"forge.example/r{index:02}"), [f"@team-{index % 3}"])
    tally.add(finding("rule-00", repository="forge.example/r00"))
    text = page(
        overview(
            tally,
            changes=Changes(2, 1, 43),
            gaps=[Gap("forge.example/z", "failed", "time-out after 600 s")],
            trend=[Run("2026-11-23", 40, 4, 0), Run("2026-11-30", 46, 5, 1)],
            links={"all findings": "report.html"},
        )
    )
    for words in (
        "46 secrets in 5 repositories",
        "took 1 h 2 min",
        "2 new",
        "1 fixed",
        "43 still there",
        "Title of rule-00",
        "@team-1",
        "forge.example/r00",
        "time-out after 600 s",
        "and 5 more",
        'href="report.html"',
        "2026-11-23",
    ):
        assert words in text, words
    assert not re.search(r"<script|<link|<img|src=|https?://|@import|url\(", text)
    assert "default-src 'none'" in text


def test_names_from_repositories_are_escaped() -> None:
    tally = Tally()
    hostile = "<img src=x onerror=alert(1)>"
    tally.add({**finding(repository=hostile), "title": hostile}, [hostile])
    text = page(overview(tally, gaps=[Gap(hostile, "failed", hostile)]))
    assert "<img" not in text
    assert text.count("&lt;img src=x onerror=alert(1)&gt;") == 5


def test_nothing_found_and_too_much_to_list() -> None:
    text = page(overview(Tally()))
    assert "None was found." in text
    assert "every repository was scanned as a whole" in text
    text = page(overview(Tally(), gaps=(Gap(f"r{n}", "failed", "x") for n in range(MOST_GAPS + 7))))
    assert "see what was not below" in text
    assert "and 7 more" in text
    assert [duration(seconds) for seconds in (0.4, 59.6, 61, 7260)] == ["0 s", "1 min 0 s", "1 min 1 s", "2 h 1 min"]
