/// A hash table with open addressing from 64-bit keys, other than `UInt64.max`, to numbers. Salted, so that nobody can
/// choose keys whose hashes collide.
struct NumberTable {
  private var slots: [(key: UInt64, number: Int32)] = [(Self.none, 0)]
  private var count = 0
  private let salt = UInt64.random(in: 0...UInt64.max) | 1

  private static let none = UInt64.max

  /// The number of a key; nil when it has none.
  subscript(key: UInt64) -> Int32? {
    let slot = slot(of: key)
    return slots[slot].key == key ? slots[slot].number : nil
  }

  /// Gives a key a number; if it has one already, returns that instead.
  mutating func insert(_ key: UInt64, _ number: Int32 = 0) -> Int32? {
    precondition(key != Self.none)
    // Some slots stay free: the search for a key that is not in the table ends at one.
    if (count + 1) * 2 > slots.count { grow() }
    let slot = slot(of: key)
    if slots[slot].key == key { return slots[slot].number }
    slots[slot] = (key, number)
    count += 1
    return nil
  }

  /// Where a key is, or would be.
  private func slot(of key: UInt64) -> Int {
    let mixed = (key ^ salt) &* 0x9e37_79b9_7f4a_7c15
    var slot = Int(truncatingIfNeeded: ((mixed ^ mixed >> 32) &* salt) >> 24) & (slots.count - 1)
    while slots[slot].key != key, slots[slot].key != Self.none { slot = (slot &+ 1) & (slots.count - 1) }
    return slot
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: (Self.none, 0), count: max(1024, old.count * 4))
    for entry in old where entry.key != Self.none { slots[slot(of: entry.key)] = entry }
  }
}
