"""Reads what git prints."""
from mutations.packfile import digest


def contents(output):
    """The objects that `git cat-file --batch` printed: id, kind and content, which are None where it has none."""
    at = 0
    while at < len(output):
        end = output.find(b"\n", at)
        fields = output[at:end].split()
        at = end + 1
        if end < 0:
            return
        if len(fields) != 3:
            yield fields[0], None, None
            continue
        size = int(fields[2])
        if len(output) < at + size:
            return
        yield fields[0], fields[1], output[at:at + size]
        at += size + 1


def right(name, kind, content):
    return digest(kind + b" %d\0" % len(content) + content, len(name) // 2).hex() == name


def telling(lines):
    """Those lines of fsck that name what is missing; not those on the form of an object, which begin with "error in"."""
    told = [line for line in lines if not line.startswith("error in ")]
    return [line for line in told if line.startswith(("missing", "broken")) or "invalid" in line or "corrupt" in line]


def last_line(text):
    lines = [line for line in text.decode(errors="replace").splitlines() if line.strip()]
    return lines[-1][:200] if lines else "no message"
