/// Buffers by number; numbers are small and used again.
struct SlotPool {
  private var buffers: [ByteBuffer] = []
  private var free: [Int] = []
  private var evicted: Set<Int> = []

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
    evicted.remove(slot)
    free.append(slot)
  }

  mutating func evict(_ slot: Int) {
    buffers[slot].trim(to: 0)
    evicted.insert(slot)
  }

  func isEvicted(_ slot: Int) -> Bool { evicted.contains(slot) }

  mutating func restore(_ slot: Int, _ content: [UInt8]) {
    buffers[slot].fill(content)
    evicted.remove(slot)
  }
}
