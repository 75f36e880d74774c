/// Buffers by slot; slots are small numbers that are used again.
struct BufferPool {
  private var buffers: [ByteBuffer] = []
  private var free: [Int] = []
  /// Sizes of contents that were evicted.
  private var evicted: [Int: Int] = [:]

  /// Bytes that all buffers have allocated.
  var capacity: Int { buffers.reduce(0) { $0 + $1.capacity } }

  subscript(slot: Int) -> ByteBuffer { buffers[slot] }

  /// Returns a slot that is free.
  mutating func take() -> Int {
    if let slot = free.popLast() { return slot }
    buffers.append(ByteBuffer())
    return buffers.count - 1
  }

  /// Makes a slot free again.
  ///
  /// - Parameter limit: Bytes that its buffer may keep allocated.
  mutating func release(_ slot: Int, keeping limit: Int) {
    buffers[slot].trim(to: limit)
    evicted[slot] = nil
    free.append(slot)
  }

  /// Frees a buffer's memory while its slot stays in use.
  mutating func evict(_ slot: Int) {
    guard !isEvicted(slot) else { return }
    evicted[slot] = buffers[slot].count
    buffers[slot].trim(to: 0)
  }

  func isEvicted(_ slot: Int) -> Bool { evicted[slot] != nil }

  func evictedSize(_ slot: Int) -> Int { evicted[slot] ?? 0 }

  /// Puts an evicted content back.
  mutating func restore(_ slot: Int, _ content: [UInt8]) {
    buffers[slot].fill(content)
    evicted[slot] = nil
  }
}
