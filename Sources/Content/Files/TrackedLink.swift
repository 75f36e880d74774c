import GitProcess
import Platform

/// A symbolic link that git tracks, and so one that whoever wrote a commit has chosen the target of.
package struct TrackedLink {
  /// The link, for messages.
  package let path: String
  /// Where it leads, links of its own followed, for messages.
  package let target: String
  /// Whether it leads out of the working tree that it is in.
  package let leadsOut: Bool

  /// The first tracked link that opening a path would follow; `nil` when there is none.
  ///
  /// Starts git only where there is a link in a working tree; a link counts as tracked when git does not answer.
  /// - Parameter path: Of something that need not be there.
  package static func first(onTheWayTo path: String) -> TrackedLink? {
    for link in links(onTheWayTo: Array(path.utf8)) {
      guard let top = RepositoryPlace.top(enclosing: link.folder), isTracked(link) else { continue }
      let real = FileSystem.resolved(PathText.display(PathText.join(link.folder, link.name)))
      return TrackedLink(
        path: PathText.display(PathText.join(link.folder, link.name)), target: PathText.display(real),
        leadsOut: !(PathText.join(real, [])).starts(with: PathText.join(top, [])))
    }
    return nil
  }

  /// Whether a file outside of repositories is a link that leads out of its folder.
  package static func leadsOutOfPlainFolder(_ path: String) -> Bool {
    let bytes = Array(path.utf8)
    guard FileSystem.linkTarget(of: bytes) != nil else { return false }
    let folder = FileSystem.resolved(PathText.display(PathText.folder(of: bytes)))
    guard RepositoryPlace.top(enclosing: folder) == nil else { return false }
    return PathText.path(FileSystem.resolved(path), below: folder) == nil
  }

  private struct Link {
    /// Absolute path without links.
    let folder: [UInt8]
    let name: [UInt8]
  }

  private static func isTracked(_ link: Link) -> Bool {
    guard let folder = String(validating: link.folder, as: UTF8.self),
      let name = String(validating: link.name, as: UTF8.self)
    else { return true }
    do {
      let listed = try Git(in: folder).run(["--literal-pathspecs", "ls-files", "-z", "--", name])
      return !listed.standardOutput.isEmpty
    } catch {
      return true
    }
  }

  /// Every link that the system follows on its way to a path, in order.
  private static func links(onTheWayTo path: [UInt8]) -> [Link] {
    var links: [Link] = []
    var place = path.first == PathText.slash ? [PathText.slash] : FileSystem.resolved(".")
    var names = Array(path.split(separator: PathText.slash).reversed())
    while let name = names.popLast(), links.count < mostLinks {
      if name.elementsEqual(".".utf8) { continue }
      if name.elementsEqual("..".utf8) {
        let parent = PathText.parent(of: place)
        place = parent.isEmpty ? [PathText.slash] : Array(parent)
        continue
      }
      let next = PathText.join(place, name)
      guard let target = FileSystem.linkTarget(of: next) else {
        place = next
        continue
      }
      links.append(Link(folder: place, name: Array(name)))
      if target.first == PathText.slash { place = [PathText.slash] }
      names += target.split(separator: PathText.slash).reversed()
    }
    return links
  }

  /// As many as Linux follows.
  private static let mostLinks = 40
}
