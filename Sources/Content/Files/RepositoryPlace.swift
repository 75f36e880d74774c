import Platform

/// Where git working trees are, found without starting git.
public enum RepositoryPlace {
  /// The top of the working tree that a folder is in.
  ///
  /// Looks for `.git` upward as git does: a folder with a `HEAD`, or a file (linked worktree, submodule);
  /// not across a file system's border, and not from inside a `.git` folder.
  /// - Parameters:
  ///   - folder: Absolute path without symbolic links.
  ///   - isTop: What tells a top.
  public static func top(
    enclosing folder: [UInt8], where isTop: ([UInt8]) -> Bool = RepositoryPlace.isTop
  ) -> [UInt8]? {
    guard let device = device(of: folder) else { return nil }
    var current = folder
    while true {
      if PathText.name(of: current).elementsEqual(".git".utf8) { return nil }
      if isTop(current) { return current }
      if current.count <= 1 { return nil }
      let parent = Array(PathText.parent(of: current))
      current = parent.isEmpty ? [PathText.slash] : parent
      if self.device(of: current) != device { return nil }
    }
  }

  /// Whether a folder is the top of a working tree.
  public static func isTop(_ folder: [UInt8]) -> Bool {
    let dotGit = PathText.join(folder, ".git".utf8)
    switch kind(of: dotGit) {
    case .file: return true
    case .folder, .link: return kind(of: PathText.join(dotGit, "HEAD".utf8)) != nil
    default: return false
    }
  }

  /// Whether a folder has a `.git` of any kind, be it damaged.
  public static func mayBeTop(_ folder: [UInt8]) -> Bool { kind(of: PathText.join(folder, ".git".utf8)) != nil }

  /// Whether a folder looks like a bare repository: its content is git's, not files to read.
  public static func isBare(_ folder: [UInt8]) -> Bool {
    kind(of: PathText.join(folder, "HEAD".utf8)) == .file
      && kind(of: PathText.join(folder, "objects".utf8)) == .folder
      && kind(of: PathText.join(folder, "refs".utf8)) == .folder
  }

  private static func kind(of path: [UInt8]) -> EntryKind? { FileSystem.kind(of: path, followsLinks: false) }

  private static func device(of path: [UInt8]) -> UInt64? { try? FileStatus(of: path).identity.device }
}
