#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What an entry of a folder is.
package enum EntryKind: Equatable {
  case file, folder, link
  /// Neither; with the words to name it.
  case other(String)

  init(mode: mode_t) {
    switch mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    case S_IFLNK: self = .link
    case S_IFIFO: self = .other("FIFO")
    case S_IFSOCK: self = .other("socket")
    case S_IFBLK, S_IFCHR: self = .other("device")
    default: self = .other("special file")
    }
  }
}

/// An open folder, and everything below it by relative path, however long the path is.
///
/// No call follows a symbolic link in the last part of a path.
package struct Folder: ~Copyable {
  private let descriptor: Int32

  package init(_ path: [UInt8]) throws(SystemError) {
    let name = Self.terminated(path[...])
    descriptor = try retrying { open(name, Self.throughAccess | O_DIRECTORY | O_CLOEXEC) }
  }

  /// What is below a folder may be readable where the folder itself is not: Linux opens such a one to go through it.
  #if canImport(Darwin)
    private static let throughAccess = O_RDONLY
  #else
    /// `O_PATH`, a macro that Swift does not import.
    private static let throughAccess: Int32 = 0o10_000_000
  #endif

  private init(owning descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  /// Opens a folder below this one; an empty path is this folder.
  package borrowing func folder(_ path: [UInt8]) throws(SystemError) -> Folder {
    Folder(owning: try openEntry(path.isEmpty ? [UInt8(ascii: ".")] : path, O_RDONLY | O_DIRECTORY))
  }

  /// Opens a file for reading without waiting for a FIFO's writer.
  ///
  /// - Returns: A descriptor that the caller closes.
  borrowing func openFile(_ path: [UInt8]) throws(SystemError) -> Int32 {
    try openEntry(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
  }

  /// What stands at a path.
  borrowing func kind(of path: [UInt8]) throws(SystemError) -> EntryKind {
    try atParent(of: path) { (parent, name) throws(SystemError) in
      var status = stat()
      _ = try retrying { fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) }
      return EntryKind(mode: status.st_mode)
    }
  }

  /// Names and kinds of everything in the folder except `.` and `..`, in the file system's order.
  package borrowing func entries() throws(SystemError) -> [(name: [UInt8], kind: EntryKind)] {
    // fdopendir takes its descriptor over, so it gets one of its own.
    let own = try openEntry([UInt8(ascii: ".")], O_RDONLY | O_DIRECTORY)
    guard let stream = fdopendir(own) else {
      let error = SystemError.last
      close(own)
      throw error
    }
    defer { closedir(stream) }
    var found: [(name: [UInt8], kind: EntryKind)] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        if errno != 0 { throw .last }
        return found
      }
      let name = Self.name(of: entry)
      if name == [UInt8(ascii: ".")] || name == [UInt8(ascii: "."), UInt8(ascii: ".")] { continue }
      if let kind = try kind(of: name, type: entry.pointee.d_type) { found.append((name, kind)) }
    }
  }

  /// The kind that readdir told, or asked for where the file system leaves it out; `nil` for what vanished.
  private borrowing func kind(of name: [UInt8], type: UInt8) throws(SystemError) -> EntryKind? {
    switch Int(type) {
    case Int(DT_REG): return .file
    case Int(DT_DIR): return .folder
    case Int(DT_LNK): return .link
    default:
      do {
        return try kind(of: name)
      } catch {
        if error.code == ENOENT { return nil }
        throw error
      }
    }
  }

  private borrowing func openEntry(_ path: [UInt8], _ flags: Int32) throws(SystemError) -> Int32 {
    try atParent(of: path) { (parent, name) throws(SystemError) in
      try retrying { openat(parent, name, flags | O_NOFOLLOW | O_CLOEXEC) }
    }
  }

  /// Calls `body` with an open folder and a path below it that is short enough for the kernel.
  private borrowing func atParent<Value>(
    of path: [UInt8], _ body: (Int32, [CChar]) throws(SystemError) -> Value
  ) throws(SystemError) -> Value {
    var current = descriptor
    defer { if current != descriptor { close(current) } }
    var rest = path[...]
    while rest.count >= Self.longestPath,
      let cut = rest.prefix(Self.longestPath - 1).lastIndex(of: PathText.slash), cut > rest.startIndex
    {
      let step = Self.terminated(rest[..<cut])
      let next = try retrying { openat(current, step, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) }
      if current != descriptor { close(current) }
      current = next
      rest = rest[(cut + 1)...]
    }
    return try body(current, Self.terminated(rest))
  }

  /// What one system call takes, its final NUL included.
  private static let longestPath = Int(PATH_MAX)

  private static func terminated(_ path: ArraySlice<UInt8>) -> [CChar] {
    var name: [CChar] = []
    name.reserveCapacity(path.count + 1)
    for byte in path { name.append(CChar(bitPattern: byte)) }
    name.append(0)
    return name
  }

  /// The entry's name, read in place: it may be longer than the array that the C type declares.
  private static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    // Invariant: readdir's entry holds a NUL-terminated name at this offset until the next call.
    guard let offset = MemoryLayout<dirent>.offset(of: \dirent.d_name) else { return [] }
    let start = UnsafeRawPointer(entry) + offset
    return Array(UnsafeRawBufferPointer(start: start, count: strlen(start.assumingMemoryBound(to: CChar.self))))
  }
}
