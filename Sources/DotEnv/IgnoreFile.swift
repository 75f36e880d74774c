#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Why an ignore file was left as it is.
struct IgnoreFileError: Error {
  /// Part of a sentence.
  let reason: String
}

/// A `.gitignore` file that lines are appended to, and nothing else changed.
struct IgnoreFile {
  private let path: [UInt8]
  /// `nil` when the file does not exist yet.
  private let status: stat?
  private var content: [UInt8]

  /// Reads the file.
  ///
  /// - Parameter path: Absolute path.
  init(_ path: [UInt8]) throws(IgnoreFileError) {
    self.path = path
    var found = stat()
    let name = path.map { CChar(bitPattern: $0) } + [0]
    guard lstat(name, &found) == 0 else {
      guard errno == ENOENT else { throw IgnoreFileError(reason: "it cannot be read: \(Self.lastError)") }
      (status, content) = (nil, [])
      return
    }
    if found.st_mode & S_IFMT == S_IFLNK {
      throw IgnoreFileError(reason: "it is a symbolic link, which git does not follow; make it a file")
    }
    guard found.st_mode & S_IFMT == S_IFREG else { throw IgnoreFileError(reason: "it is no regular file") }
    status = found
    content = try Self.read(name)
    if content.contains(0) {
      throw IgnoreFileError(reason: "it is not in UTF-8, so that git cannot read it; save it as UTF-8 first")
    }
  }

  /// Whether a line stands in the file as it is.
  func contains(_ line: [UInt8]) -> Bool {
    content.split(separator: UInt8(ascii: "\n")).contains {
      $0 == line[...] || $0 == (line + [UInt8(ascii: "\r")])[...]
    }
  }

  /// Appends lines with the file's own line ending.
  mutating func append(_ lines: [[UInt8]]) {
    let usesCRLF = content.firstIndex(of: UInt8(ascii: "\n")).map { $0 > 0 && content[$0 - 1] == UInt8(ascii: "\r") }
    let ending: [UInt8] = usesCRLF == true ? Array("\r\n".utf8) : Array("\n".utf8)
    if let last = content.last, last != UInt8(ascii: "\n") { content += ending }
    for line in lines { content += line + ending }
  }

  /// Writes the file under a temporary name and renames it, so that it is never half there; mode and owner stay.
  func save() throws(IgnoreFileError) {
    var name = (path + Array(".XXXXXX".utf8)).map { CChar(bitPattern: $0) } + [0]
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw IgnoreFileError(reason: "it cannot be written: \(Self.lastError)") }
    do throws(IgnoreFileError) {
      defer { close(descriptor) }
      try write(to: descriptor)
    } catch {
      unlink(name)
      throw error
    }
    guard rename(name, path.map { CChar(bitPattern: $0) } + [0]) == 0 else {
      let error = Self.lastError
      unlink(name)
      throw IgnoreFileError(reason: "it cannot be replaced: \(error)")
    }
  }

  private func write(to descriptor: Int32) throws(IgnoreFileError) {
    var written = 0
    while written < content.count {
      // Invariant: written is below count.
      let count = content.withUnsafeBytes { bytes in
        bytes.baseAddress.map { systemWrite(descriptor, $0 + written, content.count - written) } ?? 0
      }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw IgnoreFileError(reason: "it cannot be written: \(Self.lastError)")
      }
      written += count
    }
    if let status {
      // Only root can give a file away; for everyone else the owner is right already.
      _ = fchown(descriptor, status.st_uid, status.st_gid)
    }
    let mode = status.map { $0.st_mode & 0o7777 } ?? 0o644
    guard fchmod(descriptor, mode) == 0, fsync(descriptor) == 0 else {
      throw IgnoreFileError(reason: "it cannot be written: \(Self.lastError)")
    }
  }

  private static func read(_ name: [CChar]) throws(IgnoreFileError) -> [UInt8] {
    let descriptor = open(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw IgnoreFileError(reason: "it cannot be read: \(lastError)") }
    defer { close(descriptor) }
    var content: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = systemRead(descriptor, &piece, piece.count)
      if count == 0 { return content }
      if count > 0 {
        content += piece[..<count]
      } else if errno != EINTR {
        throw IgnoreFileError(reason: "it cannot be read: \(lastError)")
      }
    }
  }

  private static var lastError: String { String(cString: strerror(errno)).lowercased() }
}

// The system's calls under names that the type's own methods do not hide.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, buffer, count)
}
