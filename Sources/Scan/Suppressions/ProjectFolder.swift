import Inputs

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The folders whose settings apply to a target: the scanned one, for a file also the working directory above it, then
/// the top of the git working tree.
struct ProjectFolder: Sendable, Equatable {
  /// As messages name it.
  var path: String
  /// What stands before the scanned root's paths to make them relative to this folder; empty or with a final `/`.
  var prefix: String

  /// The folders of a target, nearest first; none for a target that does not exist.
  ///
  /// - Parameter ofRepository: Whether the target stands for its whole repository, whose paths begin at its top.
  static func around(_ target: String, ofRepository: Bool = false) -> [ProjectFolder] {
    var status = stat()
    guard stat(target, &status) == 0, let real = realPath(target) else { return [] }
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    let root = isFolder ? real : Array(PathText.parent(of: real))
    var folders = [ProjectFolder(path: isFolder ? target : parent(of: target), prefix: "")]
    if !isFolder, let current = realPath("."), let below = Self.path(of: root, below: current) {
      folders.append(ProjectFolder(path: ".", prefix: PathText.display(below) + "/"))
    }
    if let top = RepositoryPlace.top(enclosing: root), let below = Self.path(of: root, below: top) {
      if ofRepository { return [ProjectFolder(path: PathText.display(top), prefix: "")] }
      folders.append(ProjectFolder(path: PathText.display(top), prefix: PathText.display(below) + "/"))
    }
    return folders
  }

  /// The path of a folder relative to another one that it lies in.
  private static func path(of folder: [UInt8], below top: [UInt8]) -> ArraySlice<UInt8>? {
    let start = top.last == PathText.slash ? top : top + [PathText.slash]
    return folder.starts(with: start) ? folder[start.count...] : nil
  }

  /// Whether a regular file, or a link to one, stands at a path.
  static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// A file's path in the folder, without `./` in front.
  func file(_ name: String) -> String {
    if path.isEmpty || path == "." { return name }
    return path.hasSuffix("/") ? path + name : "\(path)/\(name)"
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func realPath(_ path: String) -> [UInt8]? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return Array(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved)))
  }
}
