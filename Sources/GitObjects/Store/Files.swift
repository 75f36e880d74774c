#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// The few calls to the file system that reading a repository takes.
enum Files {
  /// Opens a regular file for reading, without waiting for whoever would write to a FIFO of that name.
  ///
  /// - Returns: The open file and its size.
  static func open(_ path: String) throws(GitError) -> (descriptor: Int32, size: Int) {
    let descriptor = openDescriptor(path)
    guard descriptor >= 0 else { throw .unreadable(path: path, errno: errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      defer { close(descriptor) }
      throw .unreadable(path: path, errno: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .malformed(path: path, reason: "not a regular file")
    }
    return (descriptor, Int(status.st_size))
  }

  /// Reads a whole file.
  ///
  /// - Parameter limit: Bytes beyond which the file counts as damaged, so that nothing can exhaust memory.
  static func read(_ path: String, limit: Int = 1 << 30) throws(GitError) -> [UInt8] {
    let (descriptor, size) = try open(path)
    defer { close(descriptor) }
    guard size <= limit else { throw .malformed(path: path, reason: "larger than \(limit) bytes") }
    var bytes = [UInt8](repeating: 0, count: size)
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { readSome(descriptor, $0, from: filled) }
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw .unreadable(path: path, errno: errno) }
      if count == 0 { break }
      filled += count
    }
    bytes.removeLast(bytes.count - filled)
    return bytes
  }

  /// Reads a whole file; nil when there is none.
  static func readIfPresent(_ path: String, limit: Int = 1 << 30) throws(GitError) -> [UInt8]? {
    do throws(GitError) { return try read(path, limit: limit) } catch {
      if error.isAbsence { return nil }
      throw error
    }
  }

  /// Reads a small text file without its trailing line feeds and blanks; nil when there is none.
  static func line(_ path: String) throws(GitError) -> String? {
    guard let bytes = try readIfPresent(path, limit: 1 << 20) else { return nil }
    let end = bytes.lastIndex { $0 != 0x20 && !(9...13 ~= $0) } ?? -1
    return String(decoding: bytes[...end], as: UTF8.self)
  }

  /// Names in a folder, unsorted, without `.` and `..`; none when there is no such folder.
  static func names(in path: String) throws(GitError) -> [String] {
    guard let folder = opendir(path) else {
      if errno == ENOENT { return [] }
      throw .unreadable(path: path, errno: errno)
    }
    defer { closedir(folder) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(folder) else {
        guard errno == 0 else { throw .unreadable(path: path, errno: errno) }
        return names
      }
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
  }

  /// Waits, unless a signal cuts it short.
  static func pause(milliseconds: Int) { usleep(UInt32(milliseconds) * 1000) }

  static func isFolder(_ path: String) -> Bool { mode(path) == S_IFDIR }

  /// What tells a folder from all others, whatever path leads to it.
  struct FolderIdentity: Hashable {
    let device: UInt64
    let number: UInt64
  }

  /// The identity of a folder; nil when there is none at the path.
  static func folderIdentity(_ path: String) -> FolderIdentity? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
    return FolderIdentity(
      device: UInt64(truncatingIfNeeded: status.st_dev), number: UInt64(truncatingIfNeeded: status.st_ino))
  }

  static func isFile(_ path: String) -> Bool { mode(path) == S_IFREG }

  /// The path without links and dots; nil when it leads nowhere.
  static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  /// `path` as seen from `folder`, unless it is absolute.
  static func join(_ folder: String, _ path: String) -> String {
    path.hasPrefix("/") ? path : "\(folder)/\(path)"
  }

  /// A variable of the process's environment, when it holds something.
  static func environmentVariable(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }

  private static func mode(_ path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  private static func openDescriptor(_ path: String) -> Int32 {
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    #if canImport(Darwin)
      return Darwin.open(path, flags)
    #elseif canImport(Musl)
      return Musl.open(path, flags)
    #else
      return Glibc.open(path, flags)
    #endif
  }

  private static func readSome(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer, from start: Int) -> Int {
    #if canImport(Darwin)
      Darwin.read(descriptor, bytes.baseAddress.map { $0 + start }, bytes.count - start)
    #elseif canImport(Musl)
      Musl.read(descriptor, bytes.baseAddress.map { $0 + start }, bytes.count - start)
    #else
      Glibc.read(descriptor, bytes.baseAddress.map { $0 + start }, bytes.count - start)
    #endif
  }
}
