/// Finds the repositories that lie below a folder.
package enum RepositoryFinder {
  /// The tops of working trees and the bare repositories below a folder, sorted, as paths relative to it.
  ///
  /// Looks into working trees too, since submodules lie in them; not into a repository's own data.
  /// - Parameter folder: Absolute path.
  /// - Returns: What was found, and folders that could not be read.
  package static func repositories(below folder: String) -> (paths: [String], unreadable: [String]) {
    let root = Array(folder.utf8)
    var paths: [[UInt8]] = []
    var unreadable: [[UInt8]] = []
    var waiting: [[UInt8]] = [[]]
    guard let open = try? Folder(root) else { return ([], [folder]) }
    while let path = waiting.popLast() {
      let whole = PathText.join(root, path)
      if !path.isEmpty {
        if RepositoryPlace.isBare(whole) {
          paths.append(path)
          continue
        }
        if RepositoryPlace.isTop(whole) { paths.append(path) }
      }
      guard let entries = try? open.folder(path).entries() else {
        unreadable.append(path)
        continue
      }
      for entry in entries where entry.kind == .folder && !entry.name.elementsEqual(".git".utf8) {
        waiting.append(PathText.join(path, entry.name))
      }
    }
    let byBytes: ([UInt8], [UInt8]) -> Bool = { $0.lexicographicallyPrecedes($1) }
    return (
      paths.sorted(by: byBytes).map { String(decoding: $0, as: UTF8.self) },
      unreadable.sorted(by: byBytes).map { PathText.display($0) }
    )
  }
}
