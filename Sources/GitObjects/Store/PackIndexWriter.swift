/// Writes a pack's index in memory (gitformat-pack, version 2).
enum PackIndexWriter {
  /// - Parameter entries: Ids in order, and where their entries begin.
  ///
  /// The CRCs are left zero: an object whose CRC does not fit is checked by its id instead.
  static func bytes(of entries: [(id: ObjectID, offset: UInt64)], _ format: ObjectFormat) -> [UInt8] {
    var bytes: [UInt8] = [0xff, 0x74, 0x4f, 0x63, 0, 0, 0, 2]
    var counts = [UInt32](repeating: 0, count: 256)
    for entry in entries { counts[Int(entry.id.word0 >> 56)] += 1 }
    var sum: UInt32 = 0
    for count in counts {
      sum += count
      append(sum, to: &bytes)
    }
    for entry in entries { bytes += entry.id.bytes }
    bytes += [UInt8](repeating: 0, count: entries.count * 4)
    var wide: [UInt64] = []
    for entry in entries {
      if entry.offset < 0x8000_0000 {
        append(UInt32(entry.offset), to: &bytes)
      } else {
        append(0x8000_0000 | UInt32(wide.count), to: &bytes)
        wide.append(entry.offset)
      }
    }
    for offset in wide {
      append(UInt32(offset >> 32), to: &bytes)
      append(UInt32(truncatingIfNeeded: offset), to: &bytes)
    }
    // In place of the pack's own hash, which nothing here reads.
    bytes += [UInt8](repeating: 0, count: format.byteCount)
    bytes += hashID(of: [], bytes.span, format: format).bytes
    return bytes
  }

  private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
    for shift in stride(from: 24 as UInt32, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }
}
