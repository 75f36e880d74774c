internal import GitProcess

/// The entries of an index, git's list of staged and checked-out files (gitformat-index, versions 2 to 4).
struct IndexFile {
  /// A file and the id of its content.
  struct File {
    /// Path from the work tree's top, any bytes.
    let path: [UInt8]
    let id: ObjectID
  }

  /// Whether some of the entries are in another file, the shared index.
  private(set) var isSplit = false
  /// All entries but submodules, in the order of the index.
  private(set) var entries: [File] = []

  private let bytes: [UInt8]
  private let format: ObjectFormat
  private let file: String
  private var position = Self.headerBytes

  /// Signature, version and number of entries.
  private static let headerBytes = 12
  /// Of an entry, the bytes before the id: times, device, inode, mode, owner and size of the file.
  private static let statBytes = 40
  private static let modeOffset = 24

  /// - Parameter file: The index's path.
  init(_ bytes: [UInt8], file: String, _ format: ObjectFormat) throws(GitError) {
    self.bytes = bytes
    self.file = file
    self.format = format
    guard bytes.starts(with: "DIRC".utf8), bytes.count >= Self.headerBytes + format.byteCount else {
      throw .malformed(path: file, reason: "not an index")
    }
    try Self.checkHash(of: bytes, file: file, format)
    let version = number32(at: 4)
    guard 2...4 ~= version else { throw .unsupported(path: file, what: "has the unknown index version \(version)") }
    var path: [UInt8] = []
    for _ in 0..<number32(at: 8) { try readEntry(version, &path) }
    try readExtensions()
  }

  /// Throws unless an index ends with the hash of all bytes before it, or with zeros, which stand for none
  /// (git-config, `index.skipHash`).
  fileprivate static func checkHash(of bytes: [UInt8], file: String, _ format: ObjectFormat) throws(GitError) {
    let body = bytes.dropLast(format.byteCount)
    let stored = bytes[body.endIndex...]
    if stored.allSatisfy({ $0 == 0 }) { return }
    guard let id = ObjectID(stored.span), id == hashID(of: [], body.span, format: format) else {
      throw .malformed(
        path: file, reason: "it does not have its own hash; remove it, and `git reset` makes a new one of HEAD")
    }
  }

  /// Reads an entry: what is known of the file, the id, flags, and the path. Version 4 omits the part of the path that it
  /// has in common with the path before.
  private mutating func readEntry(_ version: Int, _ path: inout [UInt8]) throws(GitError) {
    let start = position
    let end = bytes.count - format.byteCount
    let flags = start + Self.statBytes + format.byteCount
    guard flags + 4 < end, let id = ObjectID(bytes.span.extracting(start + Self.statBytes..<flags)) else {
      throw truncated
    }
    position = flags + (bytes[flags] & 0x40 != 0 ? 4 : 2)
    if version == 4 {
      let cut = try readCut()
      guard cut <= path.count else { throw truncated }
      path.removeLast(cut)
    } else {
      path = []
    }
    guard let pathEnd = bytes[position..<end].firstIndex(of: 0) else { throw truncated }
    path += bytes[position..<pathEnd]
    // Before version 4, one to eight zero bytes make an entry's length a multiple of eight.
    position = version == 4 ? pathEnd + 1 : start + ((pathEnd - start) / 8 + 1) * 8
    let isSubmodule = TreeEntry.isSubmodule(mode: UInt32(number32(at: start + Self.modeOffset)))
    if !isSubmodule { entries.append(File(path: path, id: id)) }
  }

  /// Reads how many bytes to remove from the end of the path before: a number in the form of a delta's distance to its
  /// base.
  private mutating func readCut() throws(GitError) -> Int {
    var cut = -1
    while position < bytes.count, cut < 1 << 24 {
      let byte = bytes[position]
      position += 1
      cut = (cut + 1) << 7 | Int(byte & 0x7f)
      if byte & 0x80 == 0 { return cut }
    }
    throw truncated
  }

  /// Reads extensions up to the hash at the end: each has four letters, a size, and that number of bytes.
  private mutating func readExtensions() throws(GitError) {
    let end = bytes.count - format.byteCount
    while position + 8 <= end {
      if bytes[position..<position + 4].elementsEqual("link".utf8) { isSplit = true }
      position += 8 + number32(at: position + 4)
    }
    guard position == end else { throw truncated }
  }

  private var truncated: GitError { .malformed(path: file, reason: "its entries do not end where they should") }

  private func number32(at offset: Int) -> Int {
    bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
  }
}

extension Repository {
  /// Throws when this work tree's index is damaged. git itself does not look, and lists the files that are left in it.
  ///
  /// - Complexity: Reads the index.
  public func checkIndex() throws(GitError) {
    let shared = try Files.names(in: gitDirectory).filter { $0.hasPrefix("sharedindex.") }
    for name in ["index"] + shared {
      let path = "\(gitDirectory)/\(name)"
      guard let bytes = try Files.readIfPresent(path) else { continue }
      try IndexFile.checkHash(of: bytes, file: path, format)
    }
  }

  /// The entries of the index in a work tree's own folder, submodules left out; none when there is no index.
  func indexEntries(in folder: String) throws(GitError) -> [IndexFile.File] {
    let path = "\(folder)/index"
    guard let bytes = try Files.readIfPresent(path) else { return [] }
    let index = try IndexFile(bytes, file: path, format)
    guard index.isSplit else { return index.entries.filter { $0.id != format.emptyTree } }
    // Only git can say which entries of the shared index are still valid.
    do throws(GitProcessError) {
      let lines = try Git(gitDirectory: folder).run(["ls-files", "--stage", "-z"]).standardOutput.split(separator: 0)
      return lines.compactMap { line in
        // "mode id stage TAB path"
        let parts = line.split(separator: UInt8(ascii: "\t"), maxSplits: 1)
        let fields = parts[0].split(separator: UInt8(ascii: " "))
        guard parts.count == 2, fields.count == 3, let id = ObjectID(hex: fields[1]) else { return nil }
        return fields[0].elementsEqual("160000".utf8) ? nil : IndexFile.File(path: Array(parts[1]), id: id)
      }
    } catch {
      throw .process(error)
    }
  }
}
