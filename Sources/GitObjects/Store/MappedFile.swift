internal import CMappings
#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// A file mapped for reading. Only packs and their indexes are mapped: git never changes one in place.
final class MappedFile: @unchecked Sendable {
  // Sendable: the mapping is private, read-only and constant until deinit, unless the file is truncated.
  let bytes: UnsafeRawBufferPointer
  /// Handles accesses beyond the end of a truncated file; nil where no file is mapped.
  private let watch: OpaquePointer?
  private let path: String

  init(path: String) throws(GitError) {
    let (descriptor, size) = try Files.open(path)
    defer { close(descriptor) }
    self.path = path
    guard size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      watch = nil
      return
    }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
      throw .unreadable(path: path, errno: errno)
    }
    guard let watch = watch_mapping(start, size) else {
      munmap(start, size)
      throw .unreadable(path: path, errno: ENOMEM)
    }
    self.watch = watch
    bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  /// Makes a mapping of bytes that are in no file.
  ///
  /// - Parameter path: The file that they were made from, for the error when memory cannot be allocated.
  init(contents content: [UInt8], path: String) throws(GitError) {
    let flags = MAP_PRIVATE | MAP_ANON
    guard let start = mmap(nil, max(content.count, 1), PROT_READ | PROT_WRITE, flags, -1, 0), start != MAP_FAILED else {
      throw .unreadable(path: path, errno: errno)
    }
    content.withUnsafeBytes { UnsafeMutableRawBufferPointer(start: start, count: $0.count).copyMemory(from: $0) }
    bytes = UnsafeRawBufferPointer(start: start, count: content.count)
    watch = nil
    self.path = path
  }

  deinit {
    if let watch { unwatch_mapping(watch) }
    if let start = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), bytes.count) }
  }

  /// Why zeros were read in place of bytes that the file had when it was mapped; nil when none were.
  var truncation: GitError? {
    guard let watch, mapping_is_cut(watch) else { return nil }
    return .malformed(path: path, reason: "it was truncated, or could not be read to its end, while it was scanned")
  }

  /// Gives resident pages back to the system, which reads them again when they are accessed.
  func releasePages() {
    if let start = bytes.baseAddress { madvise(UnsafeMutableRawPointer(mutating: start), bytes.count, MADV_DONTNEED) }
  }

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
