#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Memory between two pages that no one may read: whoever reads beyond it ends the program.
final class GuardedPage {
  /// Where a text adjoins a page that cannot be read.
  enum End: CaseIterable { case start, end }

  private let start: UnsafeMutableRawPointer
  private let pageSize = Int(getpagesize())

  init?() {
    let size = 3 * pageSize
    guard let mapped = mmap(nil, size, PROT_NONE, MAP_PRIVATE | MAP_ANON, -1, 0), mapped != MAP_FAILED else {
      return nil
    }
    start = mapped
    guard mprotect(mapped + pageSize, pageSize, PROT_READ | PROT_WRITE) == 0 else { return nil }
  }

  deinit { munmap(start, 3 * pageSize) }

  /// Lends a copy of some bytes, at most a page of them.
  func withCopy(of bytes: [UInt8], at end: End, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    precondition(bytes.count <= pageSize, "the bytes fit into a page")
    let place = start + pageSize + (end == .start ? 0 : pageSize - bytes.count)
    place.copyMemory(from: bytes, byteCount: bytes.count)
    body(UnsafeBufferPointer(start: place.assumingMemoryBound(to: UInt8.self), count: bytes.count))
  }
}
