"""Objects that lie: packs, indexes and loose files whose form is right and whose content is not."""
import zlib

from mutations.packfile import (
    BLOB, COMMIT, ID_DELTA, NAMES, OFFSET_DELTA, TAG, TREE, Delta, Pack, digest, loose, write_index)


def delta_sizes(delta, random):
    value = random.choice((0, 1, delta.source + 1, max(delta.source - 1, 0), delta.target * 2, 1 << 31, 1 << 40, (1 << 64) - 1))
    if random.random() < 0.5:
        delta.source = value
    else:
        delta.target = value


def delta_copies(delta, random):
    copies = [row for row, step in enumerate(delta.steps) if step[0] == "copy"]
    if copies:
        row = random.choice(copies)
        _, offset, size = delta.steps[row]
        delta.steps[row] = random.choice((
            ("copy", offset + 1, size), ("copy", delta.source, size), ("copy", 0xFFFFFFFF, size),
            ("copy", offset, 0xFFFFFF), ("copy", offset, max(size - 1, 1)), ("copy", 0, size)))


def delta_steps(delta, random):
    place = random.randrange(len(delta.steps) + 1)
    what = random.randrange(5)
    if what == 0:
        delta.steps.insert(place, ("raw", b"\0"))
    elif what == 1:
        delta.steps.append(("raw", b"\x7fxx"))
    elif what == 2 and delta.steps:
        delta.steps.pop(place - 1)
    elif what == 3:
        random.shuffle(delta.steps)
    else:
        delta.steps *= 2
    if random.random() < 0.5:
        delta.target = sum(len(step[1]) if step[0] == "insert" else step[2] for step in delta.steps if step[0] != "raw")


def lie_in_delta(pack, random):
    deltas = [entry for entry in pack.entries if entry.kind in (OFFSET_DELTA, ID_DELTA)]
    if not deltas:
        return None
    entry, change = random.choice(deltas), random.choice((delta_sizes, delta_copies, delta_steps))
    delta = Delta(entry.content)
    change(delta, random)
    entry.content = delta.bytes()
    return change.__name__


def other_base(pack, random):
    """A base that is itself, further on, part of a circle, between entries, before the pack, or nowhere."""
    deltas = [entry for entry in pack.entries if entry.kind in (OFFSET_DELTA, ID_DELTA)]
    if not deltas:
        return None
    entry = random.choice(deltas)
    what = random.choice(("distance", "id", "circle", "other"))
    if what == "distance":
        entry.kind, entry.distance = OFFSET_DELTA, random.choice((0, 1, 7, 1 << 20, 1 << 40, (1 << 63) + 5))
    elif what == "other":
        entry.kind, entry.base = OFFSET_DELTA, random.choice(pack.entries)
    else:
        names = {other: name for name, other in pack.by_id.items()}
        bases = [names[other] for other in (random.sample(deltas, min(2, len(deltas))) if what == "circle" else pack.entries)]
        entry.kind = ID_DELTA
        entry.base_id = random.choice(bases + [random.randbytes(pack.size), bytes(pack.size)])
        if what == "circle":
            for other in deltas[:3]:
                other.kind, other.base_id = ID_DELTA, names[entry]
    return f"base: {what}"


def other_header(pack, random):
    entry = random.choice(pack.entries)
    what = random.choice(("size", "kind", "bytes"))
    if what == "size":
        entry.size = random.choice((0, 1, len(entry.content) + 1, max(len(entry.content) - 1, 0), 1 << 30, 1 << 33, 1 << 62))
    elif what == "kind":
        entry.kind = random.choice((0, COMMIT, TREE, BLOB, TAG, 5, OFFSET_DELTA, ID_DELTA))
    else:
        packed = zlib.compress(entry.content)
        entry.packed = random.choice((b"", packed[:-4], packed[:-1], packed + b"xx", zlib.compress(b""), random.randbytes(20)))
    return f"entry: {what}"


def wrong_content(pack, random):
    """Content that is not what its id says, with everything else right."""
    entry = random.choice(pack.entries)
    if entry.kind in (OFFSET_DELTA, ID_DELTA):
        entry.kind, entry.content = BLOB, b"".join(step[1] for step in Delta(entry.content).steps if step[0] == "insert")
    else:
        data = bytearray(entry.content)
        data[random.randrange(len(data)) if data else 0:] = random.choice((b"", b"\n", b"other\n", bytes(data[:3])))
        entry.content = bytes(data)
    return "wrong content"


def swap_ids(pack, random):
    first, second = random.sample(sorted(pack.by_id), 2)
    pack.by_id[first], pack.by_id[second] = pack.by_id[second], pack.by_id[first]
    return "ids swapped"


def drop_from_index(pack, random):
    for name in random.sample(sorted(pack.by_id), random.choice((1, 1, 2, len(pack.by_id)))):
        del pack.by_id[name]
    return "ids not in the index"


def drop_entry(pack, random):
    entry = random.choice(pack.entries)
    pack.entries.remove(entry)
    for other in pack.entries:
        if other.base is entry:
            other.distance = 7
    return "entry gone"


def other_counts(pack, random):
    if random.random() < 0.7:
        pack.count = random.choice((0, 1, len(pack.entries) - 1, len(pack.entries) + 1, 0xFFFFFFFF))
    else:
        pack.version = random.choice((0, 1, 3, 4, 0xFFFFFFFF))
    return "counts of the pack"


PACK_CHANGES = [
    lie_in_delta, lie_in_delta, other_base, other_header, wrong_content, wrong_content, swap_ids, drop_from_index,
    drop_entry, other_counts]


def size_of(copy):
    return 32 if "sha256" in copy.root else 20


