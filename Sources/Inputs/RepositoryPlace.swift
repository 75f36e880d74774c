#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Where git working trees are, found without starting git.
public enum RepositoryPlace {
  /// The top of the working tree that a folder is in.
  ///
  /// Looks for `.git` upward as git does: a folder with a `HEAD`, or a file (linked worktree, submodule);
  /// not across a file system's border, and not from inside a `.git` folder.
  /// - Parameter folder: Absolute path without symbolic links.
  public static func top(enclosing folder: [UInt8]) -> [UInt8]? {
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
    switch mode(of: dotGit) {
    case S_IFREG: return true
    case S_IFDIR, S_IFLNK: return mode(of: PathText.join(dotGit, "HEAD".utf8)) != nil
    default: return false
    }
  }

  /// Whether a folder looks like a bare repository: its content is git's, not files to read.
  public static func isBare(_ folder: [UInt8]) -> Bool {
    mode(of: PathText.join(folder, "HEAD".utf8)) == S_IFREG
      && mode(of: PathText.join(folder, "objects".utf8)) == S_IFDIR
      && mode(of: PathText.join(folder, "refs".utf8)) == S_IFDIR
  }

  private static func mode(of path: [UInt8]) -> mode_t? {
    var status = stat()
    guard lstat(path.map { CChar(bitPattern: $0) } + [0], &status) == 0 else { return nil }
    return status.st_mode & S_IFMT
  }

  private static func device(of path: [UInt8]) -> dev_t? {
    var status = stat()
    guard stat(path.map { CChar(bitPattern: $0) } + [0], &status) == 0 else { return nil }
    return status.st_dev
  }
}
