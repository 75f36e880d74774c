import Findings
import GitObjects
import Text

/// Makes links to the pages of what is found in one repository.
///
/// A link is made only to a file that the commit has: a file of a working tree may not be in git, and the part of a path
/// after `!` is inside a container, unless it belongs to the file's name.
final class LinkMaker {
  private struct Place: Hashable {
    var path: String
    var commit: String
  }

  private let pages: RepositoryPages
  /// Containers in each other that are looked through for the outermost one.
  private static let mostContainers = 16

  private let reader: ObjectReader
  private let lookup: TreeLookup
  /// The commit of scans that read files.
  private let head: String?
  private var trees: [String: ObjectID?] = [:]
  private var files: [Place: String?] = [:]

  /// - Parameter head: The commit whose files were scanned; `nil` when what is found has a commit of its own.
  init(_ pages: RepositoryPages, _ repository: Repository, head: String?) {
    self.pages = pages
    self.head = head
    reader = ObjectReader(repository.openObjectStore())
    lookup = TreeLookup(reader)
  }

  /// The page of a commit; `nil` when files were scanned, where only a bundle has commits.
  func page(of commit: Commit?) -> String? {
    head == nil ? commit.map { pages.commit($0.id) } : nil
  }

  /// The page of a place.
  ///
  /// - Parameters:
  ///   - path: Path below the top of the repository.
  ///   - start: The place's first line; 0 when it is the whole file.
  ///   - end: The place's last line.
  ///   - commit: The commit that brought it.
  func page(of path: String, _ start: Int, _ end: Int, _ commit: Commit?) -> String? {
    guard let id = head ?? commit?.id else { return nil }
    if path == "commit/\(id)" { return pages.commit(id) }
    guard let file = file(of: path, in: id) else { return nil }
    return pages.file(file, commit: id, lines: start > 0 && file == path ? start...max(start, end) : nil)
  }

  /// The file that a path of a report is or is in; `nil` when the commit has none, or cannot be read.
  private func file(of path: String, in commit: String) -> String? {
    // What a commit brought, it has; only of other bytes than UTF-8 has a report another spelling.
    if head == nil, !path.contains("!"), !path.contains("\\x") { return path }
    let place = Place(path: path, commit: commit)
    if let known = files[place] { return known }
    var file: String?
    if let tree = tree(of: commit) {
      let ends = [path.endIndex] + path.indices.lazy.filter { path[$0] == "!" }.prefix(Self.mostContainers)
      file = ends.lazy.map { String(path[..<$0]) }.first { self.isFile($0, in: tree) }
    }
    files[place] = .some(file)
    return file
  }

  private func isFile(_ path: String, in tree: ObjectID) -> Bool {
    guard let entry = try? lookup.entry(at: path.utf8, in: tree) else { return false }
    return !entry.isTree && !entry.isSubmodule
  }

  private func tree(of commit: String) -> ObjectID? {
    if let known = trees[commit] { return known }
    let content = ObjectID(commit).flatMap { try? reader.read($0, as: .commit) }
    let tree = content.flatMap { CommitObject($0)?.tree }
    trees[commit] = .some(tree)
    return tree
  }
}
