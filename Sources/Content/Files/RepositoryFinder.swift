package import Findings
import Platform

/// Finds the repositories below a folder.
package enum RepositoryFinder {
  /// The tops of working trees and the bare repositories below a folder, sorted, as paths relative to it.
  ///
  /// Looks into working trees too, since submodules are in them; not into a repository's own data.
  /// - Parameter folder: Absolute path.
  /// - Returns: What was found, and folders that could not be read.
  package static func repositories(below folder: String) -> (paths: [String], gaps: [Skip]) {
    let root = Array(folder.utf8)
    var paths: [[UInt8]] = []
    var gaps: [Skip] = []
    var waiting: [[UInt8]] = [[]]
    let open: Folder
    do { open = try Folder(root) } catch { return ([], [gap(".", error)]) }
    while let path = waiting.popLast() {
      let whole = PathText.join(root, path)
      if !path.isEmpty {
        if RepositoryPlace.isBare(whole) {
          paths.append(path)
          continue
        }
        if RepositoryPlace.isTop(whole) { paths.append(path) }
      }
      do {
        for entry in try open.folder(path).entries()
        where entry.kind == .folder && !entry.name.elementsEqual(".git".utf8) {
          waiting.append(PathText.join(path, entry.name))
        }
      } catch {
        gaps.append(gap(path.isEmpty ? "." : PathText.display(path), error))
      }
    }
    let sorted = paths.sorted { $0.lexicographicallyPrecedes($1) }
    return (sorted.map { String(decoding: $0, as: UTF8.self) }, gaps.sorted())
  }

  private static func gap(_ path: String, _ error: SystemError) -> Skip {
    Skip(path: path, reason: "the folder cannot be read: \(error.whileScanning)")
  }
}
