"""Generated repositories with known secrets, and the plain loop over them that a fleet's report is compared with."""

from __future__ import annotations

import random
import string
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

ALPHABET = string.ascii_letters + string.digits


@dataclass
class Plants:
    """What was put where."""

    paths: list[Path] = field(default_factory=list)
    secrets: dict[str, set[str]] = field(default_factory=dict)
    """Names of the repositories with each secret."""

    def leaky(self) -> set[str]:
        """Names of the repositories with a secret."""
        return set().union(*self.secrets.values()) if self.secrets else set()


def make(folder: Path, count: int, *, seed: int, commits: int = 4, shared_every: int = 10) -> Plants:
    """Makes bare repositories with random secrets, the same for the same seed.

    Every third has one of its own, every `shared_every`th one that they share; every sixth has removed them again.
    """
    chance = random.Random(seed)
    plants = Plants()
    shared = secret(chance)
    for number in range(count):
        name = f"r{number:04}"
        found = []
        if number % 3 == 0:
            found.append(secret(chance))
        if number % shared_every == 0:
            found.append(shared)
        path = folder / f"{name}.git"
        make_repository(path, chance, found, commits=commits, is_removed=number % 6 == 0)
        plants.paths.append(path)
        for value in found:
            plants.secrets.setdefault(value, set()).add(name)
    return plants


def secret(chance: random.Random) -> str:
    """A key in the form of a payment vendor's live keys; the prefix is put together here."""
    return "sk_" + "live_" + "".join(chance.choices(ALPHABET, k=24))


def make_one_each(folder: Path, count: int) -> list[str]:
    """Makes repositories with one secret each, and returns the secrets."""
    chance = random.Random()
    secrets = [secret(chance) for _ in range(count)]
    for number, one in enumerate(secrets):
        make_repository(folder / f"r{number}.git", chance, [one], commits=3)
    return secrets


def make_repository(
    path: Path,
    chance: random.Random,
    secrets: list[str],
    *,
    commits: int,
    is_removed: bool = False,
    ballast: bytes = b"",
) -> None:
    """Makes a bare repository with some commits, the secrets in the second one, `ballast` in a file of its own."""
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(path)], check=True)
    lines = [f"value_{index} = {chance.randrange(10**6)}" for index in range(40)]
    stream = []
    for commit in range(max(commits, 3)):
        lines[chance.randrange(40)] = f"changed = {chance.randrange(10**6)}"
        keys = secrets if commit >= 1 and not (is_removed and commit >= 2) else []
        settings = "".join(f'payment_key_{index} = "{key}"\n' for index, key in enumerate(keys))
        text = "\n".join(lines) + "\n" + settings
        stream.append(
            f"commit refs/heads/main\ncommitter Ada <ada@example.com> {1_700_000_000 + commit * 86_400} +0000\n"
            f"data <<END\nChange {commit}\nEND\nM 644 inline app/settings.py\ndata {len(text)}\n{text}\n"
        )
    data = "".join(stream).encode()
    if ballast:
        data += b"M 644 inline ballast\ndata %d\n%b\n" % (len(ballast), ballast)
    subprocess.run(["git", "-C", str(path), "fast-import", "--quiet"], input=data, check=True)


def plain_loop(binary: str, paths: list[Path], folder: Path) -> Path:
    """Scans each repository after the other and merges the reports: what everybody would write in a shell."""
    folder.mkdir(parents=True, exist_ok=True)
    reports = []
    for path in paths:
        report = folder / f"{path.stem}.json"
        scan = [binary, "scan", "--history", str(path), "-f", "json", "-o", str(report), "-q"]
        code = subprocess.run(scan, check=False, capture_output=True).returncode
        if code not in (0, 1):
            raise RuntimeError(f"{path}: the scan ended with {code}")
        reports.append(str(report))
    merged = folder / "merged.json"
    (folder / "list").write_text("".join(f"{report}\n" for report in reports))
    merge = [binary, "report", "merge", "--list", str(folder / "list"), "-f", "json", "-o", str(merged), "-q"]
    code = subprocess.run(merge, check=False, capture_output=True).returncode
    if code not in (0, 1):
        raise RuntimeError(f"the merge ended with {code}")
    return merged
