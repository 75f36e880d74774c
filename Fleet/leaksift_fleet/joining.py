"""The secrets of all repositories, joined on disk: memory does not grow with the number of secrets."""

from __future__ import annotations

import contextlib
import itertools
import json
import sqlite3
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from leaksift_fleet.files import objects_in
from leaksift_fleet.tally import is_in_head, rank

CONFIDENCES = ("low", "medium", "high")

TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = FILE;
CREATE TABLE place (id BLOB, rank INTEGER, gone INTEGER, number INTEGER, start INTEGER, length INTEGER);
CREATE TABLE former (id BLOB PRIMARY KEY, doubtful INTEGER) WITHOUT ROWID;
CREATE TABLE verdict (id BLOB PRIMARY KEY, is_settled INTEGER, is_active INTEGER, text TEXT) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Named:
    """A secret in a repository."""

    fleet_id: str
    number: int
    """Of the repository."""


class Joining:
    """What is known of the secrets while a run's results are made."""

    def __init__(self, path: Path) -> None:
        """`path` is of a file that is made anew, and deleted at the end."""
        self._path = path
        self._delete()
        self._files: list[Path] = []
        self._database = sqlite3.connect(path)
        self._database.executescript(TABLES)

    def __enter__(self) -> Joining:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._database.close()
        self._delete()

    def _delete(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._path.unlink()

    def add(self, records: Path) -> int:
        """Adds the records of one repository, and returns the number that it has here."""
        number = len(self._files)
        self._files.append(records)
        self._database.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?)", _rows(records, number))
        return number

    def add_former(self, records: Path, doubtful: Set[str]) -> None:
        """Adds the secrets of the run before.

        Nobody can say that those are gone that were in one of the `doubtful` repositories, of which not all is known.
        """
        items = objects_in(records)
        self._database.executemany(
            "INSERT OR REPLACE INTO former VALUES (?, ?)",
            ((bytes.fromhex(item["fleet_id"]), not doubtful.isdisjoint(_repositories(item))) for item in items),
        )

    def add_verdict(self, fleet_id: str, verdict: dict[str, Any], *, is_settled: bool) -> None:
        """Adds what a vendor said. What is not `is_settled` may be found out elsewhere."""
        row = (bytes.fromhex(fleet_id), is_settled, verdict["status"] == "active", json.dumps(verdict))
        self._database.execute("INSERT OR REPLACE INTO verdict VALUES (?, ?, ?, ?)", row)

    def verdict(self, fleet_id: str) -> dict[str, Any] | None:
        """What was added for a secret."""
        found = self._database.execute("SELECT text FROM verdict WHERE id = ?", (bytes.fromhex(fleet_id),)).fetchone()
        return json.loads(found[0]) if found else None

    def unsettled(self, attempt: int) -> Iterator[Named]:
        """Each secret without a settled verdict in its repository number `attempt`, from 0; those where it is still in
        `HEAD` come first. Ordered by repository; what is added meanwhile does not count."""
        self._database.execute("DROP TABLE IF EXISTS named")
        self._database.execute(
            """CREATE TEMP TABLE named AS SELECT id, number FROM
            (SELECT id, number, row_number() OVER (PARTITION BY id ORDER BY gone, number) AS position FROM place)
            WHERE position = ? AND id NOT IN (SELECT id FROM verdict WHERE is_settled)""",
            (attempt + 1,),
        )
        for identity, number in self._database.execute("SELECT id, number FROM named ORDER BY number, id"):
            yield Named(identity.hex(), number)

    def without_verdict(self) -> Iterator[Named]:
        """Each secret without any verdict, in the first of its repositories."""
        rows = self._database.execute(
            "SELECT id, min(number) FROM place WHERE id NOT IN (SELECT id FROM verdict) GROUP BY id"
        )
        return (Named(identity.hex(), number) for identity, number in rows)

    def verdicts(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The verdicts on secrets that are there, by `fleet_id`."""
        rows = self._database.execute("SELECT id, text FROM verdict WHERE id IN (SELECT id FROM place) ORDER BY id")
        return ((identity.hex(), json.loads(text)) for identity, text in rows)

    def secrets(self) -> Iterator[tuple[dict[str, Any], bool]]:
        """Each secret with all its places, and whether the run before had it: what is active first, then the gravest.

        Memory is that of one secret.
        """
        rows = self._database.execute(
            """SELECT secret.id, number, start, length, former.id IS NOT NULL, verdict.text
            FROM (SELECT *, min(rank) OVER (PARTITION BY id) AS gravest FROM place) AS secret
            LEFT JOIN former ON former.id = secret.id LEFT JOIN verdict ON verdict.id = secret.id
            ORDER BY coalesce(verdict.is_active, 0) DESC, gravest, secret.id, number"""
        )
        for _, group in itertools.groupby(rows, key=lambda row: row[0]):
            members = list(group)
            record = joined(self._read(number, start, length) for _, number, start, length, *_ in members)
            was_there, verdict = members[0][4:]
            if verdict is not None:
                record["verification"] = json.loads(verdict)
            yield record, bool(was_there)

    def fixed(self) -> Iterator[str]:
        """The ids of the secrets that the run before had and this one has not."""
        rows = self._database.execute(
            "SELECT id FROM former WHERE NOT doubtful AND id NOT IN (SELECT id FROM place) ORDER BY id"
        )
        return (identity.hex() for (identity,) in rows)

    def _read(self, number: int, start: int, length: int) -> dict[str, Any]:
        with self._files[number].open("rb") as file:
            file.seek(start)
            record: dict[str, Any] = json.loads(file.read(length))
        return record


def _rows(records: Path, number: int) -> Iterator[tuple[bytes, int, bool, int, int, int]]:
    start = 0
    with records.open("rb") as file:
        for line in file:
            record = json.loads(line)
            is_gone = not is_in_head(record["occurrences"])
            identity = bytes.fromhex(record["fleet_id"])
            yield identity, rank(record["severity"]), is_gone, number, start, len(line)
            start += len(line)


def _repositories(record: dict[str, Any]) -> set[str]:
    return {place["repository"] for place in record["occurrences"] if "repository" in place}


def joined(records: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The same secret of several repositories: as grave and as sure as at its worst, with the places of all."""
    every = list(records)
    record = dict(min(every, key=lambda one: rank(one["severity"])))
    record["confidence"] = max((one["confidence"] for one in every), key=CONFIDENCES.index)
    for name, choose in (("exposed_since", min), ("exposed_days", max)):
        values = [one[name] for one in every if name in one]
        if values:
            record[name] = choose(values)
    record["owners"] = sorted({owner for one in every for owner in one["owners"]})
    # A repository that was named by two addresses has its places twice.
    places = {json.dumps(place, sort_keys=True): place for one in every for place in one["occurrences"]}
    record["occurrences"] = list(places.values())
    return record


def public_record(record: dict[str, Any]) -> dict[str, Any]:
    """As a line of a report that leaves the company: no fingerprint, no name, no place."""
    kept = ("fleet_id", "rule", "severity", "confidence", "exposed_since", "exposed_days")
    facts = {name: record[name] for name in kept if name in record}
    if record.get("verification"):
        facts["verification"] = {"status": record["verification"].get("status")}
    return {
        **facts,
        "places": len(record["occurrences"]),
        "repositories": len({place.get("repository") for place in record["occurrences"]}),
        "in_head": is_in_head(record["occurrences"]),
    }
