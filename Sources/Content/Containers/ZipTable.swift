/// The table of what is in a zip archive, in the order of the members (APPNOTE.TXT 6.3.10, 4.3.12).
struct ZipTable {
  /// What it says of one member.
  struct Entry {
    /// Where the member begins, in the archive's own count.
    var offset: Int
    var name: [UInt8]
  }

  /// Those that were read; of hostile archives not all of them.
  private(set) var entries: [Entry] = []
  /// Whether each member has one entry.
  private let isPlain: Bool

  private static let headerSize = 46
  /// Most bytes of a table that are read.
  private static let longest = 16 << 20

  /// - Parameter archive: Can be read at any place; what cannot be read of it is missing.
  init(_ end: ZipEnd, of archive: ContainerInput) {
    let count = min(end.table.count, Self.longest)
    let bytes = archive.bytes(from: end.table.lowerBound, count: count) ?? []
    let table = bytes.span
    var place = 0
    while place + Self.headerSize <= table.count, table.hasBytes(ZipEnd.tableSign, at: place) {
      let (name, extra, comment) = (
        table.number(at: place + 28, bytes: 2), table.number(at: place + 30, bytes: 2),
        table.number(at: place + 32, bytes: 2)
      )
      let start = place + Self.headerSize
      place = start + name + extra + comment
      guard place <= table.count else { break }
      let offset = table.number(at: place - comment - extra - name - 4, bytes: 4)
      entries.append(Entry(offset: offset, name: Array(bytes[start..<start + name])))
    }
    entries.sort { $0.offset < $1.offset }
    isPlain = zip(entries, entries.dropFirst()).allSatisfy { $0.offset < $1.offset && $1.offset < 0xFFFF_FFFF }
  }

  /// What a member is called, whatever its encoding.
  ///
  /// - Parameter number: From 1, in the order of the offsets, in which libarchive reads members.
  /// - Returns: `nil` where the table does not say.
  func name(ofMember number: Int) -> [UInt8]? {
    isPlain && number <= entries.count ? entries[number - 1].name : nil
  }
}
