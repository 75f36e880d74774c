internal import Platform

/// Reads files of a repository; errors name the path.
enum Files {
  /// Opens a regular file for reading. A FIFO of that name is an error, without waiting for a process that writes to it.
  static func open(_ path: String) throws(GitError) -> RegularFile {
    do throws(FileError) { return try RegularFile(path) } catch {
      if case .system(let cause) = error { throw .unreadable(path: path, cause: cause) }
      throw .malformed(path: path, reason: "not a regular file")
    }
  }

  /// Reads a file.
  ///
  /// - Parameter limit: Bytes beyond which the file counts as damaged, so that no file can exhaust memory.
  static func read(_ path: String, limit: Int = 1 << 30) throws(GitError) -> [UInt8] {
    let file = try open(path)
    guard file.size <= limit else { throw .malformed(path: path, reason: "larger than \(limit) bytes") }
    do throws(SystemError) { return try file.descriptor.read(atMost: file.size) } catch {
      throw .unreadable(path: path, cause: error)
    }
  }

  /// Reads a file; nil when there is none.
  static func readIfPresent(_ path: String, limit: Int = 1 << 30) throws(GitError) -> [UInt8]? {
    do throws(GitError) { return try read(path, limit: limit) } catch {
      if error.isAbsence { return nil }
      throw error
    }
  }

  /// Reads a text file of at most a mebibyte, without what is white space to git at its end; nil when there is none.
  static func line(_ path: String) throws(GitError) -> String? {
    guard let bytes = try readIfPresent(path, limit: 1 << 20) else { return nil }
    let end = bytes.lastIndex { !" \t\n\r".utf8.contains($0) } ?? -1
    return String(decoding: bytes[...end], as: UTF8.self)
  }

  /// Names in a folder, unsorted, without `.` and `..`; none when there is no such folder.
  static func names(in path: String) throws(GitError) -> [String] {
    do throws(SystemError) {
      return try FileSystem.names(in: path).map { String(decoding: $0, as: UTF8.self) }
    } catch {
      if error == .noEntry { return [] }
      throw .unreadable(path: path, cause: error)
    }
  }

  /// The absolute path without symbolic links, `.` and `..`; nil when nothing is at the path.
  static func resolved(_ path: String) -> String? {
    (try? FileSystem.realPath(of: path)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// `path` relative to `folder`, unless it is absolute.
  static func join(_ folder: String, _ path: String) -> String {
    path.hasPrefix("/") ? path : "\(folder)/\(path)"
  }
}
