#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// The few calls to the file system that reading a repository takes.
enum Files {
  /// Reads a whole file.
  ///
  /// - Parameter limit: Bytes beyond which the file counts as damaged, so that nothing can exhaust memory.
  static func read(_ path: String, limit: Int = 1 << 30) throws(GitError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path: path, errno: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(path: path, errno: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .malformed(path: path, reason: "not a regular file") }
    guard Int(status.st_size) <= limit else { throw .malformed(path: path, reason: "too large") }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
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

  /// Reads a small text file without its trailing line feeds and blanks; nil when there is none.
  static func line(_ path: String) -> String? {
    guard let bytes = try? read(path, limit: 1 << 20) else { return nil }
    let end = bytes.lastIndex { $0 > 0x20 } ?? -1
    return String(decoding: bytes[...end], as: UTF8.self)
  }

  /// Names in a folder, unsorted, without `.` and `..`; nil when it cannot be listed.
  static func names(in path: String) -> [String]? {
    guard let folder = opendir(path) else { return nil }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  /// Waits, unless a signal cuts it short.
  static func pause(milliseconds: Int) { usleep(UInt32(milliseconds) * 1000) }

  static func isFolder(_ path: String) -> Bool { mode(path) == S_IFDIR }

  static func isFile(_ path: String) -> Bool { mode(path) == S_IFREG }

  static func exists(_ path: String) -> Bool { mode(path) != nil }

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
