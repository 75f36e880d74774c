/// Writes a pack's index in memory (gitformat-pack, version 2).
enum PackIndexWriter {
  /// The bytes of an index.
  ///
  /// - Parameter entries: Ids, ascending, with the offsets of their entries and the CRC-32s; where those are not known, 0:
  ///   an entry whose CRC-32 does not match is verified by its id instead.
  static func bytes(of entries: [(id: ObjectID, offset: UInt64, crc: UInt32)], _ format: ObjectFormat) -> [UInt8] {
    var bytes: [UInt8] = []
    append(UInt32(PackIndexLayout.signature), to: &bytes)
    append(2, to: &bytes)
    var counts = [UInt32](repeating: 0, count: PackIndexLayout.fanOutCount)
    for entry in entries { counts[entry.id.firstByte] += 1 }
    var sum: UInt32 = 0
    for count in counts {
      sum += count
      append(sum, to: &bytes)
    }
    for entry in entries { bytes += entry.id.bytes }
    for entry in entries { append(entry.crc, to: &bytes) }
    let flag = UInt32(PackIndexLayout.largeOffsetFlag)
    var large: [UInt64] = []
    for entry in entries {
      if entry.offset < flag {
        append(UInt32(entry.offset), to: &bytes)
      } else {
        append(flag | UInt32(large.count), to: &bytes)
        large.append(entry.offset)
      }
    }
    for offset in large {
      append(UInt32(offset >> 32), to: &bytes)
      append(UInt32(truncatingIfNeeded: offset), to: &bytes)
    }
    // The pack's own hash: nothing looks at it in an index that is in no file.
    bytes += [UInt8](repeating: 0, count: format.byteCount)
    bytes += hashID(of: [], bytes.span, format: format).bytes
    return bytes
  }

  private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
  }
}
