#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// An open file, folder, pipe or socket, closed when its owner is gone. No child process inherits it by accident.
package struct Descriptor: ~Copyable, Sendable {
  /// The system's number, -1 once closed.
  private(set) var raw: Int32

  /// - Parameter raw: An open descriptor that nobody else closes.
  init(owning raw: Int32) {
    self.raw = raw
  }

  deinit { if raw >= 0 { _ = systemClose(raw) } }

  /// Opens a file for reading, without waiting for whoever would write to a FIFO of that name.
  ///
  /// - Parameter followsLinks: Whether a symbolic link at the path's end is followed; else it is the error
  ///   ``SystemError/linkLoop``.
  package init(reading path: some SystemPath, followsLinks: Bool = true) throws(SystemError) {
    let flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | (followsLinks ? 0 : O_NOFOLLOW)
    raw = try path.withCPath { path throws(SystemError) in try retrying { open(path, flags) } }
  }

  /// Makes a file for writing where there is none.
  ///
  /// - Parameter permissions: Of the file, less the process's mask.
  package init(creating path: some SystemPath, permissions: UInt32) throws(SystemError) {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    raw = try path.withCPath { path throws(SystemError) in
      try retrying { open(path, flags, mode_t(permissions)) }
    }
  }

  /// Opens a pipe or device for writing.
  ///
  /// - Throws: ``SystemError/noDevice`` for a FIFO that nobody reads, instead of waiting for a reader.
  package init(writingToSpecial path: some SystemPath) throws(SystemError) {
    let flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    raw = try path.withCPath { path throws(SystemError) in try retrying { open(path, flags) } }
    _ = fcntl(raw, F_SETFL, fcntl(raw, F_GETFL) & ~O_NONBLOCK)
  }

  /// Whether it was not closed yet.
  package var isOpen: Bool { raw >= 0 }

  /// Gives the descriptor back to the system.
  ///
  /// - Throws: An error of an earlier write that only shows now.
  package mutating func close() throws(SystemError) {
    let closing = raw
    raw = -1
    if closing >= 0, systemClose(closing) != 0 { throw .last }
  }

  /// Leaves the descriptor open and to its new owner.
  consuming func release() -> Int32 {
    let raw = raw
    discard self
    return raw
  }

  /// The same for a part of the program that does not close it; of use while the descriptor is open.
  package var stream: OpenStream { OpenStream(raw) }

  /// Size and kind as they are now.
  package borrowing func status() throws(SystemError) -> FileStatus { try stream.status() }

  /// Sets the permission bits.
  package borrowing func setPermissions(_ permissions: UInt32) throws(SystemError) {
    try retrying { fchmod(raw, mode_t(permissions)) }
  }

  /// Gives the file to a user and group, which only root may do with a file that is not theirs.
  package borrowing func setOwner(_ owner: (user: UInt32, group: UInt32)) throws(SystemError) {
    try retrying { fchown(raw, owner.user, owner.group) }
  }

  /// Waits until the file's content is on the disk.
  package borrowing func synchronize() throws(SystemError) {
    try retrying { fsync(raw) }
  }
}

// Free functions, since methods of the same names hide those of C.
private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
