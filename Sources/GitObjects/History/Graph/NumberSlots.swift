/// A hash table with open addressing that has numbers from zero up; the caller keeps the keys that they belong to.
struct NumberSlots: Sendable {
  /// What a search finds.
  enum Match {
    case number(Int32)
    /// The slot where the key's number is to be inserted.
    case free(Int)
  }

  // Number + 1; zero is an empty slot.
  private var slots: [Int32]
  private var count: Int32 = 0

  init() { slots = [Int32](repeating: 0, count: 1024) }

  /// Searches for the number of a key.
  ///
  /// - Parameters:
  ///   - hash: The key's hash.
  ///   - isEqual: Whether a number belongs to the key.
  @inline(__always)
  func find(_ hash: Int, isEqual: (Int32) -> Bool) -> Match {
    var slot = hash & (slots.count - 1)
    while slots[slot] != 0 {
      if isEqual(slots[slot] - 1) { return .number(slots[slot] - 1) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return .free(slot)
  }

  /// Gives the next number to the key that was searched for last.
  mutating func insert(at slot: Int) -> Int32 {
    count += 1
    slots[slot] = count
    return count - 1
  }

  /// Whether the table is to be enlarged before the next insertion.
  var isHalfFull: Bool { Int(count) * 2 >= slots.count }

  /// The same numbers in four times as many slots.
  ///
  /// - Parameter rehash: Returns the hash of a number's key.
  func grown(_ rehash: (Int32) -> Int) -> NumberSlots {
    var grown = self
    grown.slots = [Int32](repeating: 0, count: slots.count * 4)
    for number in 0..<count {
      guard case .free(let slot) = grown.find(rehash(number), isEqual: { _ in false }) else { continue }
      grown.slots[slot] = number + 1
    }
    return grown
  }
}
