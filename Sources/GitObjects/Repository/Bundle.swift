package import Platform

/// A git bundle: refs, and a pack with what leads there, in one file (gitformat-bundle).
///
/// The pack is read where it is; its index is made in memory.
public struct Bundle: Sendable {
  /// Its refs; `HEAD` may be among them.
  let references: [Reference]
  /// Whether it lacks objects on purpose: those that its prerequisites have, or that a filter left out.
  public let isPartial: Bool
  let store: ObjectStore

  /// Opens a bundle that is a regular file.
  ///
  /// - Parameters:
  ///   - path: The file's, for messages.
  ///   - largestObject: Bytes of an object above which it is not read.
  ///   - isStopped: Whether there is no time left.
  /// - Throws: ``GitError`` when nothing of it can be read. What can be read only in part is a problem of its objects.
  /// - Complexity: Inflates and hashes all objects.
  package init(
    _ file: borrowing Descriptor, path: String, largestObject: Int, isStopped: @escaping () -> Bool
  ) throws(GitError) {
    let size: Int
    do throws(SystemError) { size = try file.status().size } catch { throw .unreadable(path: path, cause: error) }
    try self.init(MappedFile(file, size: size, path: path), path, largestObject, isStopped)
  }

  /// Opens a bundle that is in memory.
  package init(
    _ content: [UInt8], path: String, largestObject: Int, isStopped: @escaping () -> Bool
  ) throws(GitError) {
    try self.init(MappedFile(contents: content, path: path), path, largestObject, isStopped)
  }

  private init(
    _ file: MappedFile, _ path: String, _ largest: Int, _ isStopped: @escaping () -> Bool
  ) throws(GitError) {
    let header = try BundleHeader(file.bytes, path: path)
    references = header.references
    isPartial = header.isPartial
    var faults: [String] = []
    let pack = try Pack(
      in: file, from: header.end, header.format, path: path, largest: largest, faults: &faults, isStopped: isStopped)
    store = ObjectStore(pack, path: path, problems: faults.map { .unsupported(path: path, what: $0) })
  }
}

/// What is before the pack of a bundle, line by line.
private struct BundleHeader {
  var format = ObjectFormat.sha1
  var references: [Reference] = []
  var isPartial = false
  /// Where the pack begins.
  var end = 0

  /// Bytes of lines above which a file is no bundle; a ref has some sixty.
  private static let longest = 64 << 20

  init(_ bytes: UnsafeRawBufferPointer, path: String) throws(GitError) {
    let malformed = GitError.malformed(path: path, reason: "its header is not that of a bundle")
    guard var line = nextLine(bytes) else { throw malformed }
    guard line == "# v2 git bundle" || line == "# v3 git bundle" else { throw malformed }
    while true {
      guard let next = nextLine(bytes) else { throw malformed }
      line = next
      if line.isEmpty { return }
      if line.hasPrefix("@") {
        try add(capability: line.dropFirst(), path)
      } else if line.hasPrefix("-") {
        isPartial = true
      } else {
        let parts = line.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let id = ObjectID(String(parts[0])), id.format == format else { throw malformed }
        references.append(Reference(name: String(parts[1]), target: id))
      }
    }
  }

  private mutating func add(capability: Substring, _ path: String) throws(GitError) {
    switch capability {
    case "object-format=sha1": format = .sha1
    case "object-format=sha256": format = .sha256
    case _ where capability.hasPrefix("filter="): isPartial = true
    // git demands to stop at what one does not know.
    default: throw .unsupported(path: path, what: "has the unknown capability \(capability)")
    }
  }

  /// The next line without its end; `nil` where none ends.
  private mutating func nextLine(_ bytes: UnsafeRawBufferPointer) -> String? {
    let rest = bytes[end..<min(bytes.count, Self.longest)]
    guard let newline = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    defer { end = newline + 1 }
    return String(decoding: rest[..<newline], as: UTF8.self)
  }
}
