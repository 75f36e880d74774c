/// Where the tables of a pack index are in its file (gitformat-pack, "pack-*.idx files").
struct PackIndexLayout: Sendable {
  /// The two formats of a pack index.
  enum Version {
    /// The fan-out table, then one row for each entry: its offset, and the object's id.
    case one
    /// Signature and version, the fan-out table, then one table each of ids, CRC-32s, offsets and large offsets.
    case two
  }

  /// "\377tOc", which version 2 begins with; as the first number of a fan-out table it would be out of order.
  static let signature = 0xff74_4f63
  /// Entries of the fan-out table, one for each first byte of an id.
  static let fanOutCount = 256
  /// Set in an offset that is a row of the table of large offsets.
  static let largeOffsetFlag = 0x8000_0000
  private static let signatureBytes = 8
  private static let fanOutBytes = fanOutCount * 4

  /// Bytes of the smallest index: what both versions have besides their entries.
  static func smallestSize(_ format: ObjectFormat) -> Int { signatureBytes + fanOutBytes + 2 * format.byteCount }

  /// Where the fan-out table begins.
  static func fanOut(_ version: Version) -> Int { version == .one ? 0 : signatureBytes }

  let version: Version
  /// Where the first id begins, and how far ids are apart.
  let ids: Int
  let idStride: Int
  /// Where the table of CRC-32s begins, four bytes each; version 1 has none.
  let crcs: Int?
  /// Where the first offset of four bytes is, and how far offsets are apart.
  let offsets: Int
  let offsetStride: Int
  /// Where the table of large offsets begins, eight bytes each; in version 1, which has none, where the rows end.
  let largeOffsets: Int
  /// Where the table of large offsets would end if it were empty, with the two hashes after it.
  let smallestEnd: Int

  init(_ version: Version, count: Int, _ format: ObjectFormat) {
    self.version = version
    let start = Self.fanOut(version) + Self.fanOutBytes
    switch version {
    case .one:
      (idStride, offsetStride) = (4 + format.byteCount, 4 + format.byteCount)
      (offsets, ids, crcs) = (start, start + 4, nil)
      largeOffsets = start + count * idStride
    case .two:
      (idStride, offsetStride) = (format.byteCount, 4)
      let crcs = start + count * format.byteCount
      (ids, self.crcs, offsets) = (start, crcs, crcs + count * 4)
      largeOffsets = offsets + count * 4
    }
    smallestEnd = largeOffsets + 2 * format.byteCount
  }
}
