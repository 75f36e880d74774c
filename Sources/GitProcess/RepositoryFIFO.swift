internal import Platform

/// Finds a FIFO in place of a file that git reads: opening one waits until a process writes to it, so git may wait
/// forever.
///
/// The search takes longer than most commands, so it is made only when git has been silent for a while.
enum RepositoryFIFO {
  /// The first FIFO in the folders of the repository that git runs on, or in its work tree under a name that git reads.
  static func first(for git: Git) -> String? {
    let start = absolute(git.directory ?? ".")
    var top: String?
    var folders: [String] = []
    if let named = git.gitDirectory ?? (git.repositoryVariables == .honoured ? ThisProcess.variable("GIT_DIR") : nil) {
      folders = [named]
      top = start
    } else if let found = repository(around: start) {
      if FileSystem.kind(of: found.entry) == .fifo { return found.entry }
      folders = [found.folder]
      top = found.folder == found.top ? nil : found.top
    }
    folders += folders.compactMap { folder in
      line(of: "\(folder)/commondir").map { $0.hasPrefix("/") ? $0 : "\(folder)/\($0)" }
    }
    folders += folders.flatMap { folder in
      (text(of: "\(folder)/objects/info/alternates") ?? "").split(separator: "\n").map {
        $0.hasPrefix("/") ? String($0) : "\(folder)/objects/\($0)"
      }
    }
    if let index = ThisProcess.variable("GIT_INDEX_FILE"), FileSystem.kind(of: index) == .fifo { return index }
    for folder in folders { if let found = first(below: folder, where: { _ in true }) { return found } }
    return top.flatMap { first(below: $0) { [".gitignore", ".gitattributes", ".gitmodules"].contains($0) } }
  }

  /// The first FIFO, or link to one, below a folder.
  ///
  /// - Parameter isRead: Whether git reads a file of that name.
  private static func first(below folder: String, where isRead: (String) -> Bool) -> String? {
    var waiting = [folder]
    while let folder = waiting.popLast() {
      // git does not wait for a folder that cannot be opened.
      for (name, kind) in (try? FileSystem.entries(in: folder)) ?? [] where kind != .file {
        let name = String(decoding: name, as: UTF8.self)
        let path = "\(folder)/\(name)"
        if isRead(name), FileSystem.kind(of: path) == .fifo { return path }
        if FileSystem.kind(of: path, followsLinks: false) == .folder { waiting.append(path) }
      }
    }
    return nil
  }

  /// The nearest repository at a folder or above it: its top, the path of `.git` there, and the folder of git's own files.
  private static func repository(around start: String) -> (top: String, entry: String, folder: String)? {
    var top = start
    while true {
      let entry = top == "/" ? "/.git" : "\(top)/.git"
      switch FileSystem.kind(of: entry) {
      case .folder, .fifo: return (top, entry, entry)
      case .file:
        guard let line = line(of: entry), line.hasPrefix("gitdir: ") else { break }
        let path = String(line.dropFirst("gitdir: ".count))
        return (top, entry, path.hasPrefix("/") ? path : "\(top)/\(path)")
      default:
        if FileSystem.isFolder("\(top)/objects"), FileSystem.kind(of: "\(top)/HEAD") != nil { return (top, top, top) }
      }
      guard top != "/", let slash = top.lastIndex(of: "/") else { return nil }
      top = slash == top.startIndex ? "/" : String(top[..<slash])
    }
  }

  private static func absolute(_ path: String) -> String {
    String(decoding: FileSystem.resolved(path), as: UTF8.self)
  }

  private static func line(of path: String) -> String? {
    text(of: path)?.split(separator: "\n").first.map { String($0) }
  }

  /// The start of a small file.
  private static func text(of path: String) -> String? {
    guard let bytes = try? Descriptor(reading: path).read(atMost: 1 << 16), !bytes.isEmpty else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
