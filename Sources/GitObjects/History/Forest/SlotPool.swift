/// Buffers by number; numbers are small and used again.
struct SlotPool {
  private var buffers: [ByteBuffer] = []
  private var free: [Int] = []
  /// Sizes of contents that were given up.
  private var evicted: [Int: Int] = [:]

  /// Bytes held in all buffers.
  var held: Int { buffers.reduce(0) { $0 + $1.capacity } }

  subscript(slot: Int) -> ByteBuffer { buffers[slot] }

  mutating func take() -> Int {
    if let slot = free.popLast() { return slot }
    buffers.append(ByteBuffer())
    return buffers.count - 1
  }

  mutating func release(_ slot: Int, keeping limit: Int) {
    buffers[slot].trim(to: limit)
    evicted[slot] = nil
    free.append(slot)
  }

  mutating func evict(_ slot: Int) {
    evicted[slot] = buffers[slot].count
    buffers[slot].trim(to: 0)
  }

  func isEvicted(_ slot: Int) -> Bool { evicted[slot] != nil }

  func evictedSize(_ slot: Int) -> Int { evicted[slot] ?? 0 }

  mutating func restore(_ slot: Int, _ content: [UInt8]) {
    buffers[slot].fill(content)
    evicted[slot] = nil
  }
}
