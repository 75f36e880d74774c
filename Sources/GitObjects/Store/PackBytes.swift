/// The bytes of a pack and the checksums of its entries, without reference counting: valid only while the pack exists.
struct PackBytes: @unchecked Sendable {
  // Sendable: the mappings that the pointers lead into are never written to.
  /// Offset of the first entry, after signature, version and number of entries (gitformat-pack).
  static let firstEntry = 12

  /// Everything before the pack's own hash.
  let bytes: UnsafeRawBufferPointer
  /// See ``PackIndex/crcTable``.
  let crcs: UnsafeRawBufferPointer?
  private let format: ObjectFormat

  init(_ bytes: UnsafeRawBufferPointer, index: PackIndex) {
    self.bytes = bytes
    crcs = index.crcTable
    format = index.format
  }

  /// The CRC-32 that the index gives for the entry at one of its positions; nil when it has none.
  func crc(at position: Int) -> UInt32? {
    crcs.map { UInt32(bigEndian: $0.loadUnaligned(fromByteOffset: position &* 4, as: UInt32.self)) }
  }

  /// Reads the header of the entry at `offset`; nil when it is damaged.
  func header(at offset: Int) -> EntryHeader? {
    guard offset >= Self.firstEntry, offset < bytes.count else { return nil }
    return EntryHeader(bytes, at: offset, format: format)
  }
}
