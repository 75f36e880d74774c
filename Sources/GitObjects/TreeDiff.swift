/// A blob that a tree has at a path where none of the trees it is compared with has the same.
public struct TreeChange: Hashable, Sendable {
  /// Path from the root, any bytes.
  public let path: [UInt8]
  /// File mode, such as 0o100644, or 0o120000 for a symbolic link.
  public let mode: UInt32
  /// The new content.
  public let blob: ObjectID
  /// What each of the other trees has there; nil where it has no file.
  public let formerBlobs: [ObjectID?]
}

/// Compares trees, leaving out whatever is the same in any of the trees compared with. One per worker.
public final class TreeDiff {
  /// Trees that could not be read, so far: what is below them is not compared.
  public private(set) var gaps: [ObjectGap] = []
  private let reader: ObjectReader

  public init(_ reader: ObjectReader) { self.reader = reader }

  /// Deeper than this, a tree is taken for a loop of forged objects.
  private static let deepest = 4096

  /// A folder to compare: nil stands for a tree without such a folder.
  private struct Folder {
    let path: [UInt8]
    let tree: ObjectID
    let others: [ObjectID?]
    let depth: Int
  }

  private struct File {
    let mode: UInt32
    let id: ObjectID
    let isTree: Bool
  }

  /// The blobs that `tree` has and none of the other trees has at the same path, by path. Submodules are left out.
  ///
  /// - Parameters:
  ///   - tree: The newer tree.
  ///   - others: The trees of a commit's parents; none makes everything new.
  public func changes(in tree: ObjectID, since others: [ObjectID]) -> [TreeChange] {
    var changes: [TreeChange] = []
    var waiting = [Folder(path: [], tree: tree, others: others, depth: 0)]
    while let folder = waiting.popLast() {
      guard !folder.others.contains(folder.tree), let own = entries(of: folder.tree) else { continue }
      let others = folder.others.map { tree in
        Dictionary((tree.flatMap { entries(of: $0) } ?? []).map { ($0.name, $0.file) }) { first, _ in first }
      }
      for (name, file) in own {
        let former = others.map { $0[name] }
        if former.contains(where: { $0?.id == file.id && $0?.isTree == file.isTree }) { continue }
        let path = folder.path + name
        if !file.isTree {
          let blobs = former.map { $0.flatMap { $0.isTree ? nil : $0.id } }
          changes.append(TreeChange(path: path, mode: file.mode, blob: file.id, formerBlobs: blobs))
        } else if folder.depth < Self.deepest {
          let trees = former.map { $0.flatMap { $0.isTree ? $0.id : nil } }
          waiting.append(
            Folder(path: path + [UInt8(ascii: "/")], tree: file.id, others: trees, depth: folder.depth + 1))
        }
      }
    }
    return changes.sorted { $0.path.lexicographicallyPrecedes($1.path) }
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
      if cursor.isMalformed { gaps.append(ObjectGap(tree, .corrupt(tree, reason: "an entry is malformed"))) }
      return entries
    } catch {
      gaps.append(ObjectGap(tree, error))
      return nil
    }
  }
}
