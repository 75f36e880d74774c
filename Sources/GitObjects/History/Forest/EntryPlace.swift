/// Where a node's entry lies: a plain value, since one is made for every object of a walk.
struct EntryPlace {
  let offset: Int
  let end: Int
  let isSuspect: Bool
  /// The entry's CRC-32; nil in version 1 indexes, which have none.
  let crc: UInt32?
  private let pack: PackBytes

  init(_ node: Int32, in forest: ObjectForest) {
    let number = forest.packNumber(of: node)
    let rank = Int(node) - forest.packs[number].start
    pack = forest.packs[number].bytes
    isSuspect = forest.packs[number].isSuspect
    offset = forest.packs[number].order.offsets[rank]
    end = forest.packs[number].order.end(ofRank: rank)
    // Read early, and needed late: it lies in no order, and the wait for memory overlaps with inflating.
    crc = pack.crc(at: Int(forest.positions[Int(node)]))
  }

  var entry: PackEntry? { pack.entry(at: offset) }

  /// Whether the entry's bytes are those that the index was made of.
  var isVerified: Bool {
    guard !isSuspect, let crc else { return false }
    return crc32(UnsafeRawBufferPointer(rebasing: pack.bytes[offset..<end])) == crc
  }

  /// Bytes of the pack as far as they can belong to the entry.
  var packBytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: pack.bytes[..<end]) }
}

/// The bytes of a pack and the checksums of its entries: only as long as the pack lives.
struct PackBytes: @unchecked Sendable {
  // Sendable: the mappings that the pointers lead into are never written to.
  /// Everything before the pack's own hash.
  let bytes: UnsafeRawBufferPointer
  let crcs: UnsafeRawBufferPointer?
  private let format: ObjectFormat

  init(_ pack: Pack) {
    bytes = pack.bytes(0..<pack.dataEnd)
    crcs = pack.index.crcTable
    format = pack.index.format
  }

  /// CRC-32 of the entry at a position of the index, as it stands in the pack.
  func crc(at position: Int) -> UInt32? {
    crcs.map { UInt32(bigEndian: $0.loadUnaligned(fromByteOffset: position &* 4, as: UInt32.self)) }
  }

  /// Reads the header of the entry at `offset`; nil when it is damaged.
  func entry(at offset: Int) -> PackEntry? {
    guard offset >= Pack.dataStart, offset < bytes.count else { return nil }
    return PackEntry(bytes, at: offset, format: format)
  }
}