def index_of(path):
    return path[:-len("pack")] + "idx"


def change_pack(copy, random):
    packs = [path for path in copy.paths("pack") if copy.files.get(index_of(path))]
    if not packs:
        return None
    path = random.choice(packs)
    pack = Pack(copy.files[path], copy.files[index_of(path)], size_of(copy))
    change = random.choice(PACK_CHANGES)
    what = change(pack, random) if len(pack.by_id) > 1 else None
    if what is None:
        return None
    data, index = pack.bytes()
    copy.write(path, data)
    copy.write(index_of(path), index)
    return f"pack: {what}"


def change_index(copy, random):
    """An index that fits its pack's hash but lies about ids and offsets."""
    packs = [path for path in copy.paths("pack") if copy.files.get(index_of(path))]
    if not packs:
        return None
    path, size = random.choice(packs), size_of(copy)
    pack = Pack(copy.files[path], copy.files[index_of(path)], size)
    rows = [[name, entry.offset, 0] for name, entry in sorted(pack.by_id.items())]
    ends = sorted(row[1] for row in rows)[1:] + [len(copy.files[path]) - size]
    sums = {start: zlib.crc32(copy.files[path][start:end]) for start, end in zip(sorted(row[1] for row in rows), ends)}
    for row in rows:
        row[2] = sums[row[1]]
    row, other = random.choice(rows), random.choice(rows)
    what = random.choice(("offset", "same offset", "id", "twice", "unsorted", "swapped", "crc"))
    if what == "offset":
        row[1] = random.choice((0, 1, row[1] + 1, len(copy.files[path]), 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF))
    elif what == "same offset":
        row[1:] = other[1:]
    elif what == "id":
        row[0] = random.randbytes(size)
        rows.sort()
    elif what == "twice":
        rows.insert(rows.index(row), list(row))
    elif what == "unsorted":
        random.shuffle(rows)
    elif what == "swapped":
        row[1:], other[1:] = other[1:], row[1:]
    else:
        row[2] ^= 1
    copy.write(index_of(path), write_index(rows, copy.files[path][-size:], size))
    return f"index: {what}"


def change_loose(copy, random):
    paths = copy.paths("loose")
    if not paths:
        return None
    path = random.choice(paths)
    whole = zlib.decompress(copy.files.get(path) or copy.read(path))
    kind, _, content = whole.partition(b"\0")
    kind = kind.split()[0]
    what, data = random.choice((
        ("wrong content", loose(kind, content + b"x")), ("empty content", loose(kind, b"")),
        ("wrong kind", loose(random.choice(list(NAMES.values()) + [b"blub"]), content)),
        ("wrong size", zlib.compress(kind + b" %d\0" % (len(content) + random.choice((-1, 1, 1 << 40))) + content)),
        ("no size", zlib.compress(kind + b" \0" + content)), ("no header", zlib.compress(content)),
        ("more after it", loose(kind, content) + b"more"), ("cut", loose(kind, content)[:-5]),
        ("another's", copy.read(random.choice(paths))),
    ))
    copy.write(path, data)
    return f"loose: {what}"


def hash_of(kind, content, size):
    return digest(kind + b" %d\0" % len(content) + content, size)


def store(copy, kind, content):
    """Adds a loose object with a right id."""
    name = hash_of(kind, content, size_of(copy)).hex()
    folder = copy.objects()
    copy.write(f"{folder}/{name[:2]}/{name[2:]}", loose(kind, content))
    return name


def odd_names(random):
    return random.choice((b"..", b".", b"", b".git", b"a/b", b"/etc/x", b"a\nb", b"\xff\xfe", b"x" * 5000, b"../../x", b"-f"))


def new_commit(copy, random):
    """A branch whose newest commit, tree or blob is odd, or is not there."""
    size = size_of(copy)
    there = store(copy, b"blob", b"nothing of interest\n")
    gone = random.randbytes(size).hex()
    what = random.choice(("no tree", "no parent", "no blob", "odd entry", "odd commit", "tag of nothing", "tree as blob", "bomb"))
    blob = gone if what == "no blob" else there
    entry = b"100644 file\0" + bytes.fromhex(blob)
    if what == "odd entry":
        mode = random.choice((b"100644", b"40000", b"160000", b"120000", b"0", b"777777777777", b"-1", b"x", b""))
        entry = mode + b" " + odd_names(random) + b"\0" + bytes.fromhex(blob)[:random.choice((size, size, 3))]
    elif what == "tree as blob":
        entry = b"40000 dir\0" + bytes.fromhex(there)
    tree = store(copy, b"tree", entry)
    if what == "bomb":
        for _ in range(12):
            tree = store(copy, b"tree", b"".join(b"40000 d%d\0" % row + bytes.fromhex(tree) for row in range(10)))
    lines = [f"tree {gone if what == 'no tree' else tree}", f"parent {gone}" if what == "no parent" else ""]
    lines += ["author A <a@example.com> 1700000000 +0000", "committer A <a@example.com> 1700000000 +0000"]
    if what == "odd commit":
        lines[random.randrange(4)] = random.choice(("", "tree", "parent x", "author", "tree " + "g" * size * 2, "\0"))
    name = store(copy, b"commit", ("\n".join(line for line in lines if line) + "\n\nodd\n").encode())
    if what == "tag of nothing":
        name = store(copy, b"tag", f"object {gone}\ntype commit\ntag odd\ntagger A <a@b> 1 +0000\n\nx\n".encode())
    copy.write(f"{copy.git_folder()}/refs/tags/odd", name.encode() + b"\n")
    return f"new: {what}"


OBJECTS = [(20, change_pack), (10, change_index), (12, change_loose), (8, new_commit)]
