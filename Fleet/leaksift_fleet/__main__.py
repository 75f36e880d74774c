"""The program `leaksift-fleet`; without the extra it says what to install."""

from __future__ import annotations

import sys

NEEDED = (3, 10)


def main() -> int:
    """Runs the command line, and returns the exit code."""
    if sys.version_info < NEEDED:
        sys.stderr.write("leaksift-fleet: error: Python 3.10 or later is needed\n")
        return 2
    try:
        from leaksift_fleet import cli
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        sys.stderr.write(
            f'leaksift-fleet: error: {package} is missing; install it with: pip install "leaksift[fleet]"\n'
        )
        return 2
    return cli.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
