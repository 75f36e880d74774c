"""The command line of `leaksift-fleet`."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from leaksift_fleet import doctor
from leaksift_fleet.children import Limits
from leaksift_fleet.credentials import variables
from leaksift_fleet.identity import FleetKeyError, load_key
from leaksift_fleet.merging import MergeError
from leaksift_fleet.notification import Outcome, notify
from leaksift_fleet.overview import duration
from leaksift_fleet.progress import log_to
from leaksift_fleet.results import Results, ResultsError
from leaksift_fleet.run import Listed, Run, dry_run, listed
from leaksift_fleet.scanning import USAGE, Program
from leaksift_fleet.schedule import Cluster, ClusterError, Patience
from leaksift_fleet.sources import AddressError, Choices, Sources
from leaksift_fleet.task import Settings

UNITS = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3, "T": 1024**4}
SECONDS = {"s": 1, "m": 60, "h": 3600, "": 1}


class UsageError(Exception):
    """Something that the user can correct: what, and how."""


def main(arguments: Sequence[str]) -> int:
    """Runs a command line, and returns the exit code: that of leaksift."""
    options = parser().parse_args(arguments)
    try:
        code: int = options.action(options)
        return code
    except (UsageError, AddressError, FleetKeyError, ResultsError, MergeError, ClusterError) as error:
        sys.stderr.write(f"leaksift-fleet: error: {error}\n")
        return USAGE
    except KeyboardInterrupt:
        sys.stderr.write("\nleaksift-fleet: interrupted; --resume goes on where it was\n")
        return 130
    except BrokenPipeError:
        # Whoever read the output has gone.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


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
    check.set_defaults(action=_doctor)
    return top


def _add_scan(scan: argparse.ArgumentParser) -> None:
    scan.set_defaults(action=_scan)
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
    results.add_argument("--fail-on", metavar="LEVEL", help="findings below LEVEL do not fail the run; default low")
    results.add_argument("--on-finish", metavar="COMMAND", help="give COMMAND the outcome as JSON at the end")
    results.add_argument("--log", type=Path, metavar="FILE", help="append what happens to FILE, as JSON lines")
    results.add_argument("-q", "--quiet", action="store_true", help="print the last lines only")
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


def _scan(options: argparse.Namespace) -> int:
    if options.log is not None:
        log_to(options.log)
    binary = shutil.which(options.binary)
    if binary is None:
        raise UsageError(f"{options.binary} is not there; install leaksift, or name it with --binary")
    choices = Choices(not options.no_archived, not options.no_forks, options.wikis, options.snippets)
    sources = [Sources(choices).named(argument) for argument in options.sources]
    results = Results(options.out, resumes=options.resume, writes=not options.dry_run)
    hosts = sorted({host for source in sources for host in source.hosts})
    if hosts and not options.quiet:
        sys.stderr.write(f"Listing repositories from {', '.join(hosts)}.\n")
    found = listed(sources)
    for problem in found.problems:
        sys.stderr.write(f"leaksift-fleet: {problem.place}: {problem.reason}\n")
    if options.dry_run:
        for line in dry_run(found, results):
            print(json.dumps(line, ensure_ascii=False))
        return 3 if found.problems else 0
    if not found.repositories and not found.problems:
        raise UsageError("the sources name no repository")
    run = _run(options, binary, results)
    if found.repositories:
        Cluster(options.address, options.processors).connect()
    run.scan(found)
    return _finish(options, run, found)


def _run(options: argparse.Namespace, binary: str, results: Results) -> Run:
    config = None if options.config is None else str(Path(options.config).absolute())
    settings = Settings(
        Program(binary, options.threads, config),
        str(options.mirrors.absolute()),
        str(options.mirrors.absolute() / f"run-{results.identity()}"),
        Limits(options.time, options.memory),
        options.keep_mirrors,
        options.mirrors_size,
    )
    return Run(
        results,
        settings,
        load_key(options.key or options.out / "fleet.key"),
        _version(binary),
        Patience(options.attempts),
        options.rescan,
        options.public,
        options.fail_on,
        tuple(options.format),
        options.quiet,
    )


def _finish(options: argparse.Namespace, run: Run, found: Listed) -> int:
    code, tally, changes = run.report(found)
    states: dict[str, int] = {}
    for outcome in run.results.done.values():
        states[outcome.state.value] = states.get(outcome.state.value, 0) + 1
    seconds = run.elapsed()
    counts = ", ".join(f"{count:,} {state}" for state, count in sorted(states.items()))
    print(f"{tally.findings:,} secrets in {len(found.repositories):,} repositories ({counts}) in {duration(seconds)}.")
    compared = f"{changes.new:,} new, {changes.fixed:,} fixed, {changes.still_there:,} still there"
    print(f"{compared}: {options.out}/overview.html")
    if options.on_finish is not None:
        facts = Outcome(
            code,
            tally.findings,
            changes.new,
            changes.fixed,
            tally.severities["critical"],
            tally.active,
            states,
            str(options.out / "overview.html"),
            round(seconds, 1),
        )
        problem = notify(options.on_finish, facts)
        if problem is not None:
            sys.stderr.write(f"leaksift-fleet: {problem}\n")
    return code


def _doctor(options: argparse.Namespace) -> int:
    found = doctor.checks(options.binary, options.mirrors, hosts=options.host, credentials=variables(os.environ))
    sys.stdout.write(doctor.table(found))
    return 0 if doctor.is_ready(found) else USAGE


def _version(binary: str) -> str:
    try:
        output = subprocess.run([binary, "version"], capture_output=True, text=True, timeout=60, check=True).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise UsageError(f"{binary} does not run: {error}") from error
    words = output.split()
    return words[1] if len(words) > 1 else output.strip()


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
