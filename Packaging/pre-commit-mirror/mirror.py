#!/usr/bin/env python3
"""Makes a commit and a tag for each released version of leaksift that this repository has none for.

A version counts when the package index that pip is set up with has it. Run by .github/workflows/mirror.yml; needs pip and a
clean work tree.
"""

import pathlib
import re
import subprocess
import sys


def output(*command):
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def released():
    """Every released version, oldest first."""
    text = output(sys.executable, "-m", "pip", "index", "versions", "leaksift")
    versions = re.search(r"^Available versions: (.*)$", text, re.M).group(1).split(", ")
    return sorted(versions, key=lambda version: [int(part) for part in version.split(".")])


def mirror(version):
    """Writes the version into the files that name one, commits and tags."""
    for name, pattern, text in [
        ("pyproject.toml", r"leaksift==[0-9.]+", f"leaksift=={version}"),
        ("README.md", r"rev: v[0-9.]+", f"rev: v{version}"),
    ]:
        path = pathlib.Path(name)
        content, count = re.subn(pattern, text, path.read_text(encoding="utf-8"))
        if count == 0:
            sys.exit(f"mirror.py: {name} names no version")
        path.write_text(content, encoding="utf-8")
    output("git", "add", "pyproject.toml", "README.md")
    output("git", "commit", "--quiet", "--allow-empty", "--message", f"Mirror: {version}")
    output("git", "tag", f"v{version}")
    print(f"v{version}")


def main():
    tags = output("git", "tag", "--list", "v*").split()
    for version in released():
        if f"v{version}" not in tags:
            mirror(version)


if __name__ == "__main__":
    main()
