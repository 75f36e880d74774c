"""What others said, as part of a reason."""

from __future__ import annotations

import re

LONGEST = 300
"""Characters of a message that a reason repeats."""


def printable(text: str) -> str:
    """A text in one line: no control characters, and not longer than a reason may be."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", "?", text)[:LONGEST]
