"""Reads packs and pack indexes, and writes them again with any part of them wrong (gitformat-pack)."""
import hashlib
import struct
import zlib

COMMIT, TREE, BLOB, TAG, OFFSET_DELTA, ID_DELTA = 1, 2, 3, 4, 6, 7
NAMES = {COMMIT: b"commit", TREE: b"tree", BLOB: b"blob", TAG: b"tag"}


def digest(data, size):
    return (hashlib.sha1 if size == 20 else hashlib.sha256)(data).digest()


def with_trailer(data, size):
    """The same bytes, ending with the right hash of what is before it."""
    return data[:-size] + digest(data[:-size], size)


def number(value):
    """Seven bits a byte, the lowest first, as deltas have their sizes."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def read_number(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        shift += 7
        at += 1
        if not byte & 0x80:
            return value, at


class Delta:
    """Sizes and instructions of a delta: ("copy", offset, size) and ("insert", bytes)."""

    def __init__(self, data):
        self.source, at = read_number(data, 0)
        self.target, at = read_number(data, at)
        self.steps = []
        while at < len(data):
            code = data[at]
            at += 1
            if code & 0x80:
                values = []
                for bits in (range(4), range(4, 7)):
                    value = 0
                    for place, bit in enumerate(bits):
                        if code & 1 << bit:
                            value |= data[at] << 8 * place
                            at += 1
                    values.append(value)
                self.steps.append(("copy", values[0], values[1] or 0x10000))
            else:
                self.steps.append(("insert", data[at:at + code]))
                at += code

    def bytes(self):
        out = bytearray(number(self.source) + number(self.target))
        for step in self.steps:
            if step[0] == "insert":
                out.append(len(step[1]))
                out += step[1]
            elif step[0] == "copy":
                code, rest = 0x80, bytearray()
                for first, count, value in ((0, 4, step[1]), (4, 3, step[2])):
                    for place in range(count):
                        byte = value >> 8 * place & 0xFF
                        if byte:
                            code |= 1 << first + place
                            rest.append(byte)
                out.append(code)
                out += rest
            else:
                out += step[1]
        return bytes(out)


class Entry:
    """One object of a pack. What is None is written as it should be."""

    def __init__(self, offset, kind, content):
        self.offset, self.kind, self.content = offset, kind, content
        self.base = None  # the entry that an offset delta is made from
        self.base_id = None
        self.size = self.distance = self.packed = None

    def bytes(self, at, offsets):
        size = len(self.content) if self.size is None else self.size
        out = bytearray([self.kind << 4 | size & 15])
        size >>= 4
        while size:
            out[-1] |= 0x80
            out.append(size & 0x7F)
            size >>= 7
        if self.kind == OFFSET_DELTA:
            out += self.way_back(at - offsets.get(self.base, 0) if self.distance is None else self.distance)
        elif self.kind == ID_DELTA:
            out += self.base_id or bytes(20)
        return bytes(out) + (zlib.compress(self.content) if self.packed is None else self.packed)

    @staticmethod
    def way_back(distance):
        distance = max(distance, 0)
        out = [distance & 0x7F]
        while distance > 0x7F:
            distance = (distance >> 7) - 1
            out.insert(0, distance & 0x7F | 0x80)
        return bytes(out)


class Pack:
    def __init__(self, data, index, size):
        self.size, self.version, self.count = size, 2, None
        self.ids, offsets = read_index(index, size)
        self.entries = [self.entry(data, at) for at in sorted(offsets)]
        places = {entry.offset: entry for entry in self.entries}
        for entry in self.entries:
            if entry.base is not None:
                entry.base = places.get(entry.base)
        self.by_id = {name: places[at] for name, at in zip(self.ids, offsets)}

    def entry(self, data, offset):
        at = offset
        kind, more = data[at] >> 4 & 7, data[at] & 0x80
        at += 1
        while more:
            more = data[at] & 0x80
            at += 1
        base = base_id = None
        if kind == OFFSET_DELTA:
            distance = data[at] & 0x7F
            while data[at] & 0x80:
                at += 1
                distance = (distance + 1) << 7 | data[at] & 0x7F
            at += 1
            base = offset - distance
        elif kind == ID_DELTA:
            base_id = data[at:at + self.size]
            at += self.size
        entry = Entry(offset, kind, zlib.decompressobj().decompress(data[at:]))
        entry.base, entry.base_id = base, base_id
        return entry

    def bytes(self):
        """The pack and an index that fits it."""
        count = len(self.entries) if self.count is None else self.count
        out = bytearray(b"PACK" + struct.pack(">II", self.version, count))
        offsets, sums = {}, {}
        for entry in self.entries:
            packed = entry.bytes(len(out), offsets)
            offsets[entry] = len(out)
            sums[entry] = zlib.crc32(packed)
            out += packed
        out += digest(bytes(out), self.size)
        rows = sorted((name, offsets[entry], sums[entry]) for name, entry in self.by_id.items() if entry in offsets)
        return bytes(out), write_index(rows, out[-self.size:], self.size)


def read_index(data, size):
    count, = struct.unpack_from(">I", data, 8 + 255 * 4)
    start = 8 + 256 * 4
    ids = [data[start + row * size:start + (row + 1) * size] for row in range(count)]
    return ids, list(struct.unpack_from(f">{count}I", data, start + count * (size + 4)))


def write_index(rows, pack_hash, size):
    """An index of version 2 of rows of id, offset and CRC."""
    firsts = [name[0] for name, _, _ in rows]
    out = b"\xfftOc" + struct.pack(">I", 2)
    out += b"".join(struct.pack(">I", sum(first <= byte for first in firsts)) for byte in range(256))
    out += b"".join(name for name, _, _ in rows)
    out += b"".join(struct.pack(">I", crc) for _, _, crc in rows)
    out += b"".join(struct.pack(">I", offset & 0xFFFFFFFF) for _, offset, _ in rows)
    out += bytes(pack_hash)
    return out + digest(out, size)


def loose(kind, content):
    """What the file of a loose object contains."""
    return zlib.compress(kind + b" %d\0" % len(content) + content, 1)
