internal import Platform

/// The nearest repository at a folder or above it, found as git finds it.
struct GitFolder {
  /// The repository's top; the folder of git's own files for a bare one.
  let top: String
  /// The path of `.git` in the top: a folder, or a file that names one.
  let entry: String
  /// The folder of git's own files.
  let path: String

  /// - Parameter folder: Any path of a folder; links are resolved.
  /// - Returns: `nil` when there is no repository.
  init?(around folder: String) {
    var top = String(decoding: FileSystem.resolved(folder), as: UTF8.self)
    while true {
      if let found = GitFolder(at: top) {
        self = found
        return
      }
      guard top != "/", let slash = top.lastIndex(of: "/") else { return nil }
      top = slash == top.startIndex ? "/" : String(top[..<slash])
    }
  }

  private init?(at top: String) {
    self.top = top
    let entry = top == "/" ? "/.git" : "\(top)/.git"
    switch FileSystem.kind(of: entry) {
    case .folder, .fifo: (self.entry, path) = (entry, entry)
    case .file:
      guard let line = SmallFile.line(of: entry), line.hasPrefix("gitdir: ") else { return nil }
      let named = String(line.dropFirst("gitdir: ".count))
      (self.entry, path) = (entry, named.hasPrefix("/") ? named : "\(top)/\(named)")
    default:
      guard FileSystem.isFolder("\(top)/objects"), FileSystem.kind(of: "\(top)/HEAD") != nil else { return nil }
      (self.entry, path) = (top, top)
    }
  }
}

/// Files of git that name others.
enum SmallFile {
  /// The first line.
  static func line(of path: String) -> String? {
    text(of: path)?.split(separator: "\n").first.map { String($0) }
  }

  /// The start of a small file.
  static func text(of path: String) -> String? {
    guard let bytes = try? Descriptor(reading: path).read(atMost: 1 << 16), !bytes.isEmpty else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
