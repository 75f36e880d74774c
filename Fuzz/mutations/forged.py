"""Packed objects whose content is not their id's although every checksum of the pack and its index says that it is right.

Only the hash of the content itself tells these apart. `git fsck` computes it for every object; git itself, when it reads
one, does not, and neither does a history scan, which would take half as long again: it reports what is found in the
content that is there. A scan with `--full-scan` does compute it, and so does every scan for loose objects, for objects of
which the checksums do not fit, and for the commits and trees that say what belongs to a branch or range.

With `--cache`, objects that held nothing at an earlier scan are not read again as long as their checksums are right: of
those it does not show either that what is there now is no object at all. And where the index of an unchanged pack says that
one of them is where a secret is, the secret is passed over, whatever another pack has.
"""
import struct
import zlib

from mutations.gitoutput import right
from mutations.packfile import digest, read_index


def forged(copy, size, git_reads, is_cached):
    """Ids of such objects in a repository's packs; `git_reads` returns kind and content of ids as git reads them."""
    rows = {path: with_right_sums(copy, path, size) for path in copy.paths("pack")}
    loose = {"".join(path.split("/")[-2:]) for path in copy.paths("loose")}
    names = [name.hex() for path in rows for name, _ in rows[path] if name.hex() not in loose]
    read = git_reads(names)
    wrong = {name for name, (kind, content) in read.items() if not right(name, kind, content)}
    return wrong | (set(names) - set(read) if is_cached else set())


def moved(copy, size):
    """Ids that the index of an unchanged pack says to be elsewhere than they are, with right checksums."""
    unchanged = [path for path in copy.paths("pack") if copy.read(path) == copy.files.get(path)]
    healthy = {path: set(zip(*read_index(copy.files[path[:-len("pack")] + "idx"], size))) for path in unchanged}
    return {name.hex() for path in unchanged for name, _ in set(with_right_sums(copy, path, size)) - healthy[path]}


def with_right_sums(copy, path, size):
    """Ids, with their offsets, whose entries have the CRC-32 that an index with a right hash says."""
    pack, index = copy.read(path), copy.read(path[:-len("pack")] + "idx")
    if len(index) < size or digest(index[:-size], size) != index[-size:]:
        return []
    try:
        ids, offsets = read_index(index, size)
        sums = struct.unpack_from(f">{len(ids)}I", index, 8 + 1024 + len(ids) * size)
    except struct.error:
        return []
    if ids != sorted(ids):
        return []
    places = sorted(set(offsets))
    ends = dict(zip(places, places[1:] + [len(pack) - size]))
    return [(name, start) for name, start, crc in zip(ids, offsets, sums) if zlib.crc32(pack[start:ends[start]]) == crc]
