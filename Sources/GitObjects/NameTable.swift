/// Gives each distinct name a number: names of tree entries repeat without end.
struct NameTable: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  // Number + 1 by hash; zero is an empty slot.
  private var slots = [Int32](repeating: 0, count: 1024)

  /// Names so far.
  var count: Int { ends.count }

  /// The bytes of a name.
  subscript(number: Int32) -> ArraySlice<UInt8> { bytes[range(Int(number))] }

  /// The number of a name, new or known.
  mutating func number(of name: Span<UInt8>) -> Int32 {
    if ends.count * 2 >= slots.count { grow() }
    var slot = Self.hash(name) & (slots.count - 1)
    while slots[slot] != 0 {
      let number = slots[slot] - 1
      if isEqual(Int(number), name) { return number }
      slot = (slot + 1) & (slots.count - 1)
    }
    name.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    ends.append(bytes.count)
    slots[slot] = Int32(ends.count)
    return Int32(ends.count - 1)
  }

  private func range(_ number: Int) -> Range<Int> { (number == 0 ? 0 : ends[number - 1])..<ends[number] }

  private func isEqual(_ number: Int, _ name: Span<UInt8>) -> Bool {
    let range = range(number)
    guard range.count == name.count else { return false }
    for offset in 0..<name.count where bytes[range.lowerBound &+ offset] != name[offset] { return false }
    return true
  }

  private mutating func grow() {
    slots = [Int32](repeating: 0, count: slots.count * 4)
    for number in ends.indices {
      var slot = bytes.span.extracting(range(number)).withUnsafeBufferPointer { Self.hash($0.span) } & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number + 1)
    }
  }

  /// FNV-1a, 64 bits.
  private static func hash(_ name: Span<UInt8>) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in 0..<name.count { hash = (hash ^ UInt64(name[index])) &* 0x100_0000_01b3 }
    return Int(truncatingIfNeeded: hash ^ hash >> 32)
  }
}
