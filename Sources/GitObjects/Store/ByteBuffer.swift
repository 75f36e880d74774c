/// Raw memory that is used again and again: growing it forgets what it held.
final class ByteBuffer {
  private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  private var start = 0
  /// Bytes in use.
  private(set) var count = 0

  deinit { memory.deallocate() }

  /// Memory that is held, used or not.
  var capacity: Int { memory.count }

  /// The bytes in use.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[start..<(start + count)]) }

  /// Makes room for `count` bytes of unknown content and returns it, with `slack` bytes after them that may be written
  /// to and do not count. Never empty, so that it has an address.
  func prepare(_ count: Int, slack: Int = 0) -> UnsafeMutableRawBufferPointer {
    let room = count + slack
    if memory.count < room || memory.count == 0 {
      memory.deallocate()
      memory = .allocate(byteCount: max(room + room / 8, 4096), alignment: 16)
    }
    start = 0
    self.count = count
    return UnsafeMutableRawBufferPointer(rebasing: memory[..<max(room, 1)])
  }

  /// Leaves off bytes at the end.
  func shorten(to count: Int) {
    self.count = min(self.count, count)
  }

  /// Leaves off bytes at the beginning; there are at least that many.
  func drop(first dropped: Int) {
    start += dropped
    count -= dropped
  }

  /// Takes a copy of `bytes`.
  func fill(_ bytes: [UInt8]) {
    prepare(bytes.count).copyBytes(from: bytes)
  }

  /// Gives memory back when it holds more than `limit` bytes.
  func trim(to limit: Int) {
    start = 0
    count = 0
    guard memory.count > limit else { return }
    memory.deallocate()
    memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  }
}
