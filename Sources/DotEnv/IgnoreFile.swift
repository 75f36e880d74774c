import Platform

/// Why an ignore file was left as it is.
struct IgnoreFileError: Error {
  /// Part of a sentence.
  let reason: String
}

/// A `.gitignore`, or another list in lines, that lines are appended to, and nothing else changed.
struct IgnoreFile {
  private let path: [UInt8]
  /// `nil` when the file does not exist yet.
  private let status: FileStatus?
  private var content: [UInt8]

  /// Reads the file.
  ///
  /// - Parameter path: Absolute path.
  init(_ path: [UInt8]) throws(IgnoreFileError) {
    self.path = path
    let file: RegularFile
    do throws(FileError) { file = try RegularFile(path, followsLinks: false) } catch {
      switch error {
      case .system(.noEntry):
        (status, content) = (nil, [])
        return
      case .system(.linkLoop):
        throw IgnoreFileError(reason: "it is a symbolic link, which not every tool follows; make it a file")
      case .system(let cause) where cause != .noDevice: throw IgnoreFileError(reason: "it cannot be read: \(cause)")
      default: throw IgnoreFileError(reason: "it is no regular file")
      }
    }
    do throws(SystemError) {
      status = try file.descriptor.status()
      content = try file.descriptor.readToEnd(expecting: file.size) ?? []
    } catch {
      throw IgnoreFileError(reason: "it cannot be read: \(error)")
    }
    if content.contains(0) {
      throw IgnoreFileError(reason: "it is not in UTF-8, so that no tool can read it; save it as UTF-8 first")
    }
  }

  /// Whether the file has a line exactly as it is.
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

  /// Replaces the file as a whole; mode and owner stay.
  func save() throws(IgnoreFileError) {
    do throws(SystemError) {
      try AtomicReplacement.write(content, to: path, permissions: 0o600) { file throws(SystemError) in
        // Only root can give a file away; for everyone else the owner is right already.
        if let status { try? file.setOwner(status.owner) }
        try file.setPermissions(status?.permissions ?? 0o644)
        try file.synchronize()
      }
    } catch {
      throw IgnoreFileError(reason: "it cannot be written: \(error)")
    }
  }
}
