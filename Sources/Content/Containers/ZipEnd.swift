/// The record at the end of a zip archive, which says where its table is (APPNOTE.TXT 6.3.10, 4.3.14 to 4.3.16).
struct ZipEnd {
  /// Bytes of the record without the comment that may follow it.
  static let size = 22
  /// Most bytes from the record's first one to the end of the archive.
  static let longest = size + 0xFFFF

  /// Where the table of what is in the archive is.
  let table: Range<Int>
  /// Where the record ends, without its comment.
  let end: Int
  /// Bytes before the archive that its own offsets do not count, as when it was appended to a program.
  let shift: Int

  /// Finds the last record whose table is where it says.
  ///
  /// - Parameters:
  ///   - tail: The last bytes of a content.
  ///   - start: Where in the content they are.
  ///   - reach: How many of them the record may begin in.
  ///   - isTable: Whether a table begins at a place of the content.
  init?(_ tail: Span<UInt8>, at start: Int, reach: Int, isTable: (Int) -> Bool) {
    var index = tail.count - Self.size
    let lowest = max(0, tail.count - reach)
    while index >= lowest {
      // The sign is 50 4B 05 06: what one byte is says how far before it another one may begin.
      switch tail[index] {
      case 0x50:
        if let found = Self(tail, index, at: start), isTable(found.table.lowerBound) {
          self = found
          return
        }
        index -= 4
      case 0x4B: index -= 1
      case 0x05: index -= 2
      case 0x06: index -= 3
      default: index -= 4
      }
    }
    return nil
  }

  /// What a table begins with: the header of its first entry.
  static let tableSign: [UInt8] = [0x50, 0x4B, 0x01, 0x02]

  /// What a record at a place of the tail says; `nil` where there is none, or it cannot be true.
  private init?(_ tail: Span<UInt8>, _ index: Int, at start: Int) {
    guard tail.number(at: index, bytes: 4) == 0x0605_4B50 else { return nil }
    var (size, offset) = (tail.number(at: index + 12, bytes: 4), tail.number(at: index + 16, bytes: 4))
    var tableEnd = start + index
    // Where numbers need more bytes another record is before this one, and its locator between them.
    let large = index - 76
    if large >= 0, tail.number(at: index - 20, bytes: 4) == 0x0706_4B50,
      tail.number(at: large, bytes: 4) == 0x0606_4B50
    {
      (size, offset) = (tail.number(at: large + 40, bytes: 8), tail.number(at: large + 48, bytes: 8))
      tableEnd = start + large
    }
    guard size > 0, size <= tableEnd, 0...(tableEnd - size) ~= offset else { return nil }
    table = tableEnd - size..<tableEnd
    end = start + index + Self.size
    shift = table.lowerBound - offset
  }
}

extension ZipEnd {
  /// Finds the record of an archive, whatever is before it.
  ///
  /// - Parameter archive: Can be read at any place.
  init?(of archive: ContainerInput) {
    guard let length = archive.length else { return nil }
    let start = max(0, length - Self.longest)
    guard let tail = archive.bytes(from: start, count: length - start) else { return nil }
    self.init(tail.span, at: start, reach: tail.count) { place in
      archive.bytes(from: place, count: 4) == Self.tableSign
    }
  }
}

extension Span<UInt8> {
  /// A number of up to eight bytes, the lowest first; all of them are there.
  func number(at start: Int, bytes: Int) -> Int {
    var value = 0
    for index in (start..<start + bytes).reversed() { value = value << 8 | Int(self[index]) }
    return value
  }
}
