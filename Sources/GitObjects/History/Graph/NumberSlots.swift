/// Numbers from zero up by the hash of what they stand for, which the caller keeps: open addressing.
struct NumberSlots: Sendable {
  /// Where a look-up ends.
  enum Place {
    case number(Int32)
    /// The slot for a new number.
    case free(Int)
  }

  // Number + 1; zero is an empty slot.
  private var slots: [Int32]
  private var count: Int32 = 0

  init() { slots = [Int32](repeating: 0, count: 1024) }

  /// - Parameter isEqual: Whether a number stands for what is looked up.
  @inline(__always)
  func place(of hash: Int, isEqual: (Int32) -> Bool) -> Place {
    var slot = hash & (slots.count - 1)
    while slots[slot] != 0 {
      if isEqual(slots[slot] - 1) { return .number(slots[slot] - 1) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return .free(slot)
  }

  /// Gives the next number to what was looked up last.
  mutating func insert(at slot: Int) -> Int32 {
    count += 1
    slots[slot] = count
    return count - 1
  }

  /// Whether it is time for more slots.
  var isHalfFull: Bool { Int(count) * 2 >= slots.count }

  /// The same numbers in more slots.
  ///
  /// - Parameter rehash: The hash of what a number stands for.
  func grown(_ rehash: (Int32) -> Int) -> NumberSlots {
    var grown = self
    grown.slots = [Int32](repeating: 0, count: slots.count * 4)
    for number in 0..<count {
      guard case .free(let slot) = grown.place(of: rehash(number), isEqual: { _ in false }) else { continue }
      grown.slots[slot] = number + 1
    }
    return grown
  }
}
