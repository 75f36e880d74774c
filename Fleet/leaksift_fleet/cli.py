"""The command line of `leaksift-fleet`."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from leaksift_fleet import doctor
from leaksift_fleet.arguments import ACTIVE, parser
from leaksift_fleet.children import Limits
from leaksift_fleet.cluster import Cluster, ClusterError
from leaksift_fleet.credentials import variables
from leaksift_fleet.identity import FleetKeyError, load_key
from leaksift_fleet.merging import MergeError
from leaksift_fleet.notification import Outcome, notify
from leaksift_fleet.overview import duration
from leaksift_fleet.progress import log_to
from leaksift_fleet.reporting import Summary, Wanted
from leaksift_fleet.results import Results, ResultsError
from leaksift_fleet.run import Run, dry_run, listed
from leaksift_fleet.scanning import INCOMPLETE, USAGE, Program
from leaksift_fleet.schedule import Patience
from leaksift_fleet.sources import AddressError, Choices, Sources
from leaksift_fleet.tally import VERDICTS
from leaksift_fleet.verifying import Asking, Plan
from leaksift_fleet.workplace import Settings


class UsageError(Exception):
    """Something that the user can correct: what, and how."""


def main(arguments: Sequence[str]) -> int:
    """Runs a command line, and returns the exit code: that of leaksift."""
    options = parser().parse_args(arguments)
    try:
        return _doctor(options) if options.action == "doctor" else _scan(options)
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


def _scan(options: argparse.Namespace) -> int:
    _check(options)
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
    settings = _settings(options, binary, results)
    if options.dry_run:
        for line in dry_run(found, results, settings, rescans=options.rescan):
            print(json.dumps(line, ensure_ascii=False))
        return INCOMPLETE if found.problems else 0
    if not found.repositories and not found.problems:
        raise UsageError("the sources name no repository")
    patience = Patience(options.attempts)
    run = Run(results, settings, _wanted(options), _version(binary), patience, options.rescan, options.quiet)
    if found.repositories:
        Cluster(options.address, options.processors).connect()
    run.scan(found)
    return _finish(options, run.report(found), len(found.repositories))


def _check(options: argparse.Namespace) -> None:
    """Options that need each other. Raises :class:`UsageError`."""
    if "://" in str(options.out) or re.match(r"\w+:/", str(options.out)):
        raise UsageError(
            f"--out {options.out}: results go to a folder; copy it with --on-finish "
            "'aws s3 sync DIR s3://BUCKET/PREFIX', or mount the store (docs/FLEETS.md, Results)"
        )
    if options.verify and options.verify_plan:
        raise UsageError("--verify-plan asks nobody; leave out --verify, or --verify-plan")
    if not options.verify and (options.only or options.fail_on == ACTIVE):
        option = "--only" if options.only else "--fail-on active"
        raise UsageError(f"{option} needs --verify: nothing else tells what is active")
    if options.verify_host and not (options.verify or options.verify_plan):
        raise UsageError("--verify-host needs --verify or --verify-plan")


def _settings(options: argparse.Namespace, binary: str, results: Results) -> Settings:
    config = None if options.config is None else str(Path(options.config).absolute())
    key = options.key or options.out / "fleet.key"
    return Settings(
        Program(binary, options.threads, config),
        str(options.mirrors.absolute()),
        str(options.mirrors.absolute() / f"run-{results.identity()}"),
        Limits(options.time, options.memory),
        options.keep_mirrors,
        options.mirrors_size,
        # A dry run makes no file.
        b"" if options.dry_run and not key.exists() else load_key(key),
    )


def _wanted(options: argparse.Namespace) -> Wanted:
    asking = None
    if options.verify or options.verify_plan:
        hosts = tuple(options.verify_host)
        asking = Asking(hosts, options.verify_rate, options.verify_timeout, options.verify_plan)
    return Wanted(
        tuple(options.format), options.public, options.fail_on, options.only == ACTIVE, options.report_memory, asking
    )


def _finish(options: argparse.Namespace, summary: Summary, repositories: int) -> int:
    tally, changes = summary.tally, summary.changes
    counts = ", ".join(f"{count:,} {state}" for state, count in sorted(summary.states.items()))
    print(f"{tally.findings:,} secrets in {repositories:,} repositories ({counts}) in {duration(summary.seconds)}.")
    compared = f"{changes.new:,} new, {changes.fixed:,} fixed, {changes.still_there:,} still there"
    print(f"{compared}: {options.out}/overview.html")
    if tally.verdicts:
        print(
            "Verified: " + ", ".join(f"{tally.verdicts[one]:,} {one}" for one in VERDICTS if tally.verdicts[one]) + "."
        )
    for line in _planned(summary.plan):
        print(line)
    if summary.listed < tally.findings and options.only is None:
        print(
            f"report.* list the gravest {summary.listed:,} of {tally.findings:,} secrets and count the others; "
            "findings.jsonl has all, and --report-memory SIZE lists more."
        )
    if options.on_finish is not None:
        _notify(options, summary)
    return summary.code


def _planned(plan: Plan | None) -> list[str]:
    if plan is None:
        return []
    hosts = [f"plan: {host}: at most {count:,} requests" for host, count in sorted(plan.requests.items())]
    hosts += [f"plan: skipped, {count:,}: {reason}" for reason, count in sorted(plan.skipped.items())]
    return hosts or ["plan: no host would be asked"]


def _notify(options: argparse.Namespace, summary: Summary) -> None:
    facts = Outcome(
        summary.code,
        summary.tally.findings,
        summary.changes.new,
        summary.changes.fixed,
        summary.tally.severities["critical"],
        summary.tally.verdicts[ACTIVE],
        summary.states,
        str(options.out / "overview.html"),
        round(summary.seconds, 1),
    )
    problem = notify(options.on_finish, facts)
    if problem is not None:
        sys.stderr.write(f"leaksift-fleet: {problem}\n")


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
