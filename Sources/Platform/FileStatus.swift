#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// What an entry of a folder is.
package enum EntryKind: Sendable {
  case file, folder, link, fifo, socket, device
  /// Anything else that a system may have.
  case special

  init(mode: mode_t) {
    switch mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    case S_IFLNK: self = .link
    case S_IFIFO: self = .fifo
    case S_IFSOCK: self = .socket
    case S_IFBLK, S_IFCHR: self = .device
    default: self = .special
    }
  }

  /// The kind that `readdir` returns; `nil` where the file system leaves it out.
  init?(directoryEntryType type: UInt8) {
    switch Int(type) {
    case Int(DT_REG): self = .file
    case Int(DT_DIR): self = .folder
    case Int(DT_LNK): self = .link
    case Int(DT_FIFO): self = .fifo
    default: return nil
    }
  }
}

/// What the system says of a file, a folder or whatever else has a path (`stat`).
package struct FileStatus: Sendable {
  /// What it is.
  package let kind: EntryKind
  /// Size in bytes; 0 for many of the kernel's own files, whatever they contain.
  package let size: Int
  /// The twelve bits that `chmod` sets.
  package let permissions: UInt32
  /// The user's and the group's number.
  package let owner: (user: UInt32, group: UInt32)
  /// The file system and the number in it, which distinguish a file from all others, whatever path leads to it.
  package let identity: FileIdentity

  /// - Parameter followsLinks: Whether a symbolic link at the path's end stands for what it points to.
  package init(of path: some SystemPath, followsLinks: Bool = true) throws(SystemError) {
    var status = stat()
    _ = try path.withCPath { path throws(SystemError) in
      try retrying { followsLinks ? stat(path, &status) : lstat(path, &status) }
    }
    self.init(status)
  }

  init(_ status: stat) {
    kind = EntryKind(mode: status.st_mode)
    size = Int(status.st_size)
    permissions = UInt32(status.st_mode & 0o7777)
    owner = (status.st_uid, status.st_gid)
    identity = FileIdentity(
      device: UInt64(truncatingIfNeeded: status.st_dev), number: UInt64(truncatingIfNeeded: status.st_ino))
  }
}

/// What distinguishes a file or folder from all others, whatever path leads to it.
package struct FileIdentity: Hashable, Sendable {
  /// Number of the file system.
  package let device: UInt64
  /// Number in the file system.
  package let number: UInt64
}
