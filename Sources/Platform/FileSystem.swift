#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// Calls of the file system that take a path.
package enum FileSystem {
  /// The absolute path without symbolic links; the path itself where the system cannot resolve it.
  package static func resolved(_ path: String) -> [UInt8] { (try? realPath(of: path)) ?? Array(path.utf8) }

  /// The absolute path without symbolic links.
  package static func realPath(of path: some SystemPath) throws(SystemError) -> [UInt8] {
    try path.withCPath { path throws(SystemError) in
      guard let real = realpath(path, nil) else { throw .last }
      defer { free(real) }
      return Array(UnsafeRawBufferPointer(start: real, count: strlen(real)))
    }
  }

  /// Where a symbolic link points to, as it is written there; `nil` when the path is no link.
  package static func linkTarget(of path: some SystemPath) -> [UInt8]? {
    let target = try? path.withCPath { path throws(SystemError) in
      try withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
        Result { () throws(SystemError) in
          guard let start = buffer.baseAddress else { throw .noMemory }
          let count = try retrying { readlink(path, start, buffer.count) }
          return buffer.prefix(count).map { UInt8(bitPattern: $0) }
        }
      }.get()
    }
    return target
  }

  /// What is at a path, links followed on request; `nil` when that is nothing or the system does not say.
  package static func kind(of path: some SystemPath, followsLinks: Bool = true) -> EntryKind? {
    try? FileStatus(of: path, followsLinks: followsLinks).kind
  }

  /// Whether anything is at a path, be it a symbolic link that leads nowhere.
  package static func exists(_ path: some SystemPath) -> Bool { kind(of: path, followsLinks: false) != nil }

  /// Whether a regular file, or a link to one, is at a path.
  package static func isFile(_ path: some SystemPath) -> Bool { kind(of: path) == .file }

  /// Whether a folder, or a link to one, is at a path.
  package static func isFolder(_ path: some SystemPath) -> Bool { kind(of: path) == .folder }

  /// Whether the user may run the file at a path, or go through the folder.
  package static func isExecutable(_ path: some SystemPath) -> Bool {
    (try? path.withCPath { path throws(SystemError) in try retrying { access(path, X_OK) } }) != nil
  }

  /// Checks that the user may write to what is at a path.
  ///
  /// - Throws: Why not.
  package static func checkWritable(_ path: some SystemPath) throws(SystemError) {
    _ = try path.withCPath { path throws(SystemError) in try retrying { access(path, W_OK) } }
  }

  /// Names in a folder, unsorted, without `.` and `..`.
  package static func names(in folder: some SystemPath) throws(SystemError) -> [[UInt8]] {
    let stream = try EntryStream(folder)
    var names: [[UInt8]] = []
    while let entry = try stream.next() { names.append(entry.name) }
    return names
  }

  /// Names in a folder with their kinds, `nil` where the file system leaves them out.
  package static func entries(in folder: some SystemPath) throws(SystemError) -> [(name: [UInt8], kind: EntryKind?)] {
    let stream = try EntryStream(folder)
    var entries: [(name: [UInt8], kind: EntryKind?)] = []
    while let entry = try stream.next() { entries.append((entry.name, entry.kind)) }
    return entries
  }

  /// Gives a file another path, in place of whatever file is there.
  package static func rename(_ path: some SystemPath, to target: some SystemPath) throws(SystemError) {
    _ = try path.withCPath { path throws(SystemError) in
      try target.withCPath { target throws(SystemError) in try retrying { systemRename(path, target) } }
    }
  }

  /// Removes a file or a symbolic link.
  package static func remove(_ path: some SystemPath) throws(SystemError) {
    _ = try path.withCPath { path throws(SystemError) in try retrying { unlink(path) } }
  }

  /// Makes a folder in one that exists.
  ///
  /// - Parameter permissions: Less the process's mask.
  package static func makeFolder(_ path: some SystemPath, permissions: UInt32) throws(SystemError) {
    _ = try path.withCPath { path throws(SystemError) in try retrying { mkdir(path, mode_t(permissions)) } }
  }

  /// Makes a new folder that only the user can enter.
  ///
  /// - Parameter prefix: The path without its last six characters, which are chosen here.
  /// - Returns: The folder's path.
  package static func makeTemporaryFolder(prefix: String) throws(SystemError) -> String {
    var template = Array("\(prefix)XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw .last }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Removes a file, or a folder and everything in it, as far as the system allows. Links are not followed.
  package static func removeTree(_ path: [UInt8]) {
    do throws(SystemError) { try remove(path) } catch {
      for name in (try? names(in: path)) ?? [] { removeTree(path + [UInt8(ascii: "/")] + name) }
      _ = try? path.withCPath { path throws(SystemError) in try retrying { rmdir(path) } }
    }
  }
}

// A free function, since a method of the same name hides that of C.
private func systemRename(_ path: UnsafePointer<CChar>, _ target: UnsafePointer<CChar>) -> Int32 {
  rename(path, target)
}
