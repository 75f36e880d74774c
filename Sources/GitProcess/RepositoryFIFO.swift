#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// Finds what a silent git may be waiting for: a FIFO in the place of a file that it reads.
///
/// Opening one waits until somebody writes to it. Looking for one takes longer than most commands, so only a git that
/// says nothing for a while is a reason to look.
enum RepositoryFIFO {
  /// The first FIFO in the folders of a repository that git works on, or in its working tree under a name that git reads.
  static func first(for git: Git) -> String? {
    let start = absolute(git.directory ?? ".")
    var top: String?
    var folders: [String] = []
    if let named = git.gitDirectory ?? (git.repositoryVariables == .honoured ? variable("GIT_DIR") : nil) {
      folders = [named]
      top = start
    } else if let place = repository(around: start) {
      if kind(of: place.entry) == S_IFIFO { return place.entry }
      folders = [place.folder]
      top = place.folder == place.top ? nil : place.top
    }
    folders += folders.compactMap { folder in
      line(of: "\(folder)/commondir").map { $0.hasPrefix("/") ? $0 : "\(folder)/\($0)" }
    }
    folders += folders.flatMap { folder in
      (text(of: "\(folder)/objects/info/alternates") ?? "").split(separator: "\n").map {
        $0.hasPrefix("/") ? String($0) : "\(folder)/objects/\($0)"
      }
    }
    if let index = variable("GIT_INDEX_FILE"), kind(of: index) == S_IFIFO { return index }
    for folder in folders { if let found = first(below: folder, where: { _ in true }) { return found } }
    return top.flatMap { first(below: $0) { [".gitignore", ".gitattributes", ".gitmodules"].contains($0) } }
  }

  /// The first FIFO, or link to one, below a folder.
  ///
  /// - Parameter isRead: Whether git reads a file of that name.
  private static func first(below folder: String, where isRead: (String) -> Bool) -> String? {
    var waiting = [folder]
    while let folder = waiting.popLast() {
      // What cannot be opened git does not wait for.
      guard let stream = opendir(folder) else { continue }
      defer { closedir(stream) }
      while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name == "." || name == ".." || Int(entry.pointee.d_type) == Int(DT_REG) { continue }
        let path = "\(folder)/\(name)"
        if isRead(name), kind(of: path) == S_IFIFO { return path }
        if kind(of: path, followingLinks: false) == S_IFDIR { waiting.append(path) }
      }
    }
    return nil
  }

  /// The nearest repository at or above a folder: its top, what is there under `.git`, and the folder of git's own files.
  private static func repository(around start: String) -> (top: String, entry: String, folder: String)? {
    var top = start
    while true {
      let entry = top == "/" ? "/.git" : "\(top)/.git"
      switch kind(of: entry) {
      case S_IFDIR, S_IFIFO: return (top, entry, entry)
      case S_IFREG:
        guard let line = line(of: entry), line.hasPrefix("gitdir: ") else { break }
        let path = String(line.dropFirst("gitdir: ".count))
        return (top, entry, path.hasPrefix("/") ? path : "\(top)/\(path)")
      default:
        if kind(of: "\(top)/objects") == S_IFDIR, kind(of: "\(top)/HEAD") != nil { return (top, top, top) }
      }
      guard top != "/", let slash = top.lastIndex(of: "/") else { return nil }
      top = slash == top.startIndex ? "/" : String(top[..<slash])
    }
  }

  private static func absolute(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private static func kind(of path: String, followingLinks: Bool = true) -> mode_t? {
    var status = stat()
    let result = followingLinks ? stat(path, &status) : lstat(path, &status)
    return result == 0 ? status.st_mode & S_IFMT : nil
  }

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  private static func line(of path: String) -> String? {
    text(of: path)?.split(separator: "\n").first.map { String($0) }
  }

  /// The start of a small file.
  private static func text(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &buffer, buffer.count)
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }
}
