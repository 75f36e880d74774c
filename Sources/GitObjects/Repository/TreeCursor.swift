internal import Platform

/// An entry of a tree.
public struct TreeEntry: Sendable {
  /// File mode, such as 0o100644; 0o40000 is a tree, 0o160000 a submodule's commit.
  public let mode: UInt32
  /// Where the entry's name is in the tree's bytes.
  public let name: Range<Int>
  /// The object that the entry names.
  public let id: ObjectID

  /// Whether the entry is a folder.
  public var isTree: Bool { Self.isTree(mode: mode) }
  /// Whether the entry names a commit of another repository.
  public var isSubmodule: Bool { Self.isSubmodule(mode: mode) }

  /// Whether a file mode is that of a folder.
  static func isTree(mode: UInt32) -> Bool { mode & 0o170000 == 0o40000 }
  /// Whether a file mode is that of a submodule.
  static func isSubmodule(mode: UInt32) -> Bool { mode & 0o170000 == 0o160000 }
}

/// Reads a tree's entries one by one without allocating. Each is the mode in octal digits, a blank, the name, a zero byte,
/// and the 20 or 32 bytes of the id.
public struct TreeCursor: Sendable {
  private let format: ObjectFormat
  /// Offset of the next entry.
  private(set) var position = 0
  /// Whether reading ended at bytes that are not an entry.
  public private(set) var isMalformed = false

  /// Begins at a tree's first entry.
  public init(_ format: ObjectFormat) { self.format = format }

  /// The next entry; nil at the end, or where the tree is malformed.
  ///
  /// - Parameter content: The tree's bytes, the same at every call.
  public mutating func next(in content: Span<UInt8>) -> TreeEntry? {
    content.withUnsafeBytes { bytes in
      guard let entry = next(in: bytes) else { return nil }
      let id = ObjectID(unchecked: UnsafeRawBufferPointer(rebasing: bytes[entry.idStart...]), format)
      return TreeEntry(mode: entry.mode, name: entry.name, id: id)
    }
  }

  /// An entry whose id has not been read yet.
  struct Raw {
    let mode: UInt32
    let name: Range<Int>
    /// Offset of the id; all of its bytes are inside the tree.
    let idStart: Int

    var isTree: Bool { TreeEntry.isTree(mode: mode) }
    var isSubmodule: Bool { TreeEntry.isSubmodule(mode: mode) }
  }

  /// The next entry; nil at the end, or where the tree is malformed.
  ///
  /// Nothing beyond the end of `content` is read: digits are checked one by one, the name is searched for within what is
  /// left, the id is checked before the entry is returned.
  @inline(__always)
  mutating func next(in content: UnsafeRawBufferPointer) -> Raw? {
    guard self.position < content.count, !isMalformed, let start = content.baseAddress else { return nil }
    var position = self.position
    var mode: UInt32 = 0
    while position < content.count, start.load(fromByteOffset: position, as: UInt8.self) != 0x20 {
      let digit = start.load(fromByteOffset: position, as: UInt8.self) &- 0x30
      guard digit < 8 else { return malformed() }
      mode = mode << 3 | UInt32(digit)
      position &+= 1
    }
    let nameStart = position &+ 1
    guard nameStart < content.count,
      let nameLength = (start + nameStart).offset(ofFirst: 0, among: content.count &- nameStart)
    else { return malformed() }
    let nameEnd = nameStart &+ nameLength
    guard nameStart < nameEnd, nameEnd &+ format.byteCount < content.count else { return malformed() }
    self.position = nameEnd &+ 1 &+ format.byteCount
    return Raw(mode: mode, name: nameStart..<nameEnd, idStart: nameEnd &+ 1)
  }

  /// Skips entries.
  ///
  /// - Parameter position: Where an entry begins, or the tree's end.
  mutating func skip(to position: Int) { self.position = position }

  private mutating func malformed() -> Raw? {
    isMalformed = true
    return nil
  }
}
