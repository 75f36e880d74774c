/// An entry of a tree.
public struct TreeEntry: Sendable {
  /// File mode, such as 0o100644; 0o40000 is a tree, 0o160000 a submodule's commit.
  public let mode: UInt32
  /// Where the entry's name lies in the tree's bytes.
  public let name: Range<Int>
  public let id: ObjectID

  /// Whether the entry is a folder.
  public var isTree: Bool { mode & 0o170000 == 0o40000 }
  /// Whether the entry names a commit of another repository.
  public var isSubmodule: Bool { mode & 0o170000 == 0o160000 }
}

/// Reads a tree's entries one after the other without allocating: "mode SP name NUL id" each.
public struct TreeCursor: Sendable {
  private let format: ObjectFormat
  private var next = 0
  /// Whether reading ended at bytes that are no entry.
  public private(set) var isMalformed = false

  public init(_ format: ObjectFormat) { self.format = format }

  /// The next entry; nil at the end, or where the tree is malformed.
  ///
  /// - Parameter content: The tree's bytes, the same at every call.
  public mutating func next(in content: Span<UInt8>) -> TreeEntry? {
    guard next < content.count else { return nil }
    var position = next
    var mode: UInt32 = 0
    while position < content.count, content[position] != 0x20 {
      let digit = content[position] &- 0x30
      guard digit < 8 else { return malformed() }
      mode = mode << 3 | UInt32(digit)
      position &+= 1
    }
    let nameStart = position &+ 1
    position = nameStart
    while position < content.count, content[position] != 0 { position &+= 1 }
    let idStart = position &+ 1
    guard nameStart < position, idStart + format.byteCount <= content.count else { return malformed() }
    next = idStart + format.byteCount
    let id = content.extracting(idStart..<next).withUnsafeBytes { ObjectID(unchecked: $0, format) }
    return TreeEntry(mode: mode, name: nameStart..<position, id: id)
  }

  private mutating func malformed() -> TreeEntry? {
    isMalformed = true
    return nil
  }
}
