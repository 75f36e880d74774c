"""The HTML page about a run: one file that loads nothing, has no script and no secret."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources

from jinja2 import Environment, StrictUndefined

from leaksift_fleet.tally import AGES, SEVERITIES, VERDICTS, Tally

MOST_ROWS = 40
"""Rows of a table; how many more there are is said below it."""

MOST_GAPS = 1000
"""Gaps that are listed; `states.jsonl` and `report.json` have all of them."""


@dataclass(frozen=True)
class Gap:
    """Something that was not scanned, or not as a whole."""

    repository: str
    state: str
    reason: str


@dataclass(frozen=True)
class Run:
    """One point of the trend."""

    date: str
    """`YYYY-MM-DD`."""
    findings: int
    repositories: int
    gaps: int


@dataclass(frozen=True)
class Changes:
    """How a run compares with the one before."""

    new: int
    fixed: int
    still_there: int


@dataclass
class Overview:
    """What the page says."""

    started_at: str
    """UTC, `YYYY-MM-DDTHH:MM:SSZ`."""
    seconds: float
    version: str
    """leaksift's version."""
    states: Mapping[str, int]
    """Repositories by state, in the order in which they are shown."""
    tally: Tally
    changes: Changes | None = None
    gaps: Iterable[Gap] = ()
    trend: Sequence[Run] = field(default_factory=tuple)
    """Oldest first, this run last."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Files beside the page, by what they are: `{"all findings": "report.html"}`."""


@dataclass(frozen=True)
class _Row:
    name: str
    note: str
    count: int
    percent: float


def page(overview: Overview) -> str:
    """The page as a text. Everything that comes from repositories is escaped."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["number"] = lambda value: f"{value:,}"
    template = environment.from_string(resources.files(__package__).joinpath("overview.html.j2").read_text("utf-8"))
    tally = overview.tally
    gaps, further_gaps = _first(overview.gaps, MOST_GAPS)
    return template.render(
        overview=overview,
        tally=tally,
        repositories=sum(overview.states.values()),
        duration=duration(overview.seconds),
        verdicts=[(name, tally.verdicts[name]) for name in VERDICTS if tally.verdicts[name]],
        severities=[(name, tally.severities[name]) for name in SEVERITIES if tally.severities[name]],
        tables=[
            ("Rule", _rows({title: count for (_, title), count in _merged(tally.rules).items()})),
            ("Team", _rows(tally.teams)),
            ("Repository", _rows(tally.repositories, tally.worst)),
            ("Exposed for", _rows({name: tally.ages[name] for name in AGES if tally.ages[name]}, by_count=False)),
        ],
        gaps=gaps,
        further_gaps=further_gaps,
        trend=_bars(overview.trend),
    )


def duration(seconds: float) -> str:
    """A time in words: `2 h 5 min`, `3 min 20 s`, `12 s`."""
    whole = round(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {whole % 60} s" if minutes else f"{whole} s"


def _merged(rules: Counter[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Rules with one title are told apart by their ids."""
    titles = Counter(title for _, title in rules)
    return {
        (rule, title if titles[title] == 1 else f"{title} [{rule}]"): count for (rule, title), count in rules.items()
    }


def _rows(
    counts: Mapping[str, int], notes: Mapping[str, str] | None = None, *, by_count: bool = True
) -> tuple[list[_Row], int]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0])) if by_count else list(counts.items())
    most = max(counts.values(), default=1)
    rows = [_Row(name, (notes or {}).get(name, ""), count, 100 * count / most) for name, count in ordered[:MOST_ROWS]]
    return rows, max(0, len(ordered) - MOST_ROWS)


def _first(gaps: Iterable[Gap], count: int) -> tuple[list[Gap], int]:
    listed: list[Gap] = []
    further = 0
    for gap in gaps:
        if len(listed) < count:
            listed.append(gap)
        else:
            further += 1
    return listed, further


def _bars(runs: Sequence[Run]) -> list[tuple[Run, float]]:
    """The last runs with the height of their bars, in per cent."""
    shown = runs[-MOST_ROWS:]
    most = max((run.findings for run in shown), default=0) or 1
    return [(run, 100 * run.findings / most) for run in shown]
