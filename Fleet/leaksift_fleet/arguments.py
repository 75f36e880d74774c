"""What the command line of `leaksift-fleet` may be."""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from leaksift_fleet.reporting import MEMORY
from leaksift_fleet.tally import SEVERITIES

UNITS = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3, "T": 1024**4}
SECONDS = {"s": 1, "m": 60, "h": 3600, "": 1}

ACTIVE = "active"
"""Of `--fail-on` and `--only`: what a vendor said works."""


def parser() -> argparse.ArgumentParser:
    """What the command line may be."""
    top = argparse.ArgumentParser(
        prog="leaksift-fleet",
        description="Scans many repositories with leaksift on a Ray cluster, for one report.",
        epilog="Exit codes: 0 nothing found, 1 findings, 2 usage, 3 nothing found but incomplete. See docs/FLEETS.md.",
        allow_abbrev=False,
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _add_scan(commands.add_parser("scan", help="scan repositories, images and buckets", allow_abbrev=False))
    check = commands.add_parser("doctor", help="say whether this machine has what a scan needs", allow_abbrev=False)
    check.add_argument("--host", action="append", default=[], metavar="HOST", help="also try to reach HOST[:PORT]")
    check.add_argument("--binary", default=_binary(), metavar="PATH", help="leaksift's program")
    check.add_argument("--mirrors", type=Path, default=_mirrors(), metavar="DIR", help="where mirrors go")
    check.set_defaults(action="doctor")
    return top


def _add_scan(scan: argparse.ArgumentParser) -> None:
    scan.set_defaults(action="scan")
    what = scan.add_argument_group("what to scan")
    what.add_argument(
        "sources",
        nargs="+",
        metavar="SOURCE",
        help="a file with one source a line (- for standard input), a repository's URL or path, a folder of clones, "
        "github:OWNER, gitlab:GROUP, gitea+https://HOST/OWNER, bitbucket:WORKSPACE, docker://IMAGE, s3://BUCKET/PREFIX",
    )
    what.add_argument("--no-archived", action="store_true", help="leave out archived repositories")
    what.add_argument("--no-forks", action="store_true", help="leave out forks")
    what.add_argument("--wikis", action="store_true", help="also the repositories' wikis")
    what.add_argument("--snippets", action="store_true", help="also gists and snippets")
    what.add_argument("--rescan", action="store_true", help="also what has not changed since the last run")
    what.add_argument("--dry-run", action="store_true", help="print what would be done, as JSON lines")
    results = scan.add_argument_group("results")
    results.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the results")
    results.add_argument("--resume", action="store_true", help="go on with a run that did not end")
    results.add_argument("--key", type=Path, metavar="FILE", help="the fleet's key; default DIR/fleet.key, a new one")
    results.add_argument(
        "-f", "--format", action="append", default=[], metavar="FORMAT", help="also DIR/report.FORMAT, as of leaksift"
    )
    results.add_argument("--public", action="store_true", help="also public.jsonl, without names and places")
    results.add_argument(
        "--fail-on",
        metavar="LEVEL",
        choices=[*SEVERITIES, ACTIVE],
        help="findings below LEVEL do not fail the run; default low; with --verify `active` fails on those that work",
    )
    results.add_argument(
        "--only", choices=[ACTIVE], metavar="VERDICT", help="with --verify: reports list only what is `active`"
    )
    results.add_argument(
        "--report-memory",
        type=_size,
        default=MEMORY,
        metavar="SIZE",
        help="of leaksift for what report.* list, the gravest findings; findings.jsonl has all; default 512M",
    )
    results.add_argument("--on-finish", metavar="COMMAND", help="give COMMAND the outcome as JSON at the end")
    results.add_argument("--log", type=Path, metavar="FILE", help="append what happens to FILE, as JSON lines")
    results.add_argument("-q", "--quiet", action="store_true", help="print the last lines only")
    _add_verification(scan.add_argument_group("asking vendors whether secrets are active"))
    work = scan.add_argument_group("work")
    work.add_argument("--address", metavar="ADDRESS", help="of a Ray cluster (auto, HOST:PORT); default: this machine")
    work.add_argument("--processors", type=int, metavar="N", help="of this machine that scans may use; default all")
    work.add_argument("--threads", type=int, default=1, metavar="N", help="of one scan; default 1")
    work.add_argument(
        "--time", type=_time, default=3600.0, metavar="TIME", help="for a repository (90s, 2h); default 1h"
    )
    work.add_argument("--memory", type=_size, default=4 * 1024**3, metavar="SIZE", help="of one scan; default 4G")
    work.add_argument("--attempts", type=int, default=3, metavar="N", help="of a repository that fails; default 3")
    work.add_argument("--mirrors", type=Path, default=_mirrors(), metavar="DIR", help="where mirrors go, on workers")
    work.add_argument("--keep-mirrors", action="store_true", help="keep them, and caches, for the next run")
    work.add_argument("--mirrors-size", type=_size, metavar="SIZE", help="of all kept mirrors; the oldest are deleted")
    work.add_argument("--binary", default=_binary(), metavar="PATH", help="leaksift's program, on each worker")
    work.add_argument("-c", "--config", metavar="FILE", help="rules and settings for leaksift, on each worker")


def _add_verification(asking: argparse._ArgumentGroup) -> None:
    asking.add_argument("--verify", action="store_true", help="ask once about each secret, by the program curl")
    asking.add_argument("--verify-plan", action="store_true", help="say who would be asked how often, and ask nobody")
    asking.add_argument(
        "--verify-host",
        action="append",
        default=[],
        metavar="PATTERN",
        help="also ask hosts that scanned texts name, where they fit PATTERN (git.acme.example, *.acme.example)",
    )
    asking.add_argument(
        "--verify-rate", type=_count(1000), default=2, metavar="N", help="requests to a host in a second; default 2"
    )
    asking.add_argument(
        "--verify-timeout", type=_count(600), default=10, metavar="SECONDS", help="of a request; default 10"
    )


def _binary() -> str:
    """The program of the same installation, else the one on the PATH."""
    beside = Path(sys.argv[0]).resolve().parent / "leaksift"
    return str(beside) if beside.is_file() else "leaksift"


def _mirrors() -> Path:
    return Path(tempfile.gettempdir()) / f"leaksift-fleet-{os.getuid()}"


def _size(text: str) -> int:
    found = re.fullmatch(r"(\d+)([KMGT]?)", text.upper())
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no size such as 500M or 4G")
    return int(found[1]) * UNITS[found[2]]


def _time(text: str) -> float:
    found = re.fullmatch(r"(\d+)([smh]?)", text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no time such as 90s, 30m or 2h")
    return float(int(found[1]) * SECONDS[found[2]])


def _count(most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not 1 <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to {most:,}")
        return int(text)

    return read
