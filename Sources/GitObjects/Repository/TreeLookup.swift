/// Finds what paths name in trees, and remembers trees, since many paths are in the same folders.
public final class TreeLookup {
  private struct Folder {
    var entries: [[UInt8]: TreeEntry] = [:]
    /// Why the tree ends before its end.
    var damage: GitError?
  }

  /// How many entries are remembered at most, some 100 bytes each; a larger tree is remembered alone.
  private static let mostEntries = 200_000

  private let reader: ObjectReader
  private var folders: [ObjectID: Folder] = [:]
  private var entryCount = 0

  /// Reads nothing yet.
  public init(_ reader: ObjectReader) {
    self.reader = reader
  }

  /// The entry that a path has in a tree; `nil` when there is none.
  ///
  /// - Parameter path: Path below the tree, `/` between parts.
  /// - Throws: ``GitError`` when a tree on the way cannot be read.
  public func entry(at path: some Collection<UInt8>, in tree: ObjectID) throws(GitError) -> TreeEntry? {
    var entry: TreeEntry?
    var tree: ObjectID? = tree
    for name in path.split(separator: UInt8(ascii: "/")) {
      guard let id = tree else { return nil }
      let folder = try folder(id)
      entry = folder.entries[Array(name)]
      if entry == nil, let damage = folder.damage { throw damage }
      tree = entry.flatMap { $0.isTree ? $0.id : nil }
    }
    return entry
  }

  private func folder(_ id: ObjectID) throws(GitError) -> Folder {
    if let known = folders[id] { return known }
    let content = try reader.read(id, as: .tree)
    var folder = Folder()
    var cursor = TreeCursor(reader.store.format)
    while let entry = cursor.next(in: content.span) { folder.entries[Array(content[entry.name])] = entry }
    if cursor.isMalformed { folder.damage = .corrupt(id, reason: "the tree is malformed") }
    entryCount += folder.entries.count
    if entryCount > Self.mostEntries {
      folders = [:]
      entryCount = folder.entries.count
    }
    folders[id] = folder
    return folder
  }
}
