internal import Platform

/// A file mapped for reading. Only packs, their indexes and bundles are mapped: git never changes one in place.
final class MappedFile: @unchecked Sendable {
  // Sendable: the mapping is private, read-only and constant until deinit, unless the file is truncated.
  let bytes: UnsafeRawBufferPointer
  private let mapping: Mapping
  private let path: String

  convenience init(path: String) throws(GitError) {
    let file = try Files.open(path)
    try self.init(file.descriptor, size: file.size, path: path)
  }

  /// Maps an open file.
  ///
  /// - Parameter path: Its path, for errors.
  init(_ file: borrowing Descriptor, size: Int, path: String) throws(GitError) {
    do throws(SystemError) { mapping = try Mapping(file, size: size) } catch {
      throw .unreadable(path: path, cause: error)
    }
    bytes = mapping.bytes
    self.path = path
  }

  /// Makes a mapping of bytes that are in no file.
  ///
  /// - Parameter path: The file that they were made from, for the error when memory cannot be allocated.
  init(contents content: [UInt8], path: String) throws(GitError) {
    do throws(SystemError) { mapping = try Mapping(copying: content) } catch {
      throw .unreadable(path: path, cause: error)
    }
    bytes = mapping.bytes
    self.path = path
  }

  /// Why zeros were read in place of bytes that the file had when it was mapped; nil when none were.
  var truncation: GitError? {
    guard mapping.isTruncated() else { return nil }
    return .malformed(path: path, reason: "it was truncated, or could not be read to its end, while it was scanned")
  }

  /// Gives resident pages back to the system, which reads them again when they are accessed.
  func releasePages() { mapping.releasePages() }

  /// Reads a big-endian number, which must be inside the file.
  func load32(at offset: Int) -> Int {
    Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
  }

  /// Reads a big-endian number, which must be inside the file.
  func load64(at offset: Int) -> UInt64 {
    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Whether the file ends with the hash of all bytes before it. It must be at least as long as a hash.
  func isHashed(_ format: ObjectFormat) -> Bool {
    let bodyCount = bytes.count - format.byteCount
    let body = UnsafeBufferPointer(rebasing: bytes.bindMemory(to: UInt8.self)[..<bodyCount])
    let stored = ObjectID(unchecked: UnsafeRawBufferPointer(rebasing: bytes[bodyCount...]), format)
    return hashID(of: [], body.span, format: format) == stored
  }
}
