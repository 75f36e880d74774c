#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

internal import CMappings

/// Pages of memory that show a file, or a copy of bytes, for reading.
///
/// Invariant: `bytes` stays valid and constant until deinit. Where the file is truncated meanwhile, zeros take the place of
/// what is gone (see `CMappings`).
package struct Mapping: ~Copyable, @unchecked Sendable {
  // Sendable: the pages are private and only read.
  /// The mapped bytes; none of an empty file.
  package let bytes: UnsafeRawBufferPointer
  private let watch: OpaquePointer?

  /// Maps an open file.
  ///
  /// - Parameter size: The file's size in bytes.
  package init(_ file: borrowing Descriptor, size: Int) throws(SystemError) {
    guard size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      watch = nil
      return
    }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, file.raw, 0), start != MAP_FAILED else { throw .last }
    guard let watch = watch_mapping(start, size) else {
      munmap(start, size)
      throw .noMemory
    }
    self.watch = watch
    bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  /// Maps memory that contains a copy of bytes.
  package init(copying content: [UInt8]) throws(SystemError) {
    let flags = MAP_PRIVATE | MAP_ANON
    guard let start = mmap(nil, max(content.count, 1), PROT_READ | PROT_WRITE, flags, -1, 0), start != MAP_FAILED else {
      throw .last
    }
    content.withUnsafeBytes { UnsafeMutableRawBufferPointer(start: start, count: $0.count).copyMemory(from: $0) }
    bytes = UnsafeRawBufferPointer(start: start, count: content.count)
    watch = nil
  }

  deinit {
    if let watch { unwatch_mapping(watch) }
    if let start = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), bytes.count) }
  }

  /// Whether zeros were read in place of what the file had when it was mapped.
  package borrowing func isTruncated() -> Bool { watch.map { mapping_is_cut($0) } ?? false }

  /// Gives resident pages of a file back to the system, which reads them again when they are accessed.
  package borrowing func releasePages() {
    // Those of a copy are nowhere else.
    guard watch != nil else { return }
    if let start = bytes.baseAddress { madvise(UnsafeMutableRawPointer(mutating: start), bytes.count, MADV_DONTNEED) }
  }
}
