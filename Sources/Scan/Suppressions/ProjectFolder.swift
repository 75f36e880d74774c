import Content
import Platform

/// The folders whose settings apply to a target: the scanned one, for a file also the working directory above it, then
/// the top of the git working tree.
struct ProjectFolder: Sendable, Equatable {
  /// As messages name it.
  var path: String
  /// Absolute path without symbolic links.
  var real: [UInt8]
  /// Whether the folder is what a scan of the target looks at.
  var isWholeTarget: Bool

  /// The folders of a target, nearest first; none for a target that does not exist.
  ///
  /// - Parameter ofRepository: Whether the target means its whole repository, whose paths begin at its top.
  static func around(_ target: String, ofRepository: Bool = false) -> [ProjectFolder] {
    guard let kind = FileSystem.kind(of: target), let real = try? FileSystem.realPath(of: target) else { return [] }
    let isFolder = kind == .folder
    let root = isFolder ? real : PathText.folder(of: real)
    var folders = [ProjectFolder(path: isFolder ? target : parent(of: target), real: root, isWholeTarget: isFolder)]
    if !isFolder, let current = try? FileSystem.realPath(of: "."), current != root,
      PathText.path(root, below: current) != nil
    {
      folders.append(ProjectFolder(path: ".", real: current, isWholeTarget: false))
    }
    if let top = RepositoryPlace.top(enclosing: root) {
      let folder = ProjectFolder(path: PathText.display(top), real: top, isWholeTarget: ofRepository)
      if ofRepository { return [folder] }
      if !folders.contains(where: { $0.real == top }) { folders.append(folder) }
    }
    return folders
  }

  /// A file's path in a folder, without `./` in front.
  static func file(_ name: String, in folder: String) -> String {
    if folder.isEmpty || folder == "." { return name }
    return folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
