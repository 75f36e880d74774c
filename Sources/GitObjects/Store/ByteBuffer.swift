/// Raw memory that is used again and again; growing it discards the contents.
final class ByteBuffer {
  private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  private var start = 0
  /// Bytes in use.
  private(set) var count = 0

  deinit { memory.deallocate() }

  /// Bytes that are allocated, used or not.
  var capacity: Int { memory.count }

  /// The bytes in use.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[start..<(start + count)]) }

  /// Returns memory for `count` bytes, whose contents are undefined. Never empty, so that it has an address.
  ///
  /// - Parameter slack: Bytes after them that may be overwritten and are not part of the contents.
  func prepare(_ count: Int, slack: Int = 0) -> UnsafeMutableRawBufferPointer {
    let needed = count + slack
    if memory.count < needed || memory.count == 0 {
      memory.deallocate()
      memory = .allocate(byteCount: max(needed + needed / 8, 4096), alignment: 16)
    }
    start = 0
    self.count = count
    return UnsafeMutableRawBufferPointer(rebasing: memory[..<max(needed, 1)])
  }

  /// Removes bytes at the end.
  func shorten(to count: Int) {
    self.count = min(self.count, count)
  }

  /// Removes bytes at the beginning, of which there must be that many.
  func drop(first dropped: Int) {
    start += dropped
    count -= dropped
  }

  /// Replaces the contents by a copy of `bytes`.
  func fill(_ bytes: [UInt8]) {
    prepare(bytes.count).copyBytes(from: bytes)
  }

  /// Removes the contents, and frees the memory when more than `limit` bytes are allocated.
  func trim(to limit: Int) {
    start = 0
    count = 0
    guard memory.count > limit else { return }
    memory.deallocate()
    memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  }
}
