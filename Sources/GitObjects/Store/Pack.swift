internal import Synchronization

/// A pack and its index, both mapped (gitformat-pack, versions 2 and 3).
final class Pack: Sendable {
  let path: String
  let index: PackIndex
  /// Number of entries that the pack says it has.
  let count: Int
  /// Offset after the last entry: the pack's own hash follows.
  let dataEnd: Int
  private let file: MappedFile
  private let lazyOrder = Mutex<PackOrder?>(nil)

  /// Offset of the first entry, after signature, version and count.
  static let dataStart = 12

  init(index: PackIndex, path: String) throws(GitError) {
    self.path = path
    self.index = index
    file = try MappedFile(path: path)
    dataEnd = file.bytes.count - index.format.byteCount
    guard dataEnd >= Self.dataStart else { throw .malformed(path: path, reason: "truncated") }
    guard file.load32(at: 0) == 0x5041_434b else { throw .malformed(path: path, reason: "not a pack") }
    let version = file.load32(at: 4)
    guard version == 2 || version == 3 else {
      throw .unsupported(path: path, what: "has the unknown pack version \(version)")
    }
    count = file.load32(at: 8)
  }

  /// Entries in the order in which they stand in the pack; made when first asked for.
  var order: PackOrder {
    lazyOrder.withLock { order in
      if let order { return order }
      let made = PackOrder(self)
      order = made
      return made
    }
  }

  /// The bytes from one offset to another; both are inside the pack.
  func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: file.bytes[range])
  }

  /// See ``MappedFile/cut``; of the pack and of its index.
  var cuts: [GitError] { [file.cut, index.cut].compactMap { $0 } }

  /// Gives the pack's resident pages back to the system.
  func releasePages() { file.releasePages() }

  /// Reads the header of the entry at `offset`; nil when it is damaged.
  func entry(at offset: Int) -> PackEntry? {
    PackBytes(self).entry(at: offset)
  }
}

/// An entry's header: kind, size, and what it is a delta of.
struct PackEntry {
  /// Where an entry's content comes from.
  enum Source {
    case whole(ObjectKind)
    /// A delta of the entry at an earlier offset of the same pack.
    case deltaOfOffset(Int)
    /// A delta of an object, wherever it is.
    case deltaOfObject(ObjectID)
  }

  let source: Source
  /// Declared size of what the zlib stream holds: the content or the delta.
  let size: Int
  /// Offset of the zlib stream.
  let dataStart: Int

  /// Parses a header. Every byte is checked to lie before the end of `bytes`.
  init?(_ bytes: UnsafeRawBufferPointer, at offset: Int, format: ObjectFormat) {
    let end = bytes.count
    var byte = bytes[offset]
    var next = offset &+ 1
    let type = (byte >> 4) & 7
    var size = Int(byte & 15)
    var shift = 4
    while byte & 0x80 != 0 {
      guard next < end, shift < 56 else { return nil }
      byte = bytes[next]
      next &+= 1
      size |= Int(byte & 0x7f) << shift
      shift &+= 7
    }
    switch type {
    case 6:
      guard let distance = Self.distance(bytes, &next), distance > 0, distance <= offset else { return nil }
      source = .deltaOfOffset(offset - distance)
    case 7:
      guard next + format.byteCount <= end else { return nil }
      source = .deltaOfObject(ObjectID(unchecked: UnsafeRawBufferPointer(rebasing: bytes[next...]), format))
      next += format.byteCount
    default:
      guard let kind = ObjectKind(rawValue: type) else { return nil }
      source = .whole(kind)
    }
    guard next < end else { return nil }
    self.size = size
    dataStart = next
  }

  /// Reads the distance to a base: seven bits a byte, each further byte adding one to what stands before it.
  private static func distance(_ bytes: UnsafeRawBufferPointer, _ next: inout Int) -> Int? {
    var distance = -1
    while next < bytes.count, distance < 1 << 54 {
      let byte = bytes[next]
      next &+= 1
      distance = (distance &+ 1) << 7 | Int(byte & 0x7f)
      if byte & 0x80 == 0 { return distance }
    }
    return nil
  }
}
