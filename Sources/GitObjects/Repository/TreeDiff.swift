/// A blob that a tree has at a path, while none of the trees that it is compared with has the same blob there.
public struct TreeChange: Hashable, Sendable {
  /// Path from the root, any bytes.
  public let path: [UInt8]
  /// File mode, such as 0o100644, or 0o120000 for a symbolic link.
  public let mode: UInt32
  /// The new content.
  public let blob: ObjectID
  /// The blob that each of the other trees has there; nil where it has no file.
  public let formerBlobs: [ObjectID?]
}

/// Compares trees, leaving out entries that are the same in any of the trees compared with. One per worker.
public final class TreeDiff {
  /// Trees that could not be read, or not be compared at all of their paths, so far.
  public var gaps: [ObjectGap] { unread + crowded.sorted().map { ObjectGap($0, .crowded($0)) } }
  /// Whether a folder is at too many paths to be compared at each.
  public var isCrowded: Bool { !crowded.isEmpty }
  private var unread: [ObjectGap] = []
  private var crowded: Set<ObjectID> = []
  private let reader: ObjectReader

  /// Compares trees that a reader reads.
  public init(_ reader: ObjectReader) { self.reader = reader }

  /// A folder and those that it is compared with; nil for a tree without such a folder.
  private struct Comparison: Hashable {
    let tree: ObjectID
    let others: [ObjectID?]
  }

  private var compared: Set<Comparison> = []
  /// Entries that may still be compared at further paths of folders that were compared before: a dozen trees of ten
  /// entries each, one inside the other, have a million million paths.
  private var repeatedEntries = 20_000

  /// A folder to compare, at one of its paths.
  private struct Folder {
    let comparison: Comparison
    /// The number of its path in ``FolderPaths``; -1 for the root.
    let path: Int
  }

  private struct File {
    let mode: UInt32
    let id: ObjectID
    let isTree: Bool
  }

  /// Blobs that `tree` has and none of the other trees has at the same path, by path. Submodules are left out.
  ///
  /// - Parameters:
  ///   - tree: The newer tree.
  ///   - others: The trees of a commit's parents; if there are none, everything is new.
  public func changes(in tree: ObjectID, since others: [ObjectID]) -> [TreeChange] {
    var changes: [TreeChange] = []
    var paths = FolderPaths()
    var waiting = [Folder(comparison: Comparison(tree: tree, others: others), path: -1)]
    while let folder = waiting.popLast() {
      let comparison = folder.comparison
      guard !comparison.others.contains(comparison.tree), let own = entries(of: comparison.tree),
        mayCompare(comparison, own.count)
      else { continue }
      let others = comparison.others.map { tree in
        // A tree that cannot be read is a gap, and all of the folder new.
        Dictionary((tree.flatMap { entries(of: $0) } ?? []).map { ($0.name, $0.file) }) { first, _ in first }
      }
      var prefix: [UInt8]?
      for (name, file) in own {
        let former = others.map { $0[name] }
        if former.contains(where: { $0?.id == file.id && $0?.isTree == file.isTree }) { continue }
        if file.isTree {
          let trees = former.map { $0.flatMap { $0.isTree ? $0.id : nil } }
          let path = paths.add(name, in: folder.path)
          waiting.append(Folder(comparison: Comparison(tree: file.id, others: trees), path: path))
        } else {
          let start = prefix ?? paths.bytes(of: folder.path)
          prefix = start
          let blobs = former.map { $0.flatMap { $0.isTree ? nil : $0.id } }
          changes.append(TreeChange(path: start + name, mode: file.mode, blob: file.id, formerBlobs: blobs))
        }
      }
    }
    return changes.sorted { $0.path.lexicographicallyPrecedes($1.path) }
  }

  private func mayCompare(_ comparison: Comparison, _ entries: Int) -> Bool {
    if compared.insert(comparison).inserted {
      repeatedEntries += entries
    } else if repeatedEntries > entries {
      repeatedEntries -= entries + 1
    } else {
      crowded.insert(comparison.tree)
      return false
    }
    return true
  }

  private func entries(of tree: ObjectID) -> [(name: [UInt8], file: File)]? {
    if tree == tree.format.emptyTree { return [] }
    do throws(GitError) {
      let content = try reader.read(tree, as: .tree)
      var cursor = TreeCursor(tree.format)
      var entries: [(name: [UInt8], file: File)] = []
      while let entry = cursor.next(in: content.span) {
        guard !entry.isSubmodule else { continue }
        entries.append((Array(content[entry.name]), File(mode: entry.mode, id: entry.id, isTree: entry.isTree)))
      }
      if cursor.isMalformed { unread.append(ObjectGap(tree, .corrupt(tree, reason: "an entry is malformed"))) }
      return entries
    } catch {
      unread.append(ObjectGap(tree, error))
      return nil
    }
  }
}

/// Paths of folders, each as its own name and the number of the folder that it is in: spelled out, deep ones are long.
private struct FolderPaths {
  private var folders: [(parent: Int, name: [UInt8])] = []

  /// Adds a folder and returns its number.
  mutating func add(_ name: [UInt8], in parent: Int) -> Int {
    folders.append((parent, name))
    return folders.count - 1
  }

  /// The path of a folder with a slash at its end; empty for the root.
  func bytes(of folder: Int) -> [UInt8] {
    var names: [[UInt8]] = []
    var next = folder
    while next >= 0 {
      names.append(folders[next].name + [UInt8(ascii: "/")])
      next = folders[next].parent
    }
    return names.reversed().flatMap { $0 }
  }
}
