"""Damage to the bytes of files, and files that are gone, swapped or something else."""
import os
import struct

from mutations.packfile import with_trailer

KINDS = {
    "pack": 8, "idx": 6, "loose": 6, "midx": 2, "graph": 2, "packed-refs": 3, "ref": 3, "head": 2, "config": 2,
    "index": 3, "alternates": 2, "shallow": 2, "worktree": 2, "logs": 1, "cache": 1, "pack-other": 1, "reftable": 3,
}
HASHED = ("pack", "idx", "midx", "graph", "index")
NUMBERS = [0, 1, 2, 0x7F, 0xFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0x80000001, 0xFFFFFFFE, 0xFFFFFFFF]


def flip(data, random):
    for _ in range(random.choice((1, 1, 1, 2, 8))):
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)


def set_byte(data, random):
    data[random.randrange(len(data))] = random.choice((0, 10, 32, 47, 0x7F, 0x80, 0xFF, random.randrange(256)))


def truncate(data, random):
    del data[random.choice((0, 1, len(data) - 1, len(data) - 20, random.randrange(len(data)))):]


def append(data, random):
    data += random.choice((b"\0" * 64, b"\xff" * 20, random.randbytes(100), bytes(data[:64]), b"\n", b"x"))


def insert(data, random):
    place = random.randrange(len(data) + 1)
    data[place:place] = random.choice((b"\0", b"\n", b" ", b"/", random.randbytes(random.randrange(1, 40))))


def delete(data, random):
    place = random.randrange(len(data))
    del data[place:place + random.choice((1, 2, 4, 20, 100))]


def blank(data, random):
    place = random.randrange(len(data))
    count = min(random.choice((4, 20, 64, 512, 4096)), len(data) - place)
    data[place:place + count] = random.choice((b"\0", b"\xff")) * count


def number(data, random):
    """A four-byte number somewhere, more often near the beginning, where the counts are."""
    if len(data) < 4:
        return
    place = random.choice((random.randrange(min(len(data) - 3, 64)), random.randrange(len(data) - 3)))
    old, = struct.unpack_from(">I", data, place)
    value = random.choice(NUMBERS + [old + 1, old - 1, old * 2, old // 2])
    struct.pack_into(">I", data, place, value & 0xFFFFFFFF)


def swap_parts(data, random):
    size = random.choice((1, 4, 20, 32, 100))
    if len(data) >= 2 * size:
        first, second = (random.randrange(len(data) - size + 1) for _ in range(2))
        one, two = data[first:first + size], data[second:second + size]
        data[first:first + size], data[second:second + size] = two, one


CHANGES = [flip, flip, flip, set_byte, truncate, append, insert, delete, blank, number, number, swap_parts]


def pick(copy, random, kinds=KINDS):
    there = [name for name in kinds if copy.paths(name)]
    if not there:
        return None
    chosen, = random.choices(there, [KINDS.get(name, 1) for name in there])
    return random.choice(copy.paths(chosen))


def change_bytes(copy, random):
    path = pick(copy, random)
    if path is None or not copy.read(path):
        return None
    data, change = bytearray(copy.read(path)), random.choice(CHANGES)
    change(data, random)
    copy.write(path, data)
    return f"{change.__name__} {copy.kinds[path]}"


def change_hashed(copy, random):
    """Damage with a right hash at the end, so that it is not noticed at once."""
    path = pick(copy, random, HASHED)
    if path is None:
        return None
    size = 32 if "sha256" in copy.root else 20
    data, change = bytearray(copy.read(path)[:-size]), random.choice(CHANGES)
    if not data:
        return None
    change(data, random)
    copy.write(path, with_trailer(bytes(data) + bytes(size), size))
    return f"{change.__name__} {copy.kinds[path]}, rehashed"


def remove(copy, random):
    path = pick(copy, random)
    if path is None:
        return None
    copy.clear(path)
    return f"remove {copy.kinds[path]}"


def remove_folder(copy, random):
    names = ("objects", "objects/pack", "refs", "refs/heads", "refs/tags", "worktrees", "objects/info", "logs", "reftable")
    there = [folder for folder in sorted(copy.folders) if folder.endswith(names) and os.path.isdir(copy.full(folder))]
    if not there:
        return None
    folder = random.choice(there)
    emptied = random.random() < 0.5
    copy.clear_folder(folder)
    if emptied:
        os.makedirs(copy.full(folder), exist_ok=True)
    return f"{'empty' if emptied else 'remove'} {folder.split('/')[-1]}/"


def swap_files(copy, random):
    first = pick(copy, random)
    others = copy.paths(copy.kinds[first]) if first and random.random() < 0.8 else [pick(copy, random)]
    second = random.choice(others) if first and others else None
    if second is None or first == second:
        return None
    one, two = copy.read(first), copy.read(second)
    if random.random() < 0.5:
        copy.write(second, one)
        return f"copy {copy.kinds[first]} over {copy.kinds[second]}"
    copy.write(first, two)
    copy.write(second, one)
    return f"swap {copy.kinds[first]} and {copy.kinds[second]}"


def replace(copy, random):
    """Something else in the place of a file."""
    path = pick(copy, random)
    if path is None:
        return None
    data = copy.read(path)
    name, make = random.choice((
        ("fifo", os.mkfifo), ("folder", os.mkdir), ("link to itself", lambda full: os.symlink(full, full)),
        ("link to nothing", lambda full: os.symlink("nowhere", full)),
        ("link to a device", lambda full: os.symlink("/dev/zero", full)),
        ("link to a folder", lambda full: os.symlink(".", full)),
    ))
    copy.put(path, make, name)
    return f"{name} for {copy.kinds[path]}" if data is not None else None


DAMAGES = [(40, change_bytes), (25, change_hashed), (10, remove), (3, remove_folder), (6, swap_files), (2, replace)]
