#if canImport(Darwin)
  public import Darwin
#elseif canImport(Musl)
  public import Musl
#else
  public import Glibc
#endif

extension UnsafeRawPointer {
  /// The offset of a byte's first occurrence.
  ///
  /// Invariant: `count` bytes from here on are readable. Inlined, since searches of short texts call it per byte found.
  /// - Parameter count: How many bytes are searched.
  @inlinable
  package func offset(ofFirst byte: UInt8, among count: Int) -> Int? {
    guard let found = memchr(self, Int32(byte), count) else { return nil }
    return UnsafeRawPointer(found) - self
  }
}
