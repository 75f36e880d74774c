#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// An open folder, and everything below it by relative path, however long the path is.
///
/// No call follows a symbolic link in the last part of a path.
package struct Folder: ~Copyable {
  private let descriptor: Descriptor

  /// Opens a folder by a path of at most `PATH_MAX` bytes.
  package init(_ path: some SystemPath) throws(SystemError) {
    let raw = try path.withCPath { path throws(SystemError) in
      try retrying { open(path, Self.throughAccess | O_DIRECTORY | O_CLOEXEC) }
    }
    descriptor = Descriptor(owning: raw)
  }

  /// What is below a folder may be readable where the folder itself is not: Linux opens such a one to go through it.
  #if canImport(Darwin)
    private static let throughAccess = O_RDONLY
  #else
    /// `O_PATH`, a macro that Swift does not import.
    private static let throughAccess: Int32 = 0o10_000_000
  #endif

  private init(owning descriptor: consuming Descriptor) {
    self.descriptor = descriptor
  }

  /// Opens a folder below this one; an empty path is this folder.
  package borrowing func folder(_ path: [UInt8]) throws(SystemError) -> Folder {
    Folder(owning: try openEntry(path.isEmpty ? [UInt8(ascii: ".")] : path, O_RDONLY | O_DIRECTORY))
  }

  /// Opens a file for reading, without waiting for a FIFO's writer.
  package borrowing func openFile(_ path: [UInt8]) throws(SystemError) -> Descriptor {
    try openEntry(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
  }

  /// What is at a path.
  package borrowing func kind(of path: [UInt8]) throws(SystemError) -> EntryKind {
    try atParent(of: path) { (parent, name) throws(SystemError) in
      var status = stat()
      _ = try name.withCPath { name throws(SystemError) -> Int32 in
        try retrying { fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) }
      }
      return EntryKind(mode: status.st_mode)
    }
  }

  /// Names and kinds of everything in the folder except `.` and `..`, in the file system's order.
  package borrowing func entries() throws(SystemError) -> [(name: [UInt8], kind: EntryKind)] {
    // The stream takes its descriptor over, so it gets one of its own.
    let stream = try EntryStream(try openEntry([UInt8(ascii: ".")], O_RDONLY | O_DIRECTORY))
    var found: [(name: [UInt8], kind: EntryKind)] = []
    while let entry = try stream.next() {
      let kind = if let kind = entry.kind { kind } else { try presentKind(of: entry.name) }
      if let kind { found.append((entry.name, kind)) }
    }
    return found
  }

  /// What is at a path; `nil` for what vanished meanwhile.
  private borrowing func presentKind(of name: [UInt8]) throws(SystemError) -> EntryKind? {
    do throws(SystemError) {
      return try kind(of: name)
    } catch {
      if error == .noEntry { return nil }
      throw error
    }
  }

  private borrowing func openEntry(_ path: [UInt8], _ flags: Int32) throws(SystemError) -> Descriptor {
    let raw = try atParent(of: path) { (parent, name) throws(SystemError) -> Int32 in
      let opened = try name.withCPath { name throws(SystemError) -> Int32 in
        try retrying { openat(parent, name, flags | O_NOFOLLOW | O_CLOEXEC) }
      }
      return opened
    }
    return Descriptor(owning: raw)
  }

  /// Calls `body` with an open folder and a path below it that is short enough for the kernel.
  private borrowing func atParent<Value>(
    of path: [UInt8], _ body: (Int32, ArraySlice<UInt8>) throws(SystemError) -> Value
  ) throws(SystemError) -> Value {
    var current = descriptor.raw
    defer { if current != descriptor.raw { close(current) } }
    var rest = path[...]
    while rest.count >= Self.longestPath,
      let cut = rest.prefix(Self.longestPath - 1).lastIndex(of: UInt8(ascii: "/")), cut > rest.startIndex
    {
      let next = try rest[..<cut].withCPath { step throws(SystemError) -> Int32 in
        try retrying { openat(current, step, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) }
      }
      if current != descriptor.raw { close(current) }
      current = next
      rest = rest[(cut + 1)...]
    }
    return try body(current, rest)
  }

  /// What one system call takes, its final NUL included.
  private static let longestPath = Int(PATH_MAX)
}
